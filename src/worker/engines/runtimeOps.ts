import { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import { cachedRuntimeOps, keepRuntimeOps } from '../../node/runtimeOpsCache.ts';
import type { OpenLibrary } from './capi/openLibrary.ts';
import { readRuntimeOps } from './capi/readRuntimeOps.ts';

/** Ops and kernels of an open library; read once per library file and kept in the user's cache. */
export async function runtimeOps(library: OpenLibrary): Promise<RuntimeOpList> {
  const kept = await cachedRuntimeOps(library.path);
  if (kept !== undefined) return kept;
  const data = await readRuntimeOps(library);
  await keepRuntimeOps(library.path, data);
  return new RuntimeOpList(data);
}
