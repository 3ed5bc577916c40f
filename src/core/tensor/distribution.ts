import { eachRun, type Lane } from './lanes.ts';
import { quantiles } from './select.ts';
import { summariseSlice } from './summaries.ts';

/** How the values of a slice are spread. */
export interface Distribution {
  /** one more than bins; empty when no value is finite */
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  /** value below which each of `QUANTILE_SHARES` lies */
  readonly quantiles: readonly number[];
  readonly finite: number;
  readonly zeros: number;
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
  /** every how manieth value the quantiles were taken from */
  readonly stride: number;
}

/** Shares whose quantiles are given. */
export const QUANTILE_SHARES: readonly number[] = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

/** Most values that are copied for their quantiles; of more, an even sample. */
const MOST_COPIED = 2 ** 22;

/** Counts in equal bins between the extremes, and exact quantiles. Integers of a narrow range get a bin each. */
export function distributionOf(
  numbers: ArrayLike<number>,
  lanes: readonly Lane[],
  bins: number,
  areIntegers: boolean,
): Distribution {
  const summary = summariseSlice(numbers, lanes);
  const [low = 0, high = 0, finite = 0] = [summary.low[0], summary.high[0], summary.finite[0]];
  const stride = Math.max(1, Math.ceil(finite / MOST_COPIED));
  const rest = {
    finite,
    zeros: summary.zeros[0] ?? 0,
    nan: summary.nan[0] ?? 0,
    posInf: summary.posInf[0] ?? 0,
    negInf: summary.negInf[0] ?? 0,
    stride,
  };
  if (finite === 0) return { edges: new Float64Array(0), counts: new Float64Array(0), quantiles: [], ...rest };
  const edges = binEdges(low, high, bins, areIntegers);
  const counts = new Float64Array(edges.length - 1);
  const copied = new Float64Array(Math.ceil(finite / stride));
  const first = edges[0] ?? 0;
  // Halves, where the range is wider than the largest double.
  const scale = counts.length / ((edges.at(-1) ?? 0) / 2 - first / 2);
  let seen = 0;
  let next = 0;
  eachRun(lanes, [], ({ offsets }, source) => {
    for (let i = 0; i < offsets.length; i++) {
      const value = numbers[source + (offsets[i] as number)] as number;
      if (value - value !== 0) continue;
      const bin = Math.min(counts.length - 1, ((value / 2 - first / 2) * scale) | 0);
      counts[bin] = (counts[bin] as number) + 1;
      if (seen++ % stride === 0) copied[next++] = value;
    }
  });
  return { edges, counts, quantiles: quantiles(copied, QUANTILE_SHARES), ...rest };
}

function binEdges(low: number, high: number, bins: number, areIntegers: boolean): Float64Array {
  if (areIntegers && high - low < bins) return Float64Array.from({ length: high - low + 2 }, (_, i) => low + i - 0.5);
  const margin = low === high ? Math.max(0.5, Math.abs(low) * 1e-6) : 0;
  const [start, end] = [low - margin, high + margin];
  return Float64Array.from({ length: bins + 1 }, (_, i) => start * (1 - i / bins) + end * (i / bins));
}
