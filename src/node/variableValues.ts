import { basename } from 'node:path';
import { LensError } from '../core/errors.ts';
import type { CheckpointEntry, CheckpointIndex } from '../core/model/types.ts';
import { WireError, WireReader } from '../core/proto/wireReader.ts';
import type { ManifestTensor } from '../core/run/manifest.ts';
import { dataFromBytes, elementCount, elementLayout, newData } from '../core/tensor/layout.ts';
import { axisRanges, slicePositions, type SliceTerm } from '../core/tensor/slice.ts';
import { computeStats } from '../core/tensor/stats.ts';
import type { NumericData, Tensor } from '../core/tensor/tensor.ts';
import type { Checkpoint } from './checkpointFiles.ts';
import type { ModelFiles } from './modelFiles.ts';
import { leadingBlock, MOST_BLOCK_BYTES, tooLarge, type StoredBlock } from './storedBlock.ts';

/** The checkpoint of a model, or why its variables have no values. */
export function checkpointOf({ checkpoint, directory }: ModelFiles): Checkpoint {
  if (checkpoint === undefined)
    throw new LensError(
      'checkpoint-missing',
      `${directory} has no variables/variables.index, so the values of its variables are unknown.`,
      'Copy the whole variables folder.',
    );
  return checkpoint;
}

/** A stored variable as a run's tensor: dtype, shape, statistics, and a note where its checksum is wrong. Nothing is run. */
export async function describeVariable(checkpoint: Checkpoint, key: string): Promise<ManifestTensor> {
  const entry = entryOf(checkpoint.index, key);
  const { dtype, shape } = entry;
  const stats = computeStats(await readVariable(checkpoint, entry));
  const [damage] = await checkpoint.verify([entry]);
  return {
    name: key,
    key,
    aliases: [],
    op: 'Variable',
    layer: null,
    dtype,
    shape,
    file: basename(checkpoint.prefix),
    ...(damage === undefined ? {} : { note: `These may not be the values that were saved. ${damage.message}` }),
    stats,
  };
}

/** Finds what to read of a stored variable for a slice: the bytes of the wanted rows; strings and variables saved in parts come whole. */
export function placeVariableBlock(checkpoint: Checkpoint, key: string, slice: readonly SliceTerm[]): StoredBlock {
  const entry = entryOf(checkpoint.index, key);
  const { dtype, shape } = entry;
  const layout = elementLayout(dtype);
  const own = `${checkpoint.prefix}\n${key}\n${entry.crc32c}`;
  if (layout === undefined || entry.partitioned) {
    return {
      key: own,
      bytes: elementCount(shape) * (layout?.bytes ?? 1),
      terms: slice,
      read: () => readVariable(checkpoint, entry),
    };
  }
  const block = leadingBlock(shape, axisRanges(shape, slice));
  const stride = layout.bytes * block.rowSize;
  const bytes = block.count * stride;
  if (bytes > MOST_BLOCK_BYTES) throw tooLarge(bytes);
  return {
    key: [own, block.ones.length, block.first, block.count].join('\n'),
    bytes,
    terms: block.terms(slice),
    read: async () => {
      const rows = await checkpoint.read({ ...entry, offset: entry.offset + block.first * stride, size: bytes });
      return {
        dtype,
        shape: [...block.ones, block.count, ...block.rowShape].slice(0, shape.length),
        data: dataFromBytes(dtype, rows),
      };
    },
  };
}

function entryOf(index: CheckpointIndex, key: string): CheckpointEntry {
  const entry = index.entries.get(key);
  if (entry === undefined)
    throw new LensError(
      'not-found',
      `The checkpoint holds no value of “${key}”.`,
      'The variable gets its value when the model is loaded; run the model to see it.',
    );
  if (index.isBigEndian)
    throw new LensError(
      'unsupported-format',
      'This checkpoint was written on a big-endian machine.',
      'Write it again on a little-endian one.',
    );
  return entry;
}

async function readVariable(checkpoint: Checkpoint, entry: CheckpointEntry): Promise<Tensor> {
  const { dtype, shape } = entry;
  const bytes = elementCount(shape) * (elementLayout(dtype)?.bytes ?? 1);
  if (bytes > MOST_BLOCK_BYTES)
    throw new LensError(
      'too-large',
      `“${entry.key}” has ${bytes} bytes; statistics are made of variables up to ${MOST_BLOCK_BYTES}.`,
    );
  if (entry.partitioned) return readParts(checkpoint, entry);
  const content = await checkpoint.read(entry);
  if (dtype === 'string') return { dtype, shape, data: textsOf(entry, content) };
  return { dtype, shape, data: dataFromBytes(dtype, content) };
}

function textsOf({ key, shape }: CheckpointEntry, content: Uint8Array): Uint8Array[] {
  try {
    return readStrings(content, elementCount(shape));
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new LensError(
      'checkpoint-damaged',
      `The texts of “${key}” cannot be read: ${cause.message}.`,
      'Copy or download the variables folder again.',
      { cause },
    );
  }
}

/** Lengths as varints, their checksum, then the bytes of all strings. tensor_bundle.cc, WriteStringTensor. */
function readStrings(content: Uint8Array, count: number): Uint8Array[] {
  const reader = new WireReader(content);
  const lengths = Array.from({ length: Math.min(count, content.length) }, () => reader.uint32());
  let at = reader.position + 4;
  return lengths.map((length) => content.subarray(at, (at += length)));
}

/**
 * A variable that was saved in parts. Their keys are the name and the extents in an order-preserving code, so the parts of a
 * variable follow one another as their extents do. saved_tensor_slice_util.cc, ordered_code.cc.
 */
async function readParts(checkpoint: Checkpoint, entry: CheckpointEntry): Promise<Tensor> {
  const { dtype, shape, slices } = entry;
  const data = newData(dtype, elementCount(shape));
  const start = `\0${entry.key}\0\u0001`;
  const parts = checkpoint.index.sliceEntries.filter(({ key }) => key.startsWith(start));
  const extents = [...slices].sort((a, b) => {
    const axis = a.findIndex((extent, i) => extent.start !== b[i]?.start);
    return axis < 0 ? 0 : (a[axis]?.start ?? 0) - (b[axis]?.start ?? 0);
  });
  if (parts.length !== extents.length)
    throw new LensError(
      'checkpoint-damaged',
      `“${entry.key}” is stored in ${parts.length} parts of ${extents.length}.`,
      'Copy or download the variables folder again.',
    );
  for (const [i, part] of parts.entries()) {
    const extent = extents[i] ?? [];
    const ranges = axisRanges(
      shape,
      extent.map(({ start: first, length }) => (length < 0 ? {} : { start: first, stop: first + length })),
    );
    place(
      dataFromBytes(dtype, await checkpoint.read(part)),
      slicePositions(shape, ranges),
      elementLayout(dtype)?.lanes ?? 1,
      data,
    );
  }
  return { dtype, shape, data };
}

function place(from: NumericData, positions: Float64Array, lanes: number, to: NumericData): void {
  for (let i = 0; i < positions.length; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      const value = from[i * lanes + lane];
      if (value !== undefined) to[(positions[i] ?? 0) * lanes + lane] = value;
    }
  }
}
