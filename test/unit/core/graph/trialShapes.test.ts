import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { tryShapes, type Trial } from '../../../../src/core/graph/shapes/trialShapes.ts';
import type { NodeRecord } from '../../../../src/core/model/types.ts';
import type { AttrValue } from '../../../../src/core/proto/messages.ts';
import { attr, FLOAT, metaGraph, node } from './records.ts';

function input(name: string, shape: number[]): NodeRecord {
  return node(name, 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape(shape) });
}

/** One op on `x`, supposed to have a shape, and a tensor of a known shape. */
function tried(op: string, shape: number[], other: number[], attrs: Record<string, AttrValue> = {}): Trial {
  const open = shape.map(() => -1);
  const nodes = [input('x', open), input('w', other), node('y', op, ['x', 'w'], { T: attr.type(FLOAT), ...attrs })];
  const flat = inlineEntry(metaGraph({ nodes, outputs: ['y'] }));
  const x = flat.byName.get('x');
  return tryShapes(flat.nodes, new Map(x === undefined ? [] : [[x, shape]]));
}

const CONV = { strides: attr.ints([1, 1, 1, 1]), padding: attr.text('VALID') };

describe('supposed shapes', () => {
  it.each<[string, Trial, number, number[]]>([
    ['a product of matrices that fit', tried('MatMul', [1, 7], [7, 3]), 0, []],
    ['a product of matrices that do not', tried('MatMul', [1, 16], [7, 3]), 1, [16, 7]],
    ['a sum over one row', tried('AddV2', [1, 7], [5, 7]), 0, []],
    ['a sum of different sizes', tried('AddV2', [1, 16], [5, 7]), 1, [16, 5, 7]],
    ['a window that fits', tried('Conv2D', [1, 9, 9, 1], [5, 5, 1, 2], CONV), 0, []],
    ['a window larger than the picture', tried('Conv2D', [1, 4, 4, 1], [5, 5, 1, 2], CONV), 1, []],
  ])('%s', (_, { conflicts, wanted, reached }, count, sizes) => {
    expect([conflicts, [...wanted].sort(), reached]).toEqual([count, [...sizes].sort(), 2]);
  });
});
