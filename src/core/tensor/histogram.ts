import type { Histogram } from '../run/manifest.ts';
import { jsonNumber } from './jsonNumber.ts';
import type { Tensor } from './tensor.ts';
import { isComplex, toFloat64At } from './values.ts';

/** Bins of a histogram in statistics. */
export const BIN_COUNT = 64;
/** At most this many values of a tensor are sorted into bins. */
export const SAMPLE_LIMIT = 65_536;

/**
 * 64 equal bins between the least and largest finite value (half a unit to either side where they are equal), over a stride
 * of at most 64 K values. The stride has no common factor with the number of values, so no channel is left out.
 */
export function histogramOf(tensor: Tensor, min: number, max: number): Histogram {
  const count = isComplex(tensor) ? tensor.data.length / 2 : tensor.data.length;
  const stride = sampleStride(count);
  const low = min === max ? min - Math.max(0.5, Math.abs(min) * 1e-6) : min;
  const high = min === max ? max + Math.max(0.5, Math.abs(max) * 1e-6) : max;
  const at = toFloat64At(tensor);
  const counts = new Array<number>(BIN_COUNT).fill(0);
  const half = high / 2 - low / 2;
  const halfLow = low / 2;
  for (let i = 0; i < count; i += stride) {
    const value = at(i);
    if (value - value !== 0) continue;
    const bin = Math.min(BIN_COUNT - 1, Math.floor(((value / 2 - halfLow) / half) * BIN_COUNT));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: BIN_COUNT + 1 }, (_, i) => jsonNumber(low * (1 - i / BIN_COUNT) + high * (i / BIN_COUNT)));
  return { edges, counts, sampled: stride > 1 };
}

function sampleStride(count: number): number {
  let stride = Math.ceil(count / SAMPLE_LIMIT);
  if (stride <= 1) return 1;
  while (commonDivisor(stride, count) !== 1) stride++;
  return stride;
}

function commonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
