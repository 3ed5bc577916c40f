import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/core/tensor/npy/npy.ts';
import { sliceTensor, type SliceTerm } from '../../../src/core/tensor/slice.ts';
import type { Tensor } from '../../../src/core/tensor/tensor.ts';
import { tensorViews } from '../../../src/node/tensorViews.ts';

const directory = mkdtempSync(join(tmpdir(), 'lens-views-'));
const context = { signal: new AbortController().signal, emit: () => undefined };
const cube: Tensor = { dtype: 'int32', shape: [3, 4, 5, 2], data: Int32Array.from({ length: 120 }, (_, i) => i * 7 - 300) };
const tensors: Readonly<Record<string, Tensor>> = {
  cube,
  scalar: { dtype: 'float64', shape: [], data: Float64Array.of(2.5) },
  none: { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
  wide: { dtype: 'int64', shape: [2], data: BigInt64Array.of(9_007_199_254_740_993n, -1n) },
  words: {
    dtype: 'string',
    shape: [2, 2],
    data: ['plain', 'Grüße, 世界', 'a\tb', ''].map((text) => new TextEncoder().encode(text)),
  },
  bytes: { dtype: 'string', shape: [1], data: [Uint8Array.of(255, 65)] },
};

for (const [name, tensor] of Object.entries(tensors)) writeFileSync(join(directory, `${name}.npy`), writeNpy(tensor));
writeFileSync(
  join(directory, 'manifest.json'),
  JSON.stringify({
    schema: 1,
    tool: 'savedmodel-lens',
    tensors: [
      ...Object.entries(tensors).map(([name, { dtype, shape }]) => ({
        name,
        key: name,
        dtype: dtype,
        shape,
        file: `${name}.npy`,
      })),
      { name: 'statistics', key: 'statistics', file: null },
      { name: 'outside', key: 'outside', file: '../secret.npy' },
    ],
  }),
);
afterAll(() => rmSync(directory, { recursive: true }));

const views = tensorViews(() => {
  throw new Error('no variable was asked for');
});
const ask = (name: string, slice: readonly SliceTerm[] = [], maxElements = 1000) =>
  views.window({ directory, name, slice, maxElements }, context);

const term = (size: number) =>
  fc.oneof(
    fc.constant<SliceTerm>({}),
    fc.integer({ min: -size, max: size - 1 }).map((index): SliceTerm => index),
    fc.record({ start: fc.integer({ min: 0, max: size }), stop: fc.integer({ min: 0, max: size }), step: fc.constantFrom(1, 2) }),
  );

describe('windows of kept tensors', () => {
  it('hold what slicing the whole tensor gives, wherever the wanted rows lie in the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(...cube.shape.map(term)), async (terms) => {
        expect(await ask('cube', terms)).toEqual(sliceTensor(cube, terms));
      }),
    );
  });

  it('are exact for 64-bit integers, and exist for scalars and tensors without values', async () => {
    expect((await ask('wide')).data).toEqual(BigInt64Array.of(9_007_199_254_740_993n, -1n));
    expect(await ask('scalar')).toEqual(tensors['scalar']);
    expect(await ask('none')).toEqual(tensors['none']);
  });

  it('show strings as text, and bytes that are no text as Python does', async () => {
    expect((await ask('words')).data).toEqual(['plain', 'Grüße, 世界', 'a\tb', '']);
    expect((await ask('words', [{}, 1])).data).toEqual(['Grüße, 世界', '']);
    expect((await ask('bytes')).data).toEqual([String.raw`b'\xffA'`]);
  });

  it('bring the summary of the slice before it was reduced', async () => {
    const window = await views.window(
      {
        directory,
        name: 'cube',
        slice: [0],
        maxElements: 4,
        reduce: { blocks: [1, 4, 5, 1], by: 'extreme', centre: 0 },
        summary: true,
      },
      context,
    );
    expect(window.shape).toEqual([1, 1, 2]);
    expect([window.summary?.finite[0], window.summary?.low[0], window.summary?.high[0]]).toEqual([40, -300, -27]);
  });

  it.each([
    ['missing', 'has no tensor "missing". Run again with it selected.'],
    ['statistics', 'The run kept only statistics of "statistics". Run again with values.'],
    ['outside', 'names a file outside it: ../secret.npy.'],
  ])('are refused for %s', async (name, sentence) => {
    await expect(ask(name)).rejects.toSatisfy((error: { sentence: string }) => error.sentence.endsWith(sentence));
  });

  it('are refused when too large', async () => {
    await expect(ask('cube', [], 100)).rejects.toThrow('The part that was asked for has 120 elements, more than 100.');
  });
});

describe('questions about kept tensors', () => {
  it('summaries by channel, distribution and projection agree with the values', async () => {
    const summaries = await views.summaries({ directory, name: 'cube', slice: [], by: 3 }, context);
    expect([[...summaries.low], [...summaries.high]]).toEqual([
      [-300, -293],
      [526, 533],
    ]);
    const distribution = await views.distribution({ directory, name: 'cube', slice: [1], bins: 4 }, context);
    expect([distribution.finite, distribution.quantiles[0], distribution.quantiles.at(-1)]).toEqual([40, -20, 253]);
    const projection = await views.projection({ directory, name: 'cube', slice: [], samples: 0 }, context);
    expect([projection.features, [...projection.indices], projection.bad]).toEqual([40, [0, 1, 2], 0]);
    expect(projection.explained[0]).toBeCloseTo(1, 9);
  });
});
