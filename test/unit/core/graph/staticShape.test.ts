import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { staticShape } from '../../../../src/core/graph/shapes/staticShape.ts';
import type { NodeRecord } from '../../../../src/core/model/types.ts';
import type { AttrValue } from '../../../../src/core/proto/messages.ts';
import type { Shape } from '../../../../src/core/tensor/tensor.ts';
import { attr, FLOAT, metaGraph, node } from './records.ts';

const FLOATS = { T: attr.type(FLOAT) };

function ints(name: string, values: number[], isScalar = false): NodeRecord {
  return node(name, 'Const', [], {
    dtype: attr.type(3),
    value: attr.tensor({ dtype: 'int32', shape: isScalar ? [] : [values.length], data: Int32Array.from(values) }),
  });
}

function input(name: string, shape: number[] | undefined): NodeRecord {
  return node(name, 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape(shape) });
}

/** Shapes of a node's outputs in a graph of these nodes. */
function shapes(nodes: readonly NodeRecord[], name: string, outputs = 1): (Shape | undefined)[] {
  const flat = inlineEntry(metaGraph({ nodes, outputs: [name] }));
  const found = flat.byName.get(name);
  return Array.from({ length: outputs }, (_, index) => (found === undefined ? undefined : staticShape({ node: found, index })));
}

/** One op on a `[-1, 28, 28, 3]` input `x` with further inputs. */
function on(op: string, attrs: Readonly<Record<string, AttrValue>>, ...others: readonly NodeRecord[]): Shape | undefined {
  return shapes(
    [input('x', [-1, 28, 28, 3]), ...others, node('y', op, ['x', ...others.map(({ name }) => name)], { ...FLOATS, ...attrs })],
    'y',
  )[0];
}

