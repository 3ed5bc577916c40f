import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeStats } from '../../../../src/core/tensor/stats.ts';
import { encodeSmallFloat } from '../../../../src/core/tensor/smallFloats.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';

const float32 = (values: ArrayLike<number>): Tensor => ({
  dtype: 'float32',
  shape: [values.length],
  data: Float32Array.from(values),
});
const float64 = (values: ArrayLike<number>): Tensor => ({
  dtype: 'float64',
  shape: [values.length],
  data: Float64Array.from(values),
});

/** Slow and plain: what the one-pass sums must agree with. */
function naive(values: readonly number[]): { min: number; max: number; mean: number; std: number; zeros: number } {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, x) => sum + x, 0) / finite.length;
  const variance = finite.reduce((sum, x) => sum + (x - mean) ** 2, 0) / finite.length;
  return {
    min: Math.min(...finite),
    max: Math.max(...finite),
    mean,
    std: Math.sqrt(variance),
    zeros: finite.filter((x) => x === 0).length,
  };
}

function expectClose(actual: unknown, expected: number, scale: number): void {
  expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(1e-9 * scale + 1e-300);
}

describe('computeStats', () => {
  it('agrees with a plain reference on float32 values of any kind', () => {
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.float({ min: -1000, max: 1000, noNaN: true }) },
      fc.constantFrom(0, -0, NaN, Infinity, -Infinity),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
        const stats = computeStats(float32(values));
        expect(stats.count).toBe(values.length);
        expect([stats.nan, stats.posInf, stats.negInf]).toEqual(
          [NaN, Infinity, -Infinity].map((x) => values.filter((v) => Object.is(v, x)).length),
        );
        if (!values.some(Number.isFinite)) {
          expect(stats).not.toHaveProperty('min');
          return;
        }
        const plain = naive(values);
        // Zero has two signs, and which of them comes first decides which is the least: they are equal.
        expect([stats.min, stats.max, stats.zeros].map((x) => Number(x) + 0)).toEqual(
          [plain.min, plain.max, plain.zeros].map((x) => x + 0),
        );
        expectClose(stats.mean, plain.mean, 1000);
        expectClose(stats.std, plain.std, 1000);
        expect(stats.histogram?.counts.reduce((a, b) => a + b)).toBe(values.filter(Number.isFinite).length);
      }),
    );
  });

  it('keeps the spread of values far from zero, where the difference of squares cancels', () => {
    const values = Array.from({ length: 100_001 }, (_, i) => 1e8 + (i % 2));
    const stats = computeStats(float64(values));
    expectClose(stats.std, 0.5, 1);
    expect(computeStats(float32(new Float32Array(70_000).fill(0.1)))).toMatchObject({ std: 0, mean: Math.fround(0.1) });
  });

  it('survives doubles whose squares, sums and range overflow or vanish', () => {
    expect(computeStats(float64([1.5e308, -1.5e308, 1.5e308, -1.5e308]))).toMatchObject({
      min: -1.5e308,
      max: 1.5e308,
      mean: 0,
      std: 1.5e308,
    });
    expectClose(Number(computeStats(float64([1e-200, 3e-200])).std) * 1e200, 1, 1);
    expect(computeStats(float64([5e-324, 0])).histogram?.counts.reduce((a, b) => a + b)).toBe(2);
  });

  it('never rounds the range of 64-bit integers', () => {
    const data = BigInt64Array.of(-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n, 0n);
    expect(computeStats({ dtype: 'int64', shape: [3], data })).toMatchObject({
      min: '-9223372036854775808',
      max: '9223372036854775807',
      zeros: 1,
    });
    expect(computeStats({ dtype: 'int64', shape: [2], data: BigInt64Array.of(-3n, 4_294_967_297n) })).toMatchObject({
      min: -3,
      max: 4_294_967_297,
      mean: 2_147_483_647,
    });
    expect(computeStats({ dtype: 'uint64', shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) })).toMatchObject({
      max: '18446744073709551615',
    });
  });

  it('takes bool as 0 and 1, complex by absolute value, small floats decoded, strings by count', () => {
    expect(computeStats({ dtype: 'bool', shape: [4], data: Uint8Array.of(1, 0, 1, 1) })).toMatchObject({
      min: 0,
      max: 1,
      mean: 0.75,
      zeros: 1,
    });
    expect(computeStats({ dtype: 'complex64', shape: [2], data: Float32Array.of(3, 4, 0, 0) })).toMatchObject({
      count: 2,
      min: 0,
      max: 5,
      mean: 2.5,
      zeros: 1,
    });
    const halves = Uint16Array.from([1.5, -2, Infinity], (value) => encodeSmallFloat('float16', value));
    expect(computeStats({ dtype: 'float16', shape: [3], data: halves })).toMatchObject({ min: -2, max: 1.5, posInf: 1 });
    expect(computeStats({ dtype: 'int4', shape: [2], data: Int8Array.of(-8, 7) })).toMatchObject({ min: -8, max: 7 });
    expect(computeStats({ dtype: 'string', shape: [2], data: [new Uint8Array(1), new Uint8Array(0)] })).toEqual({
      count: 2,
      zeros: 0,
      nan: 0,
      posInf: 0,
      negInf: 0,
    });
    expect(computeStats({ dtype: 'float32', shape: [0, 3], data: new Float32Array(0) })).toEqual({
      count: 0,
      zeros: 0,
      nan: 0,
      posInf: 0,
      negInf: 0,
    });
  });

  it('bins a sample of a large tensor and leaves no channel out', () => {
    const data = new Float32Array(1 << 21).map((_, i) => i % 64);
    const histogram = computeStats({ dtype: 'float32', shape: [1 << 15, 64], data }).histogram;
    expect(histogram?.sampled).toBe(true);
    expect(histogram?.counts.every((count) => count > 0)).toBe(true);
    expect(histogram?.edges).toHaveLength(65);
    expect(histogram?.counts.reduce((a, b) => a + b)).toBeLessThanOrEqual(65_536);
  });

  it('the largest doubles have a mean', () => {
    const { MAX_VALUE } = Number;
    const tensor = { dtype: 'float64', shape: [3], data: Float64Array.of(-MAX_VALUE, 0.5, NaN) } as const;
    expect(computeStats(tensor)).toMatchObject({ min: -MAX_VALUE, mean: -MAX_VALUE / 2, std: MAX_VALUE / 2, nan: 1 });
  });
});
