import type { FlatNode, TensorRef } from '../graph/types.ts';

/** Edges that are walked back. */
export interface Edges {
  readonly inputs: (node: FlatNode) => readonly TensorRef[];
  readonly controls: (node: FlatNode) => readonly FlatNode[];
}

/** The edges of the graph as it is. */
export const ALL_EDGES: Edges = { inputs: ({ inputs }) => inputs, controls: ({ controls }) => controls };

/** Everything that must run for these nodes, themselves included, along data and control edges. */
export function closure(roots: Iterable<FlatNode>, edges: Edges): ReadonlySet<FlatNode> {
  const found = new Set<FlatNode>(roots);
  const pending = [...found];
  const add = (node: FlatNode): void => {
    if (found.has(node)) return;
    found.add(node);
    pending.push(node);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const ref of edges.inputs(node)) add(ref.node);
    edges.controls(node).forEach(add);
  }
  return found;
}
