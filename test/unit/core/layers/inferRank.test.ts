import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { inferType } from '../../../../src/core/layers/inferType.ts';
import type { NodeRecord } from '../../../../src/core/model/types.ts';
import { attr, FLOAT, metaGraph, node } from '../graph/records.ts';

function input(name: string, shape: number[]): NodeRecord {
  return node(name, 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape(shape) });
}

function ints(name: string, values: number[]): NodeRecord {
  const value = attr.tensor({ dtype: 'int32', shape: [values.length], data: Int32Array.from(values) });
  return node(name, 'Const', [], { dtype: attr.type(3), value });
}

/** What a layer of one op on `x` and whole numbers is taken for. */
function typeOf(op: string, shape: number[], numbers: number[]): string {
  const nodes = [input('x', shape), ints('n', numbers), node('y', op, ['x', 'n'], { T: attr.type(FLOAT) })];
  const found = inlineEntry(metaGraph({ nodes, outputs: ['y'] })).byName.get('y');
  return (found === undefined ? undefined : inferType([found], [{ node: found, index: 0 }])) ?? '';
}

/** What a loop over states and a recurrent kernel is taken for. */
function loopType(states: readonly number[], kernel: number[]): string {
  const names = states.map((_, index) => `s${index}`);
  const weight = node('w', 'VarHandleOp', [], { dtype: attr.type(FLOAT), shape: attr.shape(kernel) });
  const nodes = [...states.map((size, index) => input(`s${index}`, [-1, size])), weight, node('loop', 'While', [...names, 'w'])];
  const found = inlineEntry(metaGraph({ nodes, outputs: ['loop'] })).byName.get('loop');
  return found === undefined ? 'not in the graph' : (inferType([found], []) ?? 'untold');
}

describe('the class of a layer that nothing names', () => {
  it.each<[string, string, number[], number[]]>([
    ['GlobalAveragePooling2D', 'Mean', [-1, 7, 7, 3], [1, 2]],
    ['GlobalAveragePooling2D', 'Mean', [-1, 3, 7, 7], [-2, -1]],
    ['GlobalAveragePooling1D', 'Mean', [-1, 7, 3], [1]],
    ['Mean', 'Mean', [-1, 7, 3], [2]],
    ['Mean', 'Mean', [-1, 7, 7, 3], [0, 1, 2]],
    ['GlobalMaxPooling3D', 'Max', [-1, 4, 4, 4, 2], [1, 2, 3]],
    ['ZeroPadding2D', 'Pad', [-1, 7, 7, 3], [0, 0, 1, 1, 1, 1, 0, 0]],
    ['Flatten', 'Reshape', [-1, 7, 7, 3], [-1, 147]],
    ['Reshape', 'Reshape', [-1, 12], [-1, 4]],
  ])('%s: %s of %j by %j', (type, op, shape, numbers) => {
    expect(typeOf(op, shape, numbers)).toBe(type);
  });

  it.each<[string, number[], number[]]>([
    ['LSTM', [7, 7], [7, 28]],
    ['GRU', [7], [7, 21]],
    ['SimpleRNN', [7], [7, 7]],
    ['RNN', [7], [5, 9]],
  ])('%s: a loop over states of %j with a kernel %j', (type, states, kernel) => {
    expect(loopType(states, kernel)).toBe(type);
  });
});
