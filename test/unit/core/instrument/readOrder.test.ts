import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { ALL_EDGES } from '../../../../src/core/instrument/closure.ts';
import { readsBeforeAssignments } from '../../../../src/core/instrument/readOrder.ts';
import { attr, FLOAT, metaGraph, node } from '../graph/records.ts';

const variable = (name: string): ReturnType<typeof node> =>
  node(name, 'VarHandleOp', [], { shared_name: attr.text(name), dtype: attr.type(FLOAT) });
const read = (name: string, of: string, ...more: string[]): ReturnType<typeof node> =>
  node(name, 'ReadVariableOp', [of, ...more], { dtype: attr.type(FLOAT) });
const assign = (name: string, to: string, value: string, ...more: string[]): ReturnType<typeof node> =>
  node(name, 'AssignAddVariableOp', [to, value, ...more], { dtype: attr.type(FLOAT) });

function orderOf(nodes: readonly ReturnType<typeof node>[], outputs: readonly string[]): Record<string, string[]> {
  const flat = inlineEntry(metaGraph({ nodes: [node('x', 'Placeholder'), ...nodes], inputs: ['x'], outputs }));
  return Object.fromEntries(
    [...readsBeforeAssignments(flat, new Set(flat.nodes), ALL_EDGES)].map(([{ name }, reads]) => [
      name,
      reads.map((each) => each.name),
    ]),
  );
}

describe('reading before assigning', () => {
  it('orders only what the graph leaves open', () => {
    const order = orderOf(
      [
        variable('v'),
        variable('w'),
        read('free', 'v'),
        read('used', 'v'),
        assign('add', 'v', 'used'),
        read('after', 'v', '^add'),
        read('other', 'w'),
        node('out', 'AddV2', ['free', 'after', '^other']),
      ],
      ['out'],
    );
    expect(order).toEqual({ add: ['free'] });
  });

  it('never closes a cycle', () => {
    // each read waits for the assignment of the other variable: only one of them can come first
    const order = orderOf(
      [
        variable('v'),
        variable('w'),
        read('readV', 'v', '^addW'),
        read('readW', 'w', '^addV'),
        assign('addV', 'v', 'x'),
        assign('addW', 'w', 'x'),
        node('out', 'AddV2', ['readV', 'readW']),
      ],
      ['out'],
    );
    expect(order).toEqual({ addV: ['readV'] });
  });

  it('knows the variables of TensorFlow 1, which are read by an Identity', () => {
    const order = orderOf(
      [
        node('v', 'VariableV2', [], { dtype: attr.type(FLOAT) }),
        node('v/read', 'Identity', ['v'], { T: attr.type(FLOAT) }),
        node('add', 'AssignAdd', ['v', 'x'], { T: attr.type(FLOAT) }),
        node('used', 'Neg', ['v/read']),
        node('out', 'AddV2', ['used', 'used', '^add']),
      ],
      ['out'],
    );
    // an Identity shares the variable's memory, so its consumers come first too
    expect(order).toEqual({ add: ['v', 'v/read', 'used'] });
  });
});
