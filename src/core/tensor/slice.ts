import { LensError } from '../errors.ts';
import { elementCount, elementLayout, newData } from './layout.ts';
import type { NumericData, Shape, Tensor } from './tensor.ts';

/** One axis of a slice: an index (the axis goes away) or a range with a step, Python's rules (negative numbers allowed). */
export type SliceTerm = number | { readonly start?: number; readonly stop?: number; readonly step?: number };

/** A slice term with its axis' size known: `count` elements from `start` on, `step` apart. */
export interface AxisRange {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  /** false when the term was an index */
  readonly kept: boolean;
}

/** Resolves a slice against a shape; axes without a term are taken whole. Refuses indices out of range and a step of 0. */
export function axisRanges(shape: Shape, terms: readonly SliceTerm[]): AxisRange[] {
  if (terms.length > shape.length) {
    throw new LensError('index-out-of-range', `A slice of ${terms.length} axes was asked of a tensor with ${shape.length}.`);
  }
  return shape.map((size, axis) => axisRange(size, axis, terms[axis] ?? {}));
}

function axisRange(size: number, axis: number, term: SliceTerm): AxisRange {
  if (typeof term === 'number') {
    const start = term < 0 ? term + size : term;
    if (!Number.isInteger(term) || start < 0 || start >= size) {
      const valid = size === 0 ? 'it is empty' : `valid are ${-size} to ${size - 1}`;
      throw new LensError('index-out-of-range', `Index ${term} is outside axis ${axis}, which has ${size} elements: ${valid}.`);
    }
    return { start, step: 1, count: 1, kept: false };
  }
  const step = term.step ?? 1;
  if (step === 0 || !Number.isInteger(step)) throw new LensError('usage', `A slice step cannot be ${step}.`);
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? size : size - 1;
  const bound = (value: number): number => Math.min(highest, Math.max(lowest, value < 0 ? value + size : value));
  const start = term.start === undefined ? (step > 0 ? lowest : highest) : bound(term.start);
  const stop = term.stop === undefined ? (step > 0 ? highest : lowest) : bound(term.stop);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)), kept: true };
}

/** Shape of a slice's result. */
export function slicedShape(ranges: readonly AxisRange[]): number[] {
  return ranges.filter(({ kept }) => kept).map(({ count }) => count);
}

/** A copied part of a tensor, as `array[…]` gives it in NumPy. */
export function sliceTensor(tensor: Tensor, terms: readonly SliceTerm[]): Tensor {
  const ranges = axisRanges(tensor.shape, terms);
  const shape = slicedShape(ranges);
  const positions = slicePositions(tensor.shape, ranges);
  const { data, dtype } = tensor;
  if (!ArrayBuffer.isView(data)) return { dtype, shape, data: Array.from(positions, (at) => data[at] ?? new Uint8Array(0)) };
  const result = newData(dtype, elementCount(shape));
  gather(data, positions, elementLayout(dtype)?.lanes ?? 1, result);
  return { dtype, shape, data: result };
}

/** Row-major positions of a slice's elements in the tensor. */
export function slicePositions(shape: Shape, ranges: readonly AxisRange[]): Float64Array {
  let positions = new Float64Array(1);
  let stride = 1;
  for (let axis = ranges.length - 1; axis >= 0; axis--) {
    const { start, step, count } = ranges[axis] as AxisRange;
    const grown = new Float64Array(count * positions.length);
    for (let i = 0; i < count; i++) {
      const offset = (start + i * step) * stride;
      for (let j = 0; j < positions.length; j++) grown[i * positions.length + j] = offset + (positions[j] as number);
    }
    positions = grown;
    stride *= shape[axis] ?? 1;
  }
  return positions;
}

function gather(from: NumericData, positions: Float64Array, lanes: number, to: NumericData): void {
  for (let i = 0; i < positions.length; i++) {
    for (let lane = 0; lane < lanes; lane++) {
      const value = from[(positions[i] as number) * lanes + lane];
      if (value !== undefined) to[i * lanes + lane] = value;
    }
  }
}
