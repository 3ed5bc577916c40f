import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf } from '../../../../src/core/tensor/distribution.ts';
import { lanesOf } from '../../../../src/core/tensor/lanes.ts';
import { principalComponents } from '../../../../src/core/tensor/principal.ts';
import { projectSamples } from '../../../../src/core/tensor/sampleProjection.ts';
import { selectRank } from '../../../../src/core/tensor/select.ts';

interface Golden {
  readonly shape: readonly [number, number];
  readonly data: readonly number[];
  readonly points: readonly (readonly number[])[];
  readonly explained: readonly number[];
  readonly quantiles: readonly number[];
}

const goldens = JSON.parse(readFileSync(new URL('projection.golden.json', import.meta.url), 'utf8')) as readonly Golden[];

describe('distribution', () => {
  it('selects the value of a rank as sorting does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 }), fc.nat(), (values, at) => {
        const rank = at % values.length;
        expect(selectRank(Float64Array.from(values), rank)).toBe([...values].sort((a, b) => a - b)[rank]);
      }),
    );
  });

  it.each(goldens.map((golden, i) => [i, golden] as const))(
    'has the quantiles of NumPy, case %i',
    (_, { data, quantiles, shape }) => {
      const found = distributionOf(data, lanesOf(shape, []), 20, false);
      for (const [i, expected] of quantiles.entries()) expect(found.quantiles[i]).toBeCloseTo(expected, 10);
      expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(data.length);
    },
  );

  it('gives small integers a bin each, and counts what is not finite apart', () => {
    const found = distributionOf(Int32Array.of(3, 3, 5), lanesOf([3], []), 64, true);
    expect([[...found.edges], [...found.counts]]).toEqual([
      [2.5, 3.5, 4.5, 5.5],
      [2, 0, 1],
    ]);
    const special = distributionOf(Float32Array.of(NaN, 0, Infinity, -Infinity), lanesOf([4], []), 8, false);
    expect(special).toMatchObject({ finite: 1, zeros: 1, nan: 1, posInf: 1, negInf: 1 });
    expect(distributionOf(Float32Array.of(NaN), lanesOf([1], []), 8, false).quantiles).toEqual([]);
  });

  it('bins a range wider than the largest double', () => {
    const found = distributionOf(Float64Array.of(-1.7e308, 1.7e308), lanesOf([2], []), 4, false);
    expect([...found.counts]).toEqual([1, 0, 0, 1]);
  });
});

describe('principal components', () => {
  it.each(goldens.map((golden, i) => [i, golden] as const))(
    'are those of NumPy, case %i',
    (_, { data, explained, points, shape: [samples, features] }) => {
      const found = principalComponents(Float64Array.from(data), samples, features, 3);
      const largest = Math.max(1e-9, ...points.flat().map(Math.abs));
      for (const [k, share] of explained.entries()) {
        expect(found.explained[k]).toBeCloseTo(share, 8);
        // A direction without variance is any direction.
        if (share > 1e-9)
          for (let i = 0; i < samples; i++)
            expect(((found.points[i * found.components + k] ?? NaN) - (points[i]?.[k] ?? NaN)) / largest).toBeCloseTo(0, 4);
      }
    },
  );

  it('leave out samples that hold NaN, and take the axis of the samples where it is', () => {
    // features × samples: sample 1 has a NaN
    const found = projectSamples(Float32Array.of(0, NaN, 4, 8, 0, 1, 0, 0), lanesOf([2, 4], []), 1);
    expect([found.bad, found.features, [...found.indices]]).toEqual([1, 2, [0, 2, 3]]);
    expect([...found.points].filter((_, i) => i % found.components === 0).map(Math.abs)).toEqual(
      [4, 0, 4].map((x) => expect.closeTo(x, 6) as unknown),
    );
  });
});
