import { readFileSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LensError } from '../core/errors.ts';
import { OBJECT_GRAPH_KEY, parseCheckpointIndex, parseCheckpointNames } from '../core/model/checkpoint.ts';
import { crc32c, maskCrc } from '../core/model/crc32c.ts';
import { WireReader } from '../core/proto/wireReader.ts';
import type { CheckpointEntry, CheckpointIndex } from '../core/model/types.ts';

/** Why a stored tensor cannot be used. */
export interface EntryDamage {
  readonly key: string;
  readonly kind: 'missing-shard' | 'short-shard' | 'checksum';
  readonly message: string;
}

/** The variables of a model: an index that is read whole, and shards of which only asked-for ranges are read. */
export interface Checkpoint {
  readonly index: CheckpointIndex;
  /** `…/variables/variables` */
  readonly prefix: string;
  /** Variable name → checkpoint key by the checkpoint's own object graph; empty for name-based checkpoints. */
  names(): Promise<ReadonlyMap<string, string>>;
  /** Raw little-endian bytes of an entry. */
  read(entry: CheckpointEntry): Promise<Uint8Array>;
  /** Entries whose bytes are not there (sizes of the shards only; nothing is read). */
  missing(): Promise<readonly EntryDamage[]>;
  /** Entries among these whose stored bytes have another checksum than the index says. Reads them. */
  verify(entries: readonly CheckpointEntry[]): Promise<readonly EntryDamage[]>;
}

function shardPath(prefix: string, index: CheckpointIndex, shard: number): string {
  const pad = (number: number): string => String(number).padStart(5, '0');
  return `${prefix}.data-${pad(shard)}-of-${pad(index.shards)}`;
}

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
    const bytes = new Uint8Array(size);
    await handle.read(bytes, 0, size, offset);
    return bytes;
  } finally {
    await handle.close();
  }
}

function allEntries(index: CheckpointIndex): CheckpointEntry[] {
  return [...index.entries.values(), ...index.sliceEntries];
}

async function findMissing(prefix: string, index: CheckpointIndex): Promise<EntryDamage[]> {
  const sizes = new Map<number, number | undefined>();
  for (const { shard } of allEntries(index)) {
    if (!sizes.has(shard))
      sizes.set(
        shard,
        await stat(shardPath(prefix, index, shard)).then(
          (found) => found.size,
          () => undefined,
        ),
      );
  }
  return allEntries(index).flatMap((entry): EntryDamage[] => {
    if (entry.partitioned) return [];
    const path = shardPath(prefix, index, entry.shard);
    const size = sizes.get(entry.shard);
    if (size === undefined) return [{ key: entry.key, kind: 'missing-shard', message: `${path} is not there.` }];
    const end = entry.offset + entry.size;
    return end > size
      ? [{ key: entry.key, kind: 'short-shard', message: `${path} has ${size} bytes, “${entry.key}” ends at ${end}.` }]
      : [];
  });
}

/** Byte length of the varint-length prefix of a scalar string entry and its checksum. tensor_bundle.cc, WriteStringTensor. */
function scalarString(bytes: Uint8Array): Uint8Array {
  const reader = new WireReader(bytes);
  const length = reader.uint32();
  return bytes.subarray(reader.position + 4, reader.position + 4 + length);
}

function readIndex(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
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
    missing: () => findMissing(prefix, index),
    verify: async (entries) => {
      const damaged: EntryDamage[] = [];
      for (const entry of entries) {
        // The checksum of a string entry covers another stream than its bytes.
        if (entry.partitioned || entry.dtype === 'string' || entry.dtype === 'variant') continue;
        if (maskCrc(crc32c(await read(entry))) !== entry.crc32c) {
          damaged.push({
            key: entry.key,
            kind: 'checksum',
            message: `The checksum of “${entry.key}” in ${shardPath(prefix, index, entry.shard)} is wrong.`,
          });
        }
      }
      return damaged;
    },
  };
}
