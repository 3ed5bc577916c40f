import type { JsonNumber } from '../run/manifest.ts';

/** A number as JSON documents hold it: non-finite ones as words, integers beyond 2^53 as decimal strings. */
export function jsonNumber(value: number | bigint): JsonNumber {
  if (typeof value === 'bigint') {
    const exact = value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n;
    return exact ? Number(value) : value.toString();
  }
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  return value === -Infinity ? '-inf' : value;
}
