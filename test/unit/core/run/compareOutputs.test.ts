import { describe, expect, it } from 'vitest';
import { compareOutput } from '../../../../src/core/run/compareOutputs.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';

function floats(...values: number[]): Tensor {
  return { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) };
}

describe('compareOutput', () => {
  it.each([
    ['the same NaN and Inf', [1, NaN, Infinity], [1, NaN, Infinity], true, 0],
    ['within the tolerance', [1, 100], [1, 100 + 2 ** -14], true, 2 ** -14],
    ['a larger difference', [1, 2], [1, 4], false, 2],
    ['a value that became NaN', [1, 7, NaN], [1, 2, 3], false, NaN],
    ['a value that became infinite', [1, -Infinity], [1, 2], false, Infinity],
    ['an infinity that became a number', [5, 1], [Infinity, 1], false, Infinity],
    ['another sign of infinity', [Infinity], [-Infinity], false, Infinity],
  ])('%s', (_what, actual, expected, unchanged, difference) => {
    const found = compareOutput(floats(...actual), floats(...expected));
    expect(found.unchanged).toBe(unchanged);
    expect(found.maxAbsDifference).toBe(difference);
  });
});
