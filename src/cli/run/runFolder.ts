import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { lensCacheDirectory } from '../../node/cachePaths.ts';

/** Milliseconds; no run takes a day. */
const LEFTOVER_AGE = 86_400_000;

/** The folder that the worker fills during a run. */
export interface RunFolder {
  readonly directory: string;
  dispose(): Promise<void>;
}

/** A folder for this run alone, in the user's cache and removed afterwards. */
export async function temporaryRunFolder(env: NodeJS.ProcessEnv): Promise<RunFolder> {
  const parent = path.join(lensCacheDirectory(env), 'cli');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(parent);
  const root = await mkdtemp(path.join(parent, 'run-'));
  return { directory: path.join(root, 'run'), dispose: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}

/** What a run that was killed left behind. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name);
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > LEFTOVER_AGE) await rm(folder, { recursive: true, force: true });
  }
}

/** A folder that stays: the run itself is the dump. */
export function keptRunFolder(directory: string): RunFolder {
  return { directory, dispose: () => Promise.resolve() };
}
