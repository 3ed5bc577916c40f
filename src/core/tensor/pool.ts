import { elementLayout, newData } from './layout.ts';
import { eachRun, type Lane, type Target } from './lanes.ts';
import type { Tensor } from './tensor.ts';

/**
 * What stands for a block of values: the one farthest from a centre, their mean, or their least and greatest.
 * Whatever it is, a NaN in the block makes it NaN, else an infinity makes it that infinity.
 */
export type Pooling = 'extreme' | 'mean' | 'range';

/** How a slice is made small enough for the screen. */
export interface Reduction {
  /** for each axis of the tensor, how many neighbours become one value; missing ones 1 */
  readonly blocks: readonly number[];
  readonly by: Pooling;
  /** `extreme` keeps the value of each block that is farthest from this */
  readonly centre: number;
}

/** Marks of `range` results: which special values a block holds beside its finite range. */
export const RANGE_MARKS = { nan: 1, posInf: 2, negInf: 4 } as const;

/** The slice with each block pooled. `range` adds an axis of three: least and greatest finite value (NaN when none), and the marks. */
export function poolSlice(tensor: Tensor, numbers: ArrayLike<number>, lanes: readonly Lane[], reduction: Reduction): Tensor {
  const shape = pooledShape(lanes, reduction.blocks);
  const targets = targetsOf(lanes, reduction.blocks);
  const count = shape.reduce((product, size) => product * size, 1);
  switch (reduction.by) {
    case 'extreme':
      return picked(tensor, shape, extremes(numbers, lanes, targets, count, reduction.centre));
    case 'mean':
      return mean(tensor, shape, means(numbers, lanes, targets, count));
    case 'range':
      return { dtype: 'float64', shape: [...shape, 3], data: ranges(numbers, lanes, targets, count) };
  }
}

/** Shape of a pooled slice. */
export function pooledShape(lanes: readonly Lane[], blocks: readonly number[]): number[] {
  return lanes.filter(({ kept }) => kept).map(({ axis, size }) => Math.ceil(size / blockOf(blocks, axis)));
}

function blockOf(blocks: readonly number[], axis: number): number {
  return Math.max(1, Math.floor(blocks[axis] ?? 1));
}

/** For each lane, how its positions share the result. */
function targetsOf(lanes: readonly Lane[], blocks: readonly number[]): Target[] {
  let stride = 1;
  return [...lanes]
    .reverse()
    .map(({ axis, size, kept }) => {
      const block = blockOf(blocks, axis);
      const step = kept ? stride : 0;
      if (kept) stride *= Math.ceil(size / block);
      return { block, step };
    })
    .reverse();
}

/** Positions of the values that stand for their blocks. A NaN is farther than anything, as its distance compares with nothing. */
function extremes(
  numbers: ArrayLike<number>,
  lanes: readonly Lane[],
  targets: readonly Target[],
  count: number,
  centre: number,
): Int32Array {
  const farthest = new Float64Array(count).fill(-1);
  const at = new Int32Array(count);
  eachRun(lanes, targets, ({ offsets, block, step }, source, target) => {
    for (let start = 0, to = target; start < offsets.length; start += block, to += step) {
      const end = Math.min(offsets.length, start + block);
      let most = farthest[to] as number;
      if (most !== most) continue;
      let place = at[to] as number;
      for (let i = start; i < end; i++) {
        const from = source + (offsets[i] as number);
        const distance = Math.abs((numbers[from] as number) - centre);
        if (distance <= most) continue;
        most = distance;
        place = from;
        if (distance !== distance) break;
      }
      farthest[to] = most;
      at[to] = place;
    }
  });
  return at;
}

function picked({ data, dtype }: Tensor, shape: readonly number[], at: Int32Array): Tensor {
  const found = newData(dtype, at.length);
  const lanes = elementLayout(dtype)?.lanes ?? 1;
  if (!ArrayBuffer.isView(data)) throw new TypeError('Strings cannot be pooled.');
  for (let i = 0; i < at.length; i++) {
    for (let lane = 0; lane < lanes; lane++) found[i * lanes + lane] = data[(at[i] as number) * lanes + lane] as never;
  }
  return { dtype, shape, data: found };
}

/** Single precision says enough about a mean, unless the values may lie beyond its range. */
function mean({ data }: Tensor, shape: readonly number[], means: Float64Array): Tensor {
  const isWide = data instanceof Float64Array || data instanceof BigInt64Array || data instanceof BigUint64Array;
  return isWide ? { dtype: 'float64', shape, data: means } : { dtype: 'float32', shape, data: new Float32Array(means) };
}

function means(numbers: ArrayLike<number>, lanes: readonly Lane[], targets: readonly Target[], count: number): Float64Array {
  const sums = new Float64Array(count);
  const counts = new Uint32Array(count);
  const special = new Float64Array(count);
  eachRun(lanes, targets, ({ offsets, block, step }, source, target) => {
    for (let start = 0, to = target; start < offsets.length; start += block, to += step) {
      const end = Math.min(offsets.length, start + block);
      let sum = 0;
      let finite = 0;
      for (let i = start; i < end; i++) {
        const value = numbers[source + (offsets[i] as number)] as number;
        if (value - value === 0) {
          sum += value;
          finite++;
        } else if (special[to] === special[to]) special[to] = value;
      }
      sums[to] = (sums[to] as number) + sum;
      counts[to] = (counts[to] as number) + finite;
    }
  });
  return sums.map((sum, i) => (special[i] === 0 ? sum / (counts[i] ?? 1) : (special[i] ?? NaN)));
}

function ranges(numbers: ArrayLike<number>, lanes: readonly Lane[], targets: readonly Target[], count: number): Float64Array {
  const out = new Float64Array(count * 3);
  for (let i = 0; i < out.length; i++) out[i] = i % 3 === 2 ? 0 : NaN;
  eachRun(lanes, targets, ({ offsets, block, step }, source, target) => {
    for (let i = 0; i < offsets.length; i++) {
      const to = (target + Math.floor(i / block) * step) * 3;
      const value = numbers[source + (offsets[i] as number)] as number;
      if (value - value === 0) {
        if (!((out[to] as number) <= value)) out[to] = value;
        if (!((out[to + 1] as number) >= value)) out[to + 1] = value;
      } else {
        const mark = value !== value ? RANGE_MARKS.nan : value > 0 ? RANGE_MARKS.posInf : RANGE_MARKS.negInf;
        out[to + 2] = (out[to + 2] as number) | mark;
      }
    }
  });
  return out;
}
