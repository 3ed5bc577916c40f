import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuntimeOpsData } from '../../core/instrument/runtimeOps.ts';
import { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import { runtimeOpsDirectory } from '../../node/cachePaths.ts';
import { readJson, writeWhole } from '../../node/jsonCache.ts';
import type { OpenLibrary } from './capi/openLibrary.ts';
import { readRuntimeOps } from './capi/readRuntimeOps.ts';

/** Ops and kernels of an open library; read once per library file and kept in the user's cache. */
export async function runtimeOps(library: OpenLibrary): Promise<RuntimeOpList> {
  const file = await cacheFile(library.path);
  const kept = await readJson(file);
  if (isRuntimeOps(kept)) return new RuntimeOpList(kept);
  const data = await readRuntimeOps(library);
  await writeWhole(file, JSON.stringify(data));
  return new RuntimeOpList(data);
}

/** The same without opening the library: undefined until it was opened once on this machine. */
export async function cachedRuntimeOps(libraryPath: string): Promise<RuntimeOpList | undefined> {
  const kept = await readJson(await cacheFile(libraryPath));
  return isRuntimeOps(kept) ? new RuntimeOpList(kept) : undefined;
}

/** A library replaced by another of the same path has another size or time. */
async function cacheFile(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = createHash('sha256').update(JSON.stringify([path, size, mtimeMs])).digest('hex').slice(0, 24);
  return join(runtimeOpsDirectory(), `${key}.json`);
}

function isRuntimeOps(value: unknown): value is RuntimeOpsData {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 1 && 'ops' in value && 'kernels' in value;
}
