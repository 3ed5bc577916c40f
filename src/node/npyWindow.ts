import { open, type FileHandle } from 'node:fs/promises';
import { LensError } from '../core/errors.ts';
import { parseNpyBody } from '../core/tensor/npy/npy.ts';
import { parseNpyHeader } from '../core/tensor/npy/npyHeader.ts';
import { parseNpyCode } from '../core/tensor/npy/npyTypes.ts';
import { type AxisRange, axisRanges, type SliceTerm } from '../core/tensor/slice.ts';
import type { Tensor } from '../core/tensor/tensor.ts';

const LONGEST_HEADER = 1 << 12;
const MOST_BYTES = 2 ** 30;


/** Where a block lies in a file; equal keys mean equal blocks. */
export interface NpyPlace {
  readonly key: string;
  /** bytes of the block */
  readonly bytes: number;
  readonly terms: readonly SliceTerm[];
  readonly read: () => Promise<Tensor>;
}

/** Finds what to read of a file for a slice: the rows between the first and the last wanted index of the leading axes, not the file. */
export async function placeNpyBlock(path: string, slice: readonly SliceTerm[]): Promise<NpyPlace> {
  const { head, key } = await withFile(path, async (handle) => {
    const { mtimeMs, size } = await handle.stat();
    return { head: await readAt(handle, 0, LONGEST_HEADER), key: `${path}\n${mtimeMs}\n${size}` };
  });
  const { dataStart, descr, fortranOrder, shape } = parseNpyHeader(head, path);
  if (fortranOrder) throw new LensError('bad-input-file', `${path} is in Fortran order, which kept values never are.`);
  const block = leadingBlock(shape, axisRanges(shape, slice));
  const stride = (parseNpyCode(descr)?.bytes ?? 0) * block.rowSize;
  const bytes = block.count * stride;
  if (bytes > MOST_BYTES) throw new LensError('limit-reached', `The values between the first and the last that were asked for are ${bytes} bytes.`, 'Fix more axes at an index.');
  return {
    key: [key, block.ones.length, block.first, block.count].join('\n'), bytes, terms: block.terms(slice),
    read: async () => {
      const rows = await withFile(path, (handle) => readAt(handle, dataStart + block.first * stride, bytes));
      return parseNpyBody(rows, descr, [...block.ones, block.count, ...block.rowShape].slice(0, shape.length), path);
    },
  };
}

async function withFile<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new LensError('io', `${path} cannot be read.`, 'Run again to make the values anew.', { cause });
  });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

interface Block {
  /** rows along the first axis that is not a single index, counted over the axes before it */
  readonly first: number;
  readonly count: number;
  readonly rowShape: readonly number[];
  readonly rowSize: number;
  /** one 1 for each axis before it */
  readonly ones: readonly number[];
  readonly terms: (slice: readonly SliceTerm[]) => readonly SliceTerm[];
}

function leadingBlock(shape: readonly number[], ranges: readonly AxisRange[]): Block {
  const axis = Math.max(0, Math.min(ranges.findIndex(({ count }) => count !== 1) < 0 ? ranges.length - 1 : ranges.findIndex(({ count }) => count !== 1), ranges.length - 1));
  let before = 0;
  for (let i = 0; i < axis; i++) before = before * (shape[i] ?? 1) + (ranges[i]?.start ?? 0);
  const range = ranges[axis] ?? { start: 0, step: 1, count: 1, kept: true };
  const last = range.start + (range.count - 1) * range.step;
  const low = range.count === 0 ? 0 : Math.min(range.start, last);
  const count = range.count === 0 ? 0 : Math.abs(last - range.start) + 1;
  const rowShape = shape.slice(axis + 1);
  return {
    first: before * (shape[axis] ?? 1) + low,
    count,
    rowShape,
    rowSize: rowShape.reduce((product, size) => product * size, 1),
    ones: new Array<number>(axis).fill(1),
    terms: (slice) => ranges.map((found, i) => blockTerm(found, i, axis, low, slice[i])),
  };
}

/** The slice term of an axis as it applies to the block. */
function blockTerm(range: AxisRange, position: number, axis: number, low: number, term: SliceTerm | undefined): SliceTerm {
  if (position > axis) return term ?? {};
  if (position < axis) return range.kept ? {} : 0;
  if (!range.kept) return range.start - low;
  if (range.count === 0) return { start: 0, stop: 0 };
  const start = range.start - low;
  const stop = start + range.count * range.step;
  return stop < 0 ? { start, step: range.step } : { start, stop, step: range.step };
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
