import { describe, expect, it } from 'vitest';
import { LayerGraph } from '../../../../src/core/layerGraph/layerGraph.ts';
import { MOST_BOXES, MOST_NEIGHBOURS, viewOf, type GraphView, type ViewRequest } from '../../../../src/core/layerGraph/view.ts';
import { flatGraph } from '../layers/flat.ts';
import { layerTree } from './model.ts';

const arrows = ({ edges }: GraphView): string[] => edges.map(({ source, target }) => `${source} > ${target}`);
const ids = ({ boxes }: GraphView): string[] => boxes.map(({ id, isOpen }) => (isOpen ? `${id} (open)` : id));

function view(
  lines: readonly string[],
  outputs: readonly string[],
  layers: Parameters<typeof layerTree>[1],
  request: ViewRequest = {},
): GraphView {
  const flat = flatGraph(lines, outputs);
  return viewOf(new LayerGraph(flat, layerTree(flat, layers)), request);
}

const TWO_LAYERS = [
  'x Placeholder',
  'w Const',
  'a/MatMul MatMul x w',
  'a/Relu Relu a/MatMul',
  'b/MatMul MatMul a/Relu w',
  'y Identity b/MatMul',
];

describe('graph of layers', () => {
  it('has layers as boxes, inputs and outputs, and leaves out constants and identities', () => {
    const shown = view(
      TWO_LAYERS,
      ['y'],
      [
        { path: 'a', nodes: ['a/MatMul', 'a/Relu'] },
        { path: 'b', nodes: ['b/MatMul'] },
      ],
    );
    expect(ids(shown)).toEqual(['op:x', 'layer:a', 'layer:b', 'output:output_0']);
    expect(arrows(shown)).toEqual(['op:x > layer:a', 'layer:a > layer:b', 'layer:b > output:output_0']);
    expect(shown.edges[1]?.flows.map(({ tensor }) => tensor)).toEqual(['a/Relu']);
  });
  it('opens a layer to its ops', () => {
    const shown = view(
      TWO_LAYERS,
      ['y'],
      [
        { path: 'a', nodes: ['a/MatMul', 'a/Relu'] },
        { path: 'b', nodes: ['b/MatMul'] },
      ],
      { open: ['layer:a'] },
    );
    expect(ids(shown)).toEqual(['op:x', 'layer:a (open)', 'op:a/MatMul', 'op:a/Relu', 'layer:b', 'output:output_0']);
    expect(shown.boxes.find(({ id }) => id === 'op:a/Relu')?.parent).toBe('layer:a');
    expect(arrows(shown)).toContain('op:a/MatMul > op:a/Relu');
    expect(arrows(shown)).toContain('op:a/Relu > layer:b');
  });
  it('opens nested models as far as they can be taken in, and no layer to its ops', () => {
    const shown = view(
      TWO_LAYERS,
      ['y'],
      [
        { path: 'net', type: 'Functional', nodes: ['a/MatMul', 'a/Relu', 'b/MatMul'] },
        { path: 'net/a', nodes: ['a/MatMul', 'a/Relu'] },
        { path: 'net/b', nodes: ['b/MatMul'] },
      ],
    );
    expect(ids(shown)).toEqual(['op:x', 'layer:net (open)', 'layer:net/a', 'layer:net/b', 'output:output_0']);
  });
  it('puts a layer without ops of its own where the model lists it', () => {
    const layers = [
      { path: 'a', nodes: ['a/MatMul', 'a/Relu'] },
      { path: 'dropout', type: 'Dropout', passes: 'a/Relu' },
      { path: 'b', nodes: ['b/MatMul'] },
    ];
    expect(arrows(view(TWO_LAYERS, ['y'], layers))).toEqual([
      'op:x > layer:a',
      'layer:a > layer:dropout',
      'layer:dropout > layer:b',
      'layer:b > output:output_0',
    ]);
  });
  it('shows an InputLayer and the input it stands for as one box', () => {
    const shown = view(
      TWO_LAYERS,
      ['y'],
      [
        { path: 'in', type: 'InputLayer', passes: 'x' },
        { path: 'a', nodes: ['a/MatMul', 'a/Relu', 'b/MatMul'] },
      ],
    );
    expect(arrows(shown)).toEqual(['layer:in > layer:a', 'layer:a > output:output_0']);
  });
  it('shows ops one by one when there are no layers', () => {
    expect(ids(view(['x Placeholder', 'h Mul x x', 'y Add h h'], ['y'], []))).toEqual([
      'op:x',
      'op:h',
      'op:y',
      'output:output_0',
    ]);
  });
  it('groups ops between layers so that no path leaves a group and comes back', () => {
    // p and q touch each other, but q also waits for the layer that takes p
    const lines = ['x Placeholder', 'p Mul x x', 'p2 Neg p', 'l/MatMul MatMul p2 x', 'q Add l/MatMul p2', 'q2 Neg q'];
    const shown = view(lines, ['q2'], [{ path: 'l', nodes: ['l/MatMul'] }]);
    expect(ids(shown)).toEqual(['op:x', 'ops:p', 'layer:l', 'ops:q', 'output:output_0']);
    expect(arrows(shown)).toEqual([
      'op:x > ops:p',
      'ops:p > layer:l',
      'op:x > layer:l',
      'layer:l > ops:q',
      'ops:p > ops:q',
      'ops:q > output:output_0',
    ]);
    expect(ids(view(lines, ['q2'], [{ path: 'l', nodes: ['l/MatMul'] }], { open: ['ops:p'] }))).toContain('op:p2');
  });
  it('leaves out what only computes a value that is fed', () => {
    const flat = flatGraph(['reader ReaderRead', 'x Identity reader', 'a/Relu Relu x'], ['a/Relu']);
    const input = {
      key: 'x',
      tensor: 'x:0',
      dtype: 'float32' as const,
      shape: undefined,
      ref: {
        node:
          flat.byName.get('x') ??
          (() => {
            throw new Error();
          })(),
        index: 0,
      },
    };
    const fed = { ...flat, entry: { ...flat.entry, inputs: [input] } };
    expect(arrows(viewOf(new LayerGraph(fed, layerTree(fed, [{ path: 'a', nodes: ['a/Relu'] }])), {}))).toEqual([
      'op:x > layer:a',
      'layer:a > output:output_0',
    ]);
  });
  it('opens what is around a revealed layer or op', () => {
    const layers = [
      { path: 'net', type: 'Functional', nodes: ['a/MatMul', 'a/Relu', 'b/MatMul'] },
      { path: 'net/a', nodes: ['a/MatMul', 'a/Relu'] },
      { path: 'net/b', nodes: ['b/MatMul'] },
    ];
    const layer = view(TWO_LAYERS, ['y'], layers, { open: [], reveal: 'layer:net/a' });
    expect([layer.revealed, layer.open]).toEqual(['layer:net/a', ['layer:net']]);
    const tensor = view(TWO_LAYERS, ['y'], layers, { open: [], reveal: 'tensor:a/MatMul' });
    expect([tensor.revealed, tensor.open]).toEqual(['op:a/MatMul', ['layer:net', 'layer:net/a']]);
    expect(view(TWO_LAYERS, ['y'], layers, { open: [], reveal: 'layer:nothing' }).revealed).toBeUndefined();
  });
});

