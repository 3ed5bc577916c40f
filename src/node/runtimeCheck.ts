import type { CheckOps } from '../core/describe/model.ts';
import type { RuntimeOpList } from '../core/instrument/runtimeOps.ts';
import { findInstalledLibrary } from './libtensorflow.ts';
import { cachedRuntimeOps } from './runtimeOpsCache.ts';

/** Tells which ops the library in use cannot run, from its cached list; undefined when there is no list. Nothing is opened or started. */
export async function runtimeCheck(env: NodeJS.ProcessEnv): Promise<CheckOps | undefined> {
  const found = await listInUse(env).catch(() => undefined);
  if (found === undefined) return undefined;
  const { list, library } = found;
  return (ops, isFunction) => ({
    checked: true,
    library,
    missingOps: [...ops].filter((op) => !isFunction(op) && !list.hasKernel(op)),
  });
}

async function listInUse(env: NodeJS.ProcessEnv): Promise<{ list: RuntimeOpList; library: string } | undefined> {
  const library = findInstalledLibrary(env)?.files.at(-1);
  const list = library === undefined ? undefined : await cachedRuntimeOps(library, env);
  return library === undefined || list === undefined ? undefined : { list, library };
}
