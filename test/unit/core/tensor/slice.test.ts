import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementCount } from '../../../../src/core/tensor/layout.ts';
import { sliceTensor, type SliceTerm } from '../../../../src/core/tensor/slice.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';

function counting(shape: readonly number[]): Tensor {
  return { dtype: 'int32', shape, data: Int32Array.from({ length: elementCount(shape) }, (_, i) => i) };
}

/** Python's own `range(*slice.indices(size))`, step by step. */
function pythonIndices(size: number, term: Exclude<SliceTerm, number>): number[] {
  const step = term.step ?? 1;
  const clip = (value: number | undefined, fallback: number): number => {
    if (value === undefined) return fallback;
    const at = value < 0 ? value + size : value;
    if (at < 0) return step < 0 ? -1 : 0;
    return at >= size ? (step < 0 ? size - 1 : size) : at;
  };
  const start = clip(term.start, step < 0 ? size - 1 : 0);
  const stop = clip(term.stop, step < 0 ? -1 : size);
  const indices: number[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) indices.push(i);
  return indices;
}

const bound = fc.option(fc.integer({ min: -7, max: 7 }), { nil: undefined });
const range = fc
  .record({ start: bound, stop: bound, step: fc.option(fc.constantFrom(1, 2, 3, -1, -2), { nil: undefined }) })
  .map(
    (term) => Object.fromEntries(Object.entries(term).filter(([, value]) => value !== undefined)) as Exclude<SliceTerm, number>,
  );

describe('slices', () => {
  it('take what Python takes', () => {
    fc.assert(
      fc.property(fc.tuple(range, range), fc.tuple(fc.nat(5), fc.nat(5)), (terms, shape) => {
        const [rows, columns] = [pythonIndices(shape[0], terms[0]), pythonIndices(shape[1], terms[1])];
        const sliced = sliceTensor(counting(shape), terms);
        expect(sliced.shape).toEqual([rows.length, columns.length]);
        expect(Array.from(sliced.data as Int32Array)).toEqual(
          rows.flatMap((row) => columns.map((column) => row * shape[1] + column)),
        );
      }),
    );
  });

  it('drop indexed axes, keep whole the axes not named, and take complex numbers and strings whole', () => {
    expect(sliceTensor(counting([2, 3, 4]), [-1, 0])).toEqual({
      dtype: 'int32',
      shape: [4],
      data: Int32Array.of(12, 13, 14, 15),
    });
    const complex: Tensor = { dtype: 'complex64', shape: [2], data: Float32Array.of(1, 2, 3, 4) };
    expect(sliceTensor(complex, [1]).data).toEqual(Float32Array.of(3, 4));
    const strings: Tensor = { dtype: 'string', shape: [2], data: [Uint8Array.of(1), Uint8Array.of(2)] };
    expect(sliceTensor(strings, [{ step: -1 }]).data).toEqual([Uint8Array.of(2), Uint8Array.of(1)]);
  });

  it('refuse indices out of range and a step of 0', () => {
    expect(() => sliceTensor(counting([2, 3]), [0, 3])).toThrow(
      'Index 3 is outside axis 1, which has 3 elements: valid are -3 to 2.',
    );
    expect(() => sliceTensor(counting([2]), [0, 0])).toThrow('A slice of 2 axes was asked of a tensor with 1.');
    expect(() => sliceTensor(counting([2]), [{ step: 0 }])).toThrow('A slice step cannot be 0.');
  });
});
