import { LensError } from '../errors.ts';
import { axisRanges, type SliceTerm } from './slice.ts';
import type { Shape } from './tensor.ts';

/** Positions along one axis that a slice takes. */
export interface Lane {
  readonly axis: number;
  readonly size: number;
  /** offset of each position in the row-major values */
  readonly offsets: Int32Array;
  /** false when the slice names a single index: the axis goes away */
  readonly kept: boolean;
}

/** Chosen positions of one axis in any order, as `array[:, [3, 1]]` in NumPy; the slice must keep that axis. */
export interface Gather {
  readonly axis: number;
  readonly positions: readonly number[];
}

const MOST_ELEMENTS = 2 ** 31 - 1;

/** The slice of a tensor as one lane for each axis. */
export function lanesOf(shape: Shape, terms: readonly SliceTerm[], gather?: Gather): Lane[] {
  if (shape.reduce((product, size) => product * size, 1) > MOST_ELEMENTS) {
    throw new LensError(
      'too-large',
      `A block of shape [${shape.join(',')}] is too large to be shown.`,
      'Fix more axes at an index.',
    );
  }
  const lanes: Lane[] = [];
  let stride = 1;
  for (const [axis, range] of [...axisRanges(shape, terms).entries()].reverse()) {
    const chosen = gather?.axis === axis && range.kept ? gather.positions : undefined;
    const size = chosen?.length ?? range.count;
    const offsets = new Int32Array(size);
    for (let i = 0; i < size; i++)
      offsets[i] = stride * (chosen === undefined ? range.start + i * range.step : checked(chosen[i], shape[axis] ?? 0, axis));
    lanes.unshift({ axis, size, offsets, kept: range.kept });
    stride *= shape[axis] ?? 1;
  }
  return lanes;
}

function checked(position: number | undefined, size: number, axis: number): number {
  if (position !== undefined && Number.isInteger(position) && position >= 0 && position < size) return position;
  throw new LensError('index-out-of-range', `Index ${position} is outside axis ${axis}, which has ${size} elements.`);
}

/** Where the values of a run along one axis lie, and where their results go: those of each block to one place. */
export interface Run {
  readonly offsets: Int32Array;
  /** neighbours whose results go to one place */
  readonly block: number;
  /** distance between the places of neighbouring blocks */
  readonly step: number;
}

/** Where the results of a lane's positions go. */
export interface Target {
  readonly block: number;
  readonly step: number;
}

/** A run along an axis shorter than this is not worth its overhead. */
const LONG_RUN = 64;

/**
 * Visits a slice in runs along one long axis; position i of a lane has its results at `floor(i / block) * step`.
 * The last long axis is taken, so that memory is read more or less in order.
 */
export function eachRun(
  lanes: readonly Lane[],
  targets: readonly Target[],
  visit: (run: Run, source: number, target: number) => void,
): void {
  const inner = innerAxis(lanes);
  const run: Run = { offsets: lanes[inner]?.offsets ?? new Int32Array(1), ...(targets[inner] ?? { block: 1, step: 0 }) };
  const walk = (at: number, source: number, target: number): void => {
    if (at === inner) {
      walk(at + 1, source, target);
      return;
    }
    const lane = lanes[at];
    if (lane === undefined) {
      visit(run, source, target);
      return;
    }
    const { block, step } = targets[at] ?? { block: 1, step: 0 };
    for (let i = 0; i < lane.size; i++) walk(at + 1, source + (lane.offsets[i] ?? 0), target + Math.floor(i / block) * step);
  };
  walk(0, 0, 0);
}

function innerAxis(lanes: readonly Lane[]): number {
  const long = lanes.findLastIndex(({ size }) => size >= LONG_RUN);
  if (long >= 0) return long;
  return lanes.reduce((best, lane, at) => (lane.size >= (lanes[best]?.size ?? 0) ? at : best), 0);
}
