import { LensError } from '../core/errors.ts';
import type { AxisRange, SliceTerm } from '../core/tensor/slice.ts';
import type { Tensor } from '../core/tensor/tensor.ts';

/** Most bytes of one block in memory. */
export const MOST_BLOCK_BYTES = 2 ** 30;

/** A part of a stored tensor that is read at once, and the slice that takes from it what was wanted. Equal keys mean equal blocks. */
export interface StoredBlock {
  readonly key: string;
  readonly bytes: number;
  readonly terms: readonly SliceTerm[];
  readonly read: () => Promise<Tensor>;
}

/** Says that a block is larger than memory is given for. */
export function tooLarge(bytes: number): LensError {
  return new LensError(
    'limit-reached',
    `The values between the first and the last that were asked for are ${bytes} bytes.`,
    'Fix more axes at an index.',
  );
}

/** Which rows of a tensor a slice lies in. */
export interface LeadingBlock {
  /** rows along the first axis that is not a single index, counted over the axes before it */
  readonly first: number;
  readonly count: number;
  readonly rowShape: readonly number[];
  readonly rowSize: number;
  /** one 1 for each axis before it */
  readonly ones: readonly number[];
  readonly terms: (slice: readonly SliceTerm[]) => readonly SliceTerm[];
}

/** The rows between the first and the last wanted index of the leading axes. */
export function leadingBlock(shape: readonly number[], ranges: readonly AxisRange[]): LeadingBlock {
  const axis = Math.max(
    0,
    Math.min(
      ranges.findIndex(({ count }) => count !== 1) < 0 ? ranges.length - 1 : ranges.findIndex(({ count }) => count !== 1),
      ranges.length - 1,
    ),
  );
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
