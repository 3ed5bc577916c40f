import { readFileSync, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LensError } from '../core/errors.ts';
import { OBJECT_GRAPH_KEY, parseCheckpointIndex, parseCheckpointNames, storedEntries } from '../core/model/checkpoint.ts';
import { isIntact, type StoredDamage } from '../core/model/storedDamage.ts';
import { WireError, WireReader } from '../core/proto/wireReader.ts';
import type { CheckpointEntry, CheckpointIndex } from '../core/model/types.ts';

/** The variables of a model: an index that is read whole, and shards of which only asked-for ranges are read. */
export interface Checkpoint {
  readonly index: CheckpointIndex;
  /** `…/variables/variables` */
  readonly prefix: string;
  /** Variable name → checkpoint key by the checkpoint's own object graph; empty for name-based checkpoints. */
  names(): Promise<ReadonlyMap<string, string>>;
  /** Raw little-endian bytes of an entry. */
  read(entry: CheckpointEntry): Promise<Uint8Array>;
  /** Variables whose bytes are not there (sizes of the shards only; nothing is read). */
  missing(): Promise<readonly StoredDamage[]>;
  /** Variables among these whose stored bytes are not there or have another checksum than the index says. Reads them. */
  verify(entries: readonly CheckpointEntry[]): Promise<readonly StoredDamage[]>;
}

function shardPath(prefix: string, index: CheckpointIndex, shard: number): string {
  const pad = (number: number): string => String(number).padStart(5, '0');
  return `${prefix}.data-${pad(shard)}-of-${pad(index.shards)}`;
}

/** One reading of a file takes no more, and neither does one value. */
const MOST_READ = 2 ** 31 - 1;

async function readRange(path: string, offset: number, size: number): Promise<Uint8Array> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new LensError('checkpoint-missing', `${path} is not there or cannot be opened.`, 'Copy the whole variables folder.', {
      cause,
    });
  });
  try {
    const { size: length } = await handle.stat();
    if (offset < 0 || size < 0 || offset + size > length) {
      throw new LensError(
        'checkpoint-damaged',
        `${path} has ${length} bytes; a variable lies at ${offset} to ${offset + size}.`,
        'Copy or download the variables folder again.',
      );
    }
    if (size > MOST_READ)
      throw new LensError('too-large', `A variable in ${path} has ${size} bytes; ${MOST_READ} can be read at once.`);
    const bytes = new Uint8Array(size);
    await handle.read(bytes, 0, size, offset);
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Size of each shard, asked for once; undefined when it is not there. */
function shardSizes(prefix: string, index: CheckpointIndex): (shard: number) => Promise<number | undefined> {
  const sizes = new Map<number, Promise<number | undefined>>();
  return (shard) => {
    const known = sizes.get(shard);
    if (known !== undefined) return known;
    const size = stat(shardPath(prefix, index, shard)).then(
      (found) => found.size,
      () => undefined,
    );
    sizes.set(shard, size);
    return size;
  };
}

/** The first thing that is wrong with each of these variables; bytes are read when they are `summed`. */
async function findDamage(
  { index, prefix, read }: Pick<Checkpoint, 'index' | 'prefix' | 'read'>,
  entries: Iterable<CheckpointEntry>,
  isSummed: boolean,
): Promise<StoredDamage[]> {
  const sizeOf = shardSizes(prefix, index);
  const judge = async (key: string, part: CheckpointEntry): Promise<StoredDamage | undefined> => {
    const file = shardPath(prefix, index, part.shard);
    const size = await sizeOf(part.shard);
    if (size === undefined) return { key, kind: 'missing', file, message: `${file} is not there.` };
    const end = part.offset + part.size;
    if (end > size)
      return { key, kind: 'truncated', file, message: `${file} is cut off: it has ${size} bytes, “${key}” ends at ${end}.` };
    if (!isSummed || (await hasItsChecksum(part, read))) return undefined;
    return { key, kind: 'checksum', file, message: `${file} is damaged: the checksum of “${key}” is wrong.` };
  };
  const damaged: StoredDamage[] = [];
  for (const entry of entries) {
    for (const part of storedEntries(index, entry)) {
      const found = await judge(entry.key, part);
      if (found === undefined) continue;
      damaged.push(found);
      break;
    }
  }
  return damaged;
}

async function hasItsChecksum(entry: CheckpointEntry, read: Checkpoint['read']): Promise<boolean> {
  try {
    return await isIntact(entry, read);
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** Byte length of the varint-length prefix of a scalar string entry and its checksum. tensor_bundle.cc, WriteStringTensor. */
function scalarString(bytes: Uint8Array): Uint8Array {
  const reader = new WireReader(bytes);
  const length = reader.uint32();
  return bytes.subarray(reader.position + 4, reader.position + 4 + length);
}

/** Only what is a regular file is opened: a pipe would be waited for without end. */
function readIndex(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Opens `variables/variables.index` of a model directory.
 * @returns undefined when the model has no index
 * @throws LensError checkpoint-damaged, lfs-pointer
 */
export function openCheckpoint(directory: string): Checkpoint | undefined {
  const prefix = join(directory, 'variables', 'variables');
  const file = `${prefix}.index`;
  const bytes = readIndex(file);
  if (bytes === undefined) return undefined;
  if (bytes.subarray(0, 40).toString('latin1').startsWith('version https://git-lfs')) {
    throw new LensError(
      'lfs-pointer',
      `${file} is a Git LFS pointer, not the variables themselves.`,
      'Run "git lfs pull" in its repository to fetch the file.',
    );
  }
  const index = parseCheckpointIndex(bytes, file);
  const read = (entry: CheckpointEntry): Promise<Uint8Array> =>
    readRange(shardPath(prefix, index, entry.shard), entry.offset, entry.size);
  let names: Promise<ReadonlyMap<string, string>> | undefined;
  const readNames = async (): Promise<ReadonlyMap<string, string>> => {
    const entry = index.entries.get(OBJECT_GRAPH_KEY);
    return entry === undefined ? new Map<string, string>() : parseCheckpointNames(scalarString(await read(entry)));
  };
  return {
    index,
    prefix,
    read,
    names: () => (names ??= readNames()),
    missing: () => findDamage({ index, prefix, read }, index.entries.values(), false),
    verify: (entries) => findDamage({ index, prefix, read }, entries, true),
  };
}
