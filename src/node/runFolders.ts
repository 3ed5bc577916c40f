import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './isAlive.ts';

/** Written beside the manifest when a run is over: a folder without it is of a run that goes on, or of one whose process died. */
export const RUN_META = 'run.json';

/** Name of the folder of a run that begins now: its time, and the process that will finish it. */
export function newRunId(when: Date, pid = process.pid): string {
  const time = when
    .toISOString()
    .replace(/[^0-9]/g, '')
    .slice(0, 14);
  return `${time}-${randomBytes(3).toString('hex')}-${pid}`;
}

/** Removes folders of runs that nobody will finish any more; `isOurs` says which ones this process is still at. Answers their names. */
export async function removeUnfinished(root: string, isOurs: (id: string) => boolean): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const id of await namesIn(root)) {
    const directory = join(root, id);
    if (isOurs(id) || (await isThere(join(directory, RUN_META)))) continue;
    const pid = Number(/-(\d+)$/.exec(id)?.[1] ?? Number.NaN);
    // Another window may be running it: two windows without a folder share their storage.
    if (pid !== process.pid && isAlive(pid)) continue;
    await rm(directory, { recursive: true, force: true });
    removed.push(id);
  }
  return removed;
}

/** Bytes of all files in a folder, at any depth; links are not followed. */
export async function bytesIn(directory: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) bytes += await bytesIn(path);
    else if (entry.isFile()) bytes += (await stat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

/**
 * The runs that must go so that the others need no more than `limit` bytes: the oldest first (`runs` are newest first), never the
 * newest, never one that is held. A held run counts all the same.
 */
export function surplusRuns<Run extends { readonly id: string; readonly bytes: number }>(
  runs: readonly Run[],
  limit: number,
  isHeld: (id: string) => boolean,
): readonly Run[] {
  let total = runs.reduce((sum, { bytes }) => sum + bytes, 0);
  const surplus: Run[] = [];
  for (const run of runs.slice(1).reverse()) {
    if (total <= limit) break;
    if (isHeld(run.id)) continue;
    total -= run.bytes;
    surplus.push(run);
  }
  return surplus;
}

async function namesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
