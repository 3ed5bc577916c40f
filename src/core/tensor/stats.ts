import type { JsonNumber, TensorStats } from '../run/manifest.ts';
import { histogramOf } from './histogram.ts';
import { jsonNumber } from './jsonNumber.ts';
import { elementCount, isNumeric } from './layout.ts';
import { addMoments, emptyMoments, spreadOf } from './moments.ts';
import type { Tensor } from './tensor.ts';
import { floatChunks } from './values.ts';

/**
 * Statistics as cli.md defines them: moments over all finite values, NaN and Inf counted, complex by absolute value, bool as
 * 0 and 1, 64-bit integers exact, bins over a sample. Strings, and tensors without finite values, have counts only.
 */
export function computeStats(tensor: Tensor): TensorStats {
  const count = elementCount(tensor.shape);
  const moments = emptyMoments();
  if (isNumeric(tensor.dtype)) for (const values of floatChunks(tensor)) addMoments(moments, values);
  const { finite, zeros, nan, posInf, negInf } = moments;
  if (finite === 0) return { count, zeros, nan, posInf, negInf };
  const { mean, std } = spreadOf(moments, () => floatChunks(tensor));
  const { min, max } = exactRange(tensor, moments.min, moments.max);
  return {
    count,
    min,
    max,
    mean: jsonNumber(mean),
    std: jsonNumber(std),
    zeros,
    nan,
    posInf,
    negInf,
    histogram: histogramOf(tensor, moments.min, moments.max),
  };
}

/** 64-bit integers beyond 2^53 are compared again as they are; all others are exact as doubles. */
function exactRange({ data }: Tensor, min: number, max: number): { min: JsonNumber; max: JsonNumber } {
  const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  if (!wide || (min >= -Number.MAX_SAFE_INTEGER && max <= Number.MAX_SAFE_INTEGER))
    return { min: jsonNumber(min), max: jsonNumber(max) };
  let low = data[0] ?? 0n;
  let high = low;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { min: jsonNumber(low), max: jsonNumber(high) };
}
