import type { Histogram } from '../run/manifest.ts';
import { jsonNumber } from './jsonNumber.ts';
import type { Tensor } from './tensor.ts';
import { isComplex, toFloat64At } from './values.ts';

/** Bins of a histogram in statistics. */
export const BIN_COUNT = 64;
/** At most this many values of a tensor are sorted into bins; half of what cli.md allows, since bins cost more than moments. */
export const SAMPLE_LIMIT = 32_768;

/**
 * 64 equal bins between the least and largest finite value (half a unit to either side where they are equal), over a stride
 * of the values. The stride has no common factor with the number of values, so no channel is left out.
 */
export function histogramOf(tensor: Tensor, min: number, max: number): Histogram {
  const margin = min === max ? Math.max(0.5, Math.abs(min) * 1e-6) : 0;
  const low = min - margin;
  const high = max + margin;
  const count = isComplex(tensor) ? tensor.data.length / 2 : tensor.data.length;
  const stride = sampleStride(count);
  const counts = new Uint32Array(BIN_COUNT);
  const scale = BIN_COUNT / (high - low);
  const fast = Number.isFinite(scale) && !isComplex(tensor);
  if (fast && tensor.data instanceof Float32Array) binFloats(tensor.data, stride, low, scale, counts);
  else binAny(toFloat64At(tensor), count, stride, low, high, counts);
  const edges = Array.from({ length: BIN_COUNT + 1 }, (_, i) => jsonNumber(low * (1 - i / BIN_COUNT) + high * (i / BIN_COUNT)));
  return { edges, counts: Array.from(counts), sampled: stride > 1 };
}

function binFloats(values: Float32Array, stride: number, low: number, scale: number, counts: Uint32Array): void {
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i] as number;
    if (value - value !== 0) continue;
    const bin = ((value - low) * scale) | 0;
    const index = bin < BIN_COUNT ? bin : BIN_COUNT - 1;
    counts[index] = (counts[index] as number) + 1;
  }
}

/** Halves before subtracting where the range is wider than the largest double. */
function binAny(at: (i: number) => number, count: number, stride: number, low: number, high: number, counts: Uint32Array): void {
  const part = Number.isFinite(high - low) ? 1 : 0.5;
  const width = high * part - low * part;
  for (let i = 0; i < count; i += stride) {
    const value = at(i);
    if (value - value !== 0) continue;
    const index = Math.min(BIN_COUNT - 1, Math.floor(((value * part - low * part) / width) * BIN_COUNT));
    counts[index] = (counts[index] ?? 0) + 1;
  }
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