describe('neighbourhood', () => {
  const chain = Array.from({ length: 9 }, (_, i) => `n${i} ${i === 0 ? 'Placeholder' : `Relu n${i - 1}`}`);
  it('keeps the boxes within so many edges and counts the neighbours left out', () => {
    const shown = view(chain, ['n8'], [], { around: { id: 'op:n4', radius: 2 } });
    expect(ids(shown)).toEqual(['op:n2', 'op:n3', 'op:n4', 'op:n5', 'op:n6']);
    expect(shown.boxes.map(({ hiddenBefore, hiddenAfter }) => hiddenBefore + hiddenAfter)).toEqual([1, 0, 0, 0, 1]);
    expect(shown.total).toBe(10);
  });
  it('comes by itself for a graph too large to draw, and never holds more than its limit', () => {
    const wide = ['x Placeholder', ...Array.from({ length: MOST_BOXES + 10 }, (_, i) => `n${i} Relu x`)];
    const shown = view(wide, ['n0'], []);
    expect(shown.around).toEqual({ id: 'op:x', radius: 3, isComplete: false });
    expect(shown.boxes.length).toBe(MOST_NEIGHBOURS);
    expect(shown.boxes[0]?.hiddenAfter).toBe(MOST_BOXES + 10 - (MOST_NEIGHBOURS - 1));
  });
});
