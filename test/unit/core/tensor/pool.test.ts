import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesOf } from '../../../../src/core/tensor/lanes.ts';
import { elementCount } from '../../../../src/core/tensor/layout.ts';
import { plainNumbers } from '../../../../src/core/tensor/plainNumbers.ts';
import { poolSlice, RANGE_MARKS, type Pooling } from '../../../../src/core/tensor/pool.ts';
import { sliceTensor, type SliceTerm } from '../../../../src/core/tensor/slice.ts';
import { summariseSlice } from '../../../../src/core/tensor/summaries.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -9, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
);
const term = fc.oneof(
  fc.constant<SliceTerm>({}),
  fc.constant<SliceTerm>(0),
  fc.record({ start: fc.integer({ min: 0, max: 2 }), step: fc.constantFrom(1, 2, -1) }),
);
const cases = fc
  .array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      values: fc.array(value, { minLength: elementCount(shape), maxLength: elementCount(shape) }),
      terms: fc.array(term, { minLength: shape.length, maxLength: shape.length }),
      blocks: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: shape.length, maxLength: shape.length }),
    }),
  );

function pool(tensor: Tensor, terms: readonly SliceTerm[], blocks: readonly number[], by: Pooling, centre = 0): Tensor {
  return poolSlice(tensor, plainNumbers(tensor, 'abs'), lanesOf(tensor.shape, terms), { blocks, by, centre });
}

/** The values of each block, cell by cell of the result. */
function blocksOf(tensor: Tensor, terms: readonly SliceTerm[], blocks: readonly number[]): number[][] {
  const part = sliceTensor(tensor, terms);
  const keptBlocks = blocks.filter((_, axis) => typeof terms[axis] !== 'number');
  const shape = part.shape.map((size, i) => Math.ceil(size / (keptBlocks[i] ?? 1)));
  const cells = Array.from({ length: elementCount(shape) }, (): number[] => []);
  for (let at = 0; at < elementCount(part.shape); at++) {
    let rest = at;
    let cell = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = part.shape[axis] ?? 1;
      cell += Math.floor((rest % size) / (keptBlocks[axis] ?? 1)) * stride;
      stride *= shape[axis] ?? 1;
      rest = Math.floor(rest / size);
    }
    cells[cell]?.push(Number(part.data[at]));
  }
  return cells;
}

describe('pooling', () => {
  it('is slicing when a block is one value, whatever the dtype', () => {
    fc.assert(
      fc.property(cases, ({ shape, terms }) => {
        const data = BigInt64Array.from({ length: elementCount(shape) }, (_, i) => 9_007_199_254_740_993n + BigInt(i));
        const tensor: Tensor = { dtype: 'int64', shape, data };
        expect(pool(tensor, terms, [], 'extreme')).toEqual(sliceTensor(tensor, terms));
      }),
    );
  });

  it('keeps the value farthest from the centre, NaN before infinities before numbers', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -5, max: 5 }), ({ shape, values, terms, blocks }, centre) => {
        const tensor: Tensor = { dtype: 'float64', shape, data: Float64Array.from(values) };
        const found = pool(tensor, terms, blocks, 'extreme', centre).data;
        for (const [cell, block] of blocksOf(tensor, terms, blocks).entries()) {
          const got = Number(found[cell]);
          if (block.some(Number.isNaN)) expect(got).toBeNaN();
          else if (block.some((each) => !Number.isFinite(each))) expect(Math.abs(got)).toBe(Infinity);
          else expect(Math.abs(got - centre)).toBe(Math.max(...block.map((each) => Math.abs(each - centre))));
        }
      }),
    );
  });

  it('averages what is finite and hides no NaN', () => {
    fc.assert(
      fc.property(cases, ({ shape, values, terms, blocks }) => {
        const tensor: Tensor = { dtype: 'float64', shape, data: Float64Array.from(values) };
        const found = pool(tensor, terms, blocks, 'mean').data;
        for (const [cell, block] of blocksOf(tensor, terms, blocks).entries()) {
          if (block.some(Number.isNaN)) expect(found[cell]).toBeNaN();
          else if (block.every(Number.isFinite))
            expect(found[cell]).toBeCloseTo(block.reduce((sum, each) => sum + each, 0) / block.length, 10);
          else expect(Math.abs(Number(found[cell]))).toBe(Infinity);
        }
      }),
    );
  });

  it('gives the range of each block and marks what is not finite', () => {
    const tensor: Tensor = { dtype: 'float32', shape: [7], data: Float32Array.of(3, -2, NaN, 5, Infinity, -Infinity, 1) };
    expect([...(pool(tensor, [{}], [3], 'range').data as Float64Array)]).toEqual([
      -2,
      3,
      RANGE_MARKS.nan,
      5,
      5,
      RANGE_MARKS.posInf | RANGE_MARKS.negInf,
      1,
      1,
      0,
    ]);
  });

  it('gathers chosen positions in any order', () => {
    const tensor: Tensor = { dtype: 'int32', shape: [2, 4], data: Int32Array.of(0, 1, 2, 3, 10, 11, 12, 13) };
    const lanes = lanesOf(tensor.shape, [{}, {}], { axis: 1, positions: [3, 0] });
    expect(poolSlice(tensor, plainNumbers(tensor, 'abs'), lanes, { blocks: [], by: 'extreme', centre: 0 })).toEqual({
      dtype: 'int32',
      shape: [2, 2],
      data: Int32Array.of(3, 0, 13, 10),
    });
    expect(() => lanesOf(tensor.shape, [{}, {}], { axis: 1, positions: [4] })).toThrow(
      'Index 4 is outside axis 1, which has 4 elements.',
    );
  });

  it('reads the parts of complex numbers', () => {
    const tensor: Tensor = { dtype: 'complex64', shape: [2], data: Float32Array.of(3, -4, 0, 2) };
    expect([...(['abs', 're', 'im', 'phase'] as const)].map((part) => [...Array.from(plainNumbers(tensor, part))])).toEqual([
      [5, 2],
      [3, 0],
      [-4, 2],
      [Math.atan2(-4, 3), Math.PI / 2],
    ]);
  });
});

describe('summaries of slices', () => {
  it('count for each channel what a loop counts', () => {
    fc.assert(
      fc.property(cases, ({ shape, values }) => {
        fc.pre(shape.length > 0);
        const tensor: Tensor = { dtype: 'float64', shape, data: Float64Array.from(values) };
        const by = shape.length - 1;
        const summaries = summariseSlice(plainNumbers(tensor, 'abs'), lanesOf(shape, []), by);
        for (let channel = 0; channel < (shape[by] ?? 0); channel++) {
          const mine = values.filter((_, at) => at % (shape[by] ?? 1) === channel);
          const finite = mine.filter(Number.isFinite);
          expect([summaries.finite[channel], summaries.zeros[channel], summaries.nan[channel]]).toEqual([
            finite.length,
            finite.filter((each) => each === 0).length,
            mine.filter(Number.isNaN).length,
          ]);
          expect([summaries.low[channel], summaries.high[channel]]).toEqual(
            [Math.min(...finite), Math.max(...finite)].map((each) => each + 0),
          );
          expect(summaries.energy[channel]).toBeCloseTo(
            finite.reduce((sum, each) => sum + each * each, 0),
            8,
          );
        }
      }),
    );
  });
});