describe('static shapes', () => {
  it.each<[string, Shape | undefined, Shape | undefined]>([
    [
      'Conv2D SAME, stride 2',
      on('Conv2D', { strides: attr.ints([1, 2, 2, 1]), padding: attr.text('SAME') }, input('w', [3, 3, 3, 8])),
      [-1, 14, 14, 8],
    ],
    [
      'Conv2D VALID, dilated',
      on(
        'Conv2D',
        { strides: attr.ints([1, 1, 1, 1]), padding: attr.text('VALID'), dilations: attr.ints([1, 2, 2, 1]) },
        input('w', [3, 3, 3, 8]),
      ),
      [-1, 24, 24, 8],
    ],
    [
      'Conv2D NCHW',
      on(
        'Conv2D',
        { strides: attr.ints([1, 1, 1, 1]), padding: attr.text('SAME'), data_format: attr.text('NCHW') },
        input('w', [3, 3, 28, 8]),
      ),
      [-1, 8, 28, 3],
    ],
    [
      'Conv2D EXPLICIT',
      on(
        'Conv2D',
        {
          strides: attr.ints([1, 2, 2, 1]),
          padding: attr.text('EXPLICIT'),
          explicit_paddings: attr.ints([0, 0, 1, 1, 1, 1, 0, 0]),
        },
        input('w', [3, 3, 3, 8]),
      ),
      [-1, 14, 14, 8],
    ],
    [
      'DepthwiseConv2dNative',
      on('DepthwiseConv2dNative', { strides: attr.ints([1, 1, 1, 1]), padding: attr.text('VALID') }, input('w', [3, 3, 3, 2])),
      [-1, 26, 26, 6],
    ],
    [
      'MaxPool',
      on('MaxPool', { ksize: attr.ints([1, 2, 2, 1]), strides: attr.ints([1, 2, 2, 1]), padding: attr.text('VALID') }),
      [-1, 14, 14, 3],
    ],
    ['Relu', on('Relu', {}), [-1, 28, 28, 3]],
    ['BiasAdd', on('BiasAdd', {}, input('b', [3])), [-1, 28, 28, 3]],
    ['AddV2 broadcast', on('AddV2', {}, input('b', [5, 1, 28, 1])), [5, 28, 28, 3]],
    ['AddV2 of unknown rank', on('AddV2', {}, input('b', undefined)), undefined],
    ['Mean', on('Mean', {}, ints('axes', [1, -2])), [-1, 3]],
    ['Mean keep_dims', on('Mean', { keep_dims: attr.bool(true) }, ints('axes', [1, 2])), [-1, 1, 1, 3]],
    ['Mean over unknown axes', on('Mean', {}, input('axes', [2])), undefined],
    ['Transpose', on('Transpose', {}, ints('order', [0, 3, 1, 2])), [-1, 3, 28, 28]],
    ['Reshape with -1 and an unknown batch', on('Reshape', {}, ints('to', [-1, 2352])), [-1, 2352]],
    ['ExpandDims', on('ExpandDims', {}, ints('axis', [-1], true)), [-1, 28, 28, 3, 1]],
    [
      'Pad',
      on(
        'Pad',
        {},
        node('p', 'Const', [], {
          dtype: attr.type(3),
          value: attr.tensor({ dtype: 'int32', shape: [4, 2], data: Int32Array.of(0, 0, 1, 2, 3, 4, 0, 0) }),
        }),
      ),
      [-1, 31, 35, 3],
    ],
    ['Tile', on('Tile', {}, ints('n', [2, 1, 2, 1])), [-1, 28, 56, 3]],
    ['Slice to the end', on('Slice', {}, ints('begin', [0, 1, 2, 0]), ints('size', [-1, 5, -1, 3])), [-1, 5, 26, 3]],
    [
      'StridedSlice',
      on(
        'StridedSlice',
        { begin_mask: attr.int(1), end_mask: attr.int(5), shrink_axis_mask: attr.int(8), new_axis_mask: attr.int(16) },
        ints('b', [0, 2, 4, 1, 0]),
        ints('e', [0, -1, 0, 2, 0]),
        ints('s', [1, 3, 2, 1, 1]),
      ),
      [-1, 9, 12, 1],
    ],
    ['Einsum', on('Einsum', { equation: attr.text('abcd,de->abce'), N: attr.int(2) }, input('w', [3, 7])), [-1, 28, 28, 7]],
    [
      'Einsum with ellipsis',
      on('Einsum', { equation: attr.text('...d,de->...e'), N: attr.int(2) }, input('w', [3, 7])),
      [-1, 28, 28, 7],
    ],
    ['BatchMatMulV2', on('BatchMatMulV2', { adj_y: attr.bool(true) }, input('w', [28, 9, 3])), [-1, 28, 28, 9]],
    ['ResizeBilinear', on('ResizeBilinear', {}, ints('size', [7, 9])), [-1, 7, 9, 3]],
    ['ArgMax', on('ArgMax', {}, ints('axis', [-1], true)), [-1, 28, 28]],
    ['GatherV2', on('GatherV2', {}, input('i', [5, 6]), ints('axis', [1], true)), [-1, 5, 6, 28, 3]],
    ['OneHot', on('OneHot', {}, ints('depth', [10], true)), [-1, 28, 28, 3, 10]],
    ['an op nobody knows', on('Custom', {}), undefined],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it('gives each output its own', () => {
    const x = input('x', [4, -1, 6]);
    expect(
      shapes([x, ints('axis', [2], true), node('y', 'Split', ['axis', 'x'], { ...FLOATS, num_split: attr.int(3) })], 'y', 3),
    ).toEqual([
      [4, -1, 2],
      [4, -1, 2],
      [4, -1, 2],
    ]);
    expect(
      shapes(
        [
          x,
          ints('axis', [-1], true),
          ints('sizes', [1, 5]),
          node('y', 'SplitV', ['x', 'sizes', 'axis'], { ...FLOATS, num_split: attr.int(2) }),
        ],
        'y',
        2,
      ),
    ).toEqual([
      [4, -1, 1],
      [4, -1, 5],
    ]);
    expect(shapes([x, node('y', 'Unpack', ['x'], { ...FLOATS, num: attr.int(4) })], 'y', 4)).toEqual(new Array(4).fill([-1, 6]));
    expect(shapes([x, ints('k', [2], true), node('y', 'TopKV2', ['x', 'k'])], 'y', 2)).toEqual([
      [4, -1, 2],
      [4, -1, 2],
    ]);
    expect(shapes([x, node('y', 'Pack', ['x', 'x'], { ...FLOATS, N: attr.int(2), axis: attr.int(1) })], 'y')).toEqual([
      [4, 2, -1, 6],
    ]);
    expect(
      shapes([x, ints('axis', [0], true), node('y', 'ConcatV2', ['x', 'x', 'axis'], { ...FLOATS, N: attr.int(2) })], 'y'),
    ).toEqual([[8, -1, 6]]);
  });

  it('follows the arithmetic by which Keras keeps the batch', () => {
    const nodes = [
      input('x', [-1, 4, 6]),
      node('shape', 'Shape', ['x']),
      ints('zero', [0]),
      ints('one', [1]),
      node('batch', 'StridedSlice', ['shape', 'zero', 'one', 'one'], { T: attr.type(3), shrink_axis_mask: attr.int(1) }),
      ints('rows', [8], true),
      ints('columns', [3], true),
      node('to', 'Pack', ['batch', 'rows', 'columns'], { T: attr.type(3), N: attr.int(3) }),
      node('y', 'Reshape', ['x', 'to'], FLOATS),
    ];
    expect(shapes(nodes, 'y')).toEqual([[-1, 8, 3]]);
  });

  it('takes what the file records over nothing, and fills in what it infers', () => {
    const recorded = (dims: number[] | undefined): AttrValue => {
      const list = attr.ints([]);
      const shape = attr.shape(dims).value;
      if (list.value.case === 'list' && shape.case === 'shape') list.value.value.shape.push(shape.value);
      return list;
    };
    expect(shapes([node('y', 'Custom', [], { _output_shapes: recorded([2, -1]) })], 'y')).toEqual([[2, -1]]);
    expect(
      shapes([input('x', [-1, 5]), node('y', 'Relu', ['x'], { ...FLOATS, _output_shapes: recorded([2, -1]) })], 'y'),
    ).toEqual([[2, 5]]);
  });

  it('reads variables through their handles, and does not trust the file', () => {
    const handle = node('v', 'VarHandleOp', [], { dtype: attr.type(FLOAT), shape: attr.shape([3, 4]) });
    expect(shapes([handle, node('y', 'ReadVariableOp', ['v'])], 'y')).toEqual([[3, 4]]);
    expect(on('Reshape', {}, ints('to', [-1, 0]))).toEqual([-1, 0]);
    expect(shapes([input('x', [7]), ints('to', [2, -1]), node('y', 'Reshape', ['x', 'to'], FLOATS)], 'y')).toEqual([[2, -1]]);
    expect(on('Conv2D', { strides: attr.ints([0, 0, 0, 0]), padding: attr.text('SAME') }, input('w', [3, 3, 3, 8]))).toEqual([
      -1, -1, -1, 8,
    ]);
  });
});

describe('placeholders of old graphs', () => {
  it.each([
    [23, undefined],
    [24, []],
  ])('written with producer %i: a scalar means %j', (producer, expected) => {
    const graph = metaGraph({
      nodes: [node('x', 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape([]) }), node('y', 'Neg', ['x'])],
      inputs: ['x'],
      outputs: ['y'],
    });
    const flat = inlineEntry({ ...graph, graph: { ...graph.graph, producer } });
    expect(flat.nodes.map((each) => staticShape({ node: each, index: 0 }))).toEqual([expected, expected]);
  });
});
