import { describe, expect, test } from 'vitest';
import type { TensorStats } from '../../../../src/core/run/manifest.ts';
import { badness, flawOf } from '../../../../src/core/analysis/flaws.ts';

function tensor(shape: readonly number[], stats: Partial<TensorStats>) {
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    dtype: 'float32' as const,
    shape,
    stats: { count, min: 0, max: 1, mean: 0.5, std: 0.5, zeros: 0, nan: 0, posInf: 0, negInf: 0, ...stats },
  };
}

/** All values at the two ends. */
function ends(low: number, high: number): NonNullable<TensorStats['histogram']> {
  return {
    edges: Array.from({ length: 65 }, (_, i) => i / 64),
    counts: Array.from({ length: 64 }, (_, i) => (i === 0 ? low : i === 63 ? high : 0)),
    sampled: false,
  };
}

describe('flaws of tensors', () => {
  test('an activation whose values lie at its two bounds is saturated', () => {
    expect(flawOf(tensor([1, 100], { histogram: ends(50, 50) }))).toBe('saturated');
  });
  test('rows of class probabilities are not, whatever op passed them on', () => {
    expect(flawOf(tensor([1, 10], { mean: 0.1, histogram: ends(9, 1) }))).toBeUndefined();
  });
  test('NaN is worse than Inf, Inf than dead, dead than constant', () => {
    const worse = [
      tensor([4], { nan: 1 }),
      tensor([4], { posInf: 1 }),
      tensor([4], { zeros: 4, min: 0, max: 0 }),
      tensor([4], { min: 2, max: 2 }),
      tensor([4], {}),
    ].map(badness);
    expect(worse).toEqual([...worse].sort((a, b) => b - a));
    expect(new Set(worse).size).toBe(worse.length);
  });
  test('what never ran is no worse than anything', () => expect(badness(undefined)).toBe(-1));
});
