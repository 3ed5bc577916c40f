import { describe, expect, it } from 'vitest';
import { GRAPH_KEY, runnableSignatures } from '../../../../src/core/graph/graphSignature.ts';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { attr, FLOAT, metaGraph, node } from './records.ts';

const T = { T: attr.type(FLOAT) };
const NODES = [
  node('x', 'Placeholder'),
  node('unused', 'Placeholder'),
  node('w', 'VariableV2'),
  node('w/read', 'Identity', ['w'], T),
  node('mul', 'MatMul', ['x', 'w/read'], T),
  node('soft', 'Softmax', ['mul'], T),
  node('constant', 'Const'),
  node('grad', 'Neg', ['mul'], T),
  node('train', 'ApplyGradientDescent', ['w', 'constant', 'grad'], T),
  node('gradients/mul/control', 'Identity', ['mul'], T),
  node('after', 'Identity', ['x', '^train'], T),
  node('save', 'SaveV2', ['constant', 'constant', 'constant', 'w']),
];

describe('the signature of a graph whose file has none', () => {
  it('has the placeholders that matter and the ends that change nothing', () => {
    const own = runnableSignatures({ ...metaGraph({ nodes: NODES }), signatures: new Map() }).get(GRAPH_KEY);
    expect(own?.inputs.map(({ key, tensor, dtype }) => [key, tensor, dtype])).toEqual([['x', 'x:0', 'float32']]);
    expect(own?.outputs.map(({ key, tensor, dtype }) => [key, tensor, dtype])).toEqual([['soft', 'soft:0', 'float32']]);
  });

  it('is what runs when nothing is chosen, and is made once', () => {
    const graph = { ...metaGraph({ nodes: NODES }), signatures: new Map() };
    expect(inlineEntry(graph).entry.key).toBe(GRAPH_KEY);
    expect(runnableSignatures(graph)).toBe(runnableSignatures(graph));
  });

  it('is not made beside signatures, and not of a graph without inputs', () => {
    const signed = metaGraph({ nodes: NODES, inputs: ['x'], outputs: ['soft'] });
    expect(runnableSignatures(signed)).toBe(signed.signatures);
    expect(() => inlineEntry({ ...metaGraph({ nodes: [node('constant', 'Const')] }), signatures: new Map() })).toThrow(
      'no signature with outputs',
    );
  });
});
