import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuntimeOpsData } from '../core/instrument/runtimeOps.ts';
import { RuntimeOpList } from '../core/instrument/runtimeOps.ts';
import { runtimeOpsDirectory } from './cachePaths.ts';
import { readJson, writeWhole } from './jsonCache.ts';

/** Ops and kernels of a library as kept in the cache: undefined until the library was opened once on this machine. */
export async function cachedRuntimeOps(libraryPath: string, env?: NodeJS.ProcessEnv): Promise<RuntimeOpList | undefined> {
  const kept = await readJson(await cacheFile(libraryPath, env));
  return isRuntimeOps(kept) ? new RuntimeOpList(kept) : undefined;
}

/** Keeps the ops and kernels of a library. */
export async function keepRuntimeOps(libraryPath: string, data: RuntimeOpsData): Promise<void> {
  await writeWhole(await cacheFile(libraryPath), JSON.stringify(data));
}

/** A library replaced by another of the same path has another size or time. */
async function cacheFile(path: string, env?: NodeJS.ProcessEnv): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = createHash('sha256')
    .update(JSON.stringify([path, size, mtimeMs]))
    .digest('hex')
    .slice(0, 24);
  return join(runtimeOpsDirectory(env), `${key}.json`);
}

function isRuntimeOps(value: unknown): value is RuntimeOpsData {
  return (
    typeof value === 'object' && value !== null && 'schema' in value && value.schema === 1 && 'ops' in value && 'kernels' in value
  );
}
