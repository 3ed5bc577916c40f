import { createHash, randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LensError } from '../core/errors.ts';
import { siblingsDirectory } from './cachePaths.ts';
import { isAlive } from './isAlive.ts';

/** A sibling model to be kept. */
export interface Sibling {
  /** folder of the original model */
  readonly model: string;
  /** what tells this sibling from others besides its bytes: state of the weights, engine, version of the tool */
  readonly identity: readonly string[];
  /** saved_model.pb */
  readonly bytes: Uint8Array;
  /** subfolders of the original that it reads */
  readonly links: readonly ('variables' | 'assets')[];
}

/** A sibling's folder, held until released. */
export interface SiblingLease {
  readonly directory: string;
  release(): Promise<void>;
}

/** Bytes of saved_model.pb files that are kept over all siblings. */
const SIZE_LIMIT = 1024 ** 3;
const COUNT_LIMIT = 200;
/** Begins the name of the file by which a process, whose number follows, holds a sibling. */
const LEASE = 'lease.';

/** Writes a sibling into the cache unless it is there, and holds it. Written under a temporary name, then renamed. */
export async function acquireSibling(sibling: Sibling, root = siblingsDirectory()): Promise<SiblingLease> {
  const hash = createHash('sha256')
    .update(JSON.stringify([sibling.model, sibling.identity, sibling.links]))
    .update(sibling.bytes);
  const directory = join(root, hash.digest('hex').slice(0, 32));
  await ownDirectory(root);
  const isKept = await stat(join(directory, 'saved_model.pb')).then(
    (found) => found.size === sibling.bytes.length,
    () => false,
  );
  if (!isKept) await writeSibling(sibling, directory);
  await removeDeadLeases(directory);
  const lease = join(directory, `${LEASE}${process.pid}`);
  await writeFile(lease, '', { mode: 0o600 });
  await utimes(directory, new Date(), new Date());
  await clean(root, directory);
  return { directory, release: () => rm(lease, { force: true }) };
}

/** The cache is for this user alone: made with mode 0700, refused when someone else owns it. */
async function ownDirectory(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const { uid } = await stat(root);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && own !== 0) {
    throw new LensError('io', `The cache folder ${root} belongs to another user.`, 'Set XDG_CACHE_HOME to a folder of your own.');
  }
}

async function writeSibling(sibling: Sibling, directory: string): Promise<void> {
  const temporary = `${directory}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(temporary, { mode: 0o700 });
    for (const name of sibling.links) await linkFolder(join(sibling.model, name), join(temporary, name));
    await writeFile(join(temporary, 'saved_model.pb'), sibling.bytes, { mode: 0o600 });
    await rename(temporary, directory);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const isThere = await stat(join(directory, 'saved_model.pb')).then(
      () => true,
      () => false,
    );
    if (!isThere) throw error;
  }
}

/** A link to the folder (a junction on Windows, which needs no privilege); where links are impossible, links to its files or copies. */
async function linkFolder(source: string, target: string): Promise<void> {
  try {
    await symlink(source, target, 'junction');
  } catch {
    await mkdir(target, { mode: 0o700 });
    for (const entry of await readdir(source, { withFileTypes: true })) {
      const [from, to] = [join(source, entry.name), join(target, entry.name)];
      if (entry.isDirectory()) await linkFolder(from, to);
      else if (entry.isFile()) await link(from, to).catch(() => copyFile(from, to));
    }
  }
}

/** Removes the siblings that were used longest ago and are held by no living process, down to the limits. */
async function clean(root: string, current: string): Promise<void> {
  const kept: { path: string; size: number; used: number }[] = [];
  for (const name of await readdir(root)) {
    const path = join(root, name);
    const [folder, file] = await Promise.all([
      stat(path).catch(() => undefined),
      stat(join(path, 'saved_model.pb')).catch(() => undefined),
    ]);
    if (folder !== undefined) kept.push({ path, size: file?.size ?? 0, used: folder.mtimeMs });
  }
  kept.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const [position, { path, size }] of kept.entries()) {
    total += size;
    if (path === current || (position < COUNT_LIMIT && total <= SIZE_LIMIT)) continue;
    if (!(await isHeld(path))) await rm(path, { recursive: true, force: true });
  }
}

async function isHeld(directory: string): Promise<boolean> {
  return (await leasesIn(directory)).some(isLive);
}

/** Workers are killed when their run is done, and leave their leases behind. */
async function removeDeadLeases(directory: string): Promise<void> {
  const dead = (await leasesIn(directory)).filter((name) => !isLive(name));
  await Promise.all(dead.map((name) => rm(join(directory, name), { force: true })));
}

async function leasesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch((): string[] => []);
  return names.filter((name) => name.startsWith(LEASE));
}

function isLive(lease: string): boolean {
  return isAlive(Number(lease.slice(LEASE.length)));
}
