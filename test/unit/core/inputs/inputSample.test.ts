import { describe, expect, it } from 'vitest';
import { inputSample } from '../../../../src/core/inputs/inputSample.ts';
import type { Shape, Tensor } from '../../../../src/core/tensor/tensor.ts';

const counting = (shape: Shape, scale = 1): Tensor => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i * scale),
});

describe('inputSample', () => {
  it('is a plane of the first example, colours last whatever the layout', () => {
    expect(inputSample(counting([2, 2, 3, 1]))).toEqual({
      kind: 'plane',
      rows: 2,
      columns: 3,
      channels: 1,
      values: Float32Array.of(0, 1, 2, 3, 4, 5),
      low: 0,
      high: 255,
    });
    expect(inputSample(counting([1, 3, 2, 2]))).toMatchObject({
      rows: 2,
      columns: 2,
      channels: 3,
      values: Float32Array.of(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11),
    });
    expect(inputSample(counting([1, 2, 2, 3], 0.05))).toMatchObject({ channels: 3, low: 0, high: 1 });
    expect(inputSample(counting([4, 5]))).toMatchObject({ kind: 'plane', rows: 4, columns: 5 });
  });

  it('stays small, with the corners at the corners', () => {
    const sample = inputSample(counting([1, 1000, 640]));
    expect(sample).toMatchObject({ rows: 160, columns: 160 });
  });

  it('is a wave for rows, with every extreme kept', () => {
    const sound = new Float32Array(16_000);
    sound[777] = -0.5;
    sound[778] = 0.25;
    const sample = inputSample({ dtype: 'float32', shape: [1, 16_000, 1], data: sound });
    if (sample.kind !== 'wave') throw new Error('no wave');
    expect([sample.low.length, Math.min(...sample.low), Math.max(...sample.high)]).toEqual([160, -0.5, 0.25]);
    expect(inputSample(counting([1, 3]))).toEqual({
      kind: 'wave',
      low: Float32Array.of(0, 1, 2),
      high: Float32Array.of(0, 1, 2),
    });
  });

  it('is nothing for single values and texts', () => {
    expect(inputSample(counting([1, 1]))).toEqual({ kind: 'none' });
    expect(inputSample({ dtype: 'string', shape: [2], data: [new Uint8Array(0), new Uint8Array(0)] })).toEqual({ kind: 'none' });
  });
});
