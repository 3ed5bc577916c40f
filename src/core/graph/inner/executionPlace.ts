import type { FlatNode } from '../types.ts';
import type { InnerGraph } from './innerGraph.ts';
import { InnerNode } from './innerNode.ts';

/** A loop's condition runs before its body. */
const KINDS = { cond: 0, body: 1, branch: 1 } as const;

/** Places in the order of execution from the outermost graph in: what lies in a loop or branch begins with the place of that. */
function placeOf(node: FlatNode): readonly number[] {
  return node instanceof InnerNode ? [...placeWithin(node.graph), node.inside.id] : [node.id];
}

function placeWithin({ parent, owner, kind }: InnerGraph): readonly number[] {
  return [...(parent === undefined ? [] : placeWithin(parent)), owner.id, KINDS[kind]];
}

/** Orders nodes as they run, those inside a loop or branch before what it gives. */
export function byExecution(a: FlatNode, b: FlatNode): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  for (const [depth, place] of left.entries()) {
    const other = right[depth];
    if (other === undefined) return -1;
    if (place !== other) return place - other;
  }
  return left.length < right.length ? 1 : 0;
}
