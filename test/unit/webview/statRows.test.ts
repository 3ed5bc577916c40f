import { describe, expect, it } from 'vitest';
import type { Manifest, ManifestTensor, TensorStats } from '../../../src/core/run/manifest.ts';
import { sortedRows, statRows, type StatKey } from '../../../webview/run/statRows.ts';

const stats = (part: Partial<TensorStats>): TensorStats => ({
  count: 10,
  zeros: 0,
  nan: 0,
  posInf: 0,
  negInf: 0,
  min: 0,
  max: 1,
  mean: 0.5,
  std: 0.1,
  ...part,
});
const tensor = (key: string, layer: string | null, part: Partial<TensorStats>): ManifestTensor => ({
  name: key,
  key,
  aliases: [],
  op: 'Relu',
  layer,
  dtype: 'float32',
  shape: [10],
  file: null,
  stats: stats(part),
});
const manifest = {
  outputs: [{ name: 'y', tensor: 'c', key: 'c', unchanged: true, bitEqual: true, maxAbsDifference: 0 }],
  tensors: [
    tensor('a', 'conv', { zeros: 5, min: 'nan' }),
    tensor('b', null, { nan: 2, posInf: 1, zeros: 5 }),
    tensor('c', 'dense', { min: -3, count: 20, zeros: 1 }),
  ],
} as const satisfies Partial<Manifest>;
const EMPTY: Manifest = {
  schema: 1,
  tool: 'savedmodel-lens',
  version: '',
  engine: { name: '', version: '', library: '' },
  model: { path: '', sha256: '', producer: '' },
  tagSet: [],
  signature: null,
  inputs: [],
  outputs: [],
  tensors: [],
  skipped: [],
  warnings: [],
  limits: {},
  partial: false,
  timings: { open: 0, plan: 0, load: 0, run: 0, verify: 0, dump: 0 },
};
const names = (key: StatKey, isDescending = false): string[] =>
  sortedRows(statRows({ ...EMPTY, ...manifest }), key, isDescending).map(({ name }) => name);

describe('statRows', () => {
  it('are called by layer, output or tensor, in the order of the run', () =>
    expect(names('order')).toEqual(['conv', 'b', 'y (output)']));

  it('are told apart where layers or outputs share a name', () => {
    const parsed = [0, 1, 2].map((i) => ({ ...tensor(`parse_${i}`, 'parse', {}), name: `parse/ParseExampleV2:${i}` }));
    const dense = ['MatMul', 'Relu'].map((op) => ({ ...tensor(op, 'dense', {}), name: `dense/${op}:0`, op }));
    expect(statRows({ ...EMPTY, tensors: [...parsed, ...dense] }).map(({ name }) => name)).toEqual([
      'parse:0',
      'parse:1',
      'parse:2',
      'dense (MatMul)',
      'dense (Relu)',
    ]);
  });

  it('follow the order of execution, outputs last, whatever was captured first', () => {
    const [conv, b, dense] = manifest.tensors;
    const tensors = [
      { ...dense, order: 2 },
      { ...b, order: 1 },
      { ...conv, order: 0 },
    ];
    const found = statRows({ ...EMPTY, outputs: manifest.outputs, tensors });
    expect(found.map(({ name, order }) => [name, order])).toEqual([
      ['conv', 0],
      ['b', 1],
      ['y (output)', 2],
    ]);
  });

  it('sort by every column; equals keep the order of the run, in both directions', () => {
    expect(names('name')).toEqual(['b', 'conv', 'y (output)']);
    expect(names('zeros', true)).toEqual(['conv', 'b', 'y (output)']);
    expect(names('zeros')).toEqual(['y (output)', 'conv', 'b']);
    expect(names('bad', true)[0]).toBe('b');
    expect(names('shape', true)[0]).toBe('y (output)');
    expect(names('dtype', true)).toEqual(names('order'));
  });

  it('put what is no number last', () => expect(names('min')).toEqual(['y (output)', 'b', 'conv']));
});
