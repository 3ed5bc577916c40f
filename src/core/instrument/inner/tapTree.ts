import type { InnerGraph } from '../../graph/inner/innerGraph.ts';
import { InnerNode } from '../../graph/inner/innerNode.ts';
import type { FlatNode, TensorRef } from '../../graph/types.ts';

/** What is to be recorded inside one body: tensors of its own graph, and those of the loops and branches in it. */
export interface BodyTaps {
  readonly tensors: Map<string, TensorRef>;
  /** whether it runs several times: in a loop, at any depth */
  readonly isInLoop: boolean;
  readonly owners: OwnerTaps;
}

/** Loops and branches of a graph with what is to be recorded in each of their bodies. */
export type OwnerTaps = Map<FlatNode, Map<InnerGraph, BodyTaps>>;

/** Equal for equal tensors, at any depth. */
export function tapKey({ node, index }: TensorRef): string {
  return `${node.id}:${index}`;
}

/** Sorts tensors inside loops and branches by where they lie; others are passed over. */
export function tapTree(refs: readonly TensorRef[]): OwnerTaps {
  const roots: OwnerTaps = new Map();
  for (const ref of refs) {
    if (ref.node instanceof InnerNode)
      bodyOf(ref.node.graph, roots).tensors.set(tapKey(ref), { node: ref.node.inside, index: ref.index });
  }
  return roots;
}

function bodyOf(graph: InnerGraph, roots: OwnerTaps): BodyTaps {
  const owners = graph.parent === undefined ? roots : bodyOf(graph.parent, roots).owners;
  let bodies = owners.get(graph.owner);
  if (bodies === undefined) owners.set(graph.owner, (bodies = new Map<InnerGraph, BodyTaps>()));
  let body = bodies.get(graph);
  if (body === undefined) bodies.set(graph, (body = { tensors: new Map(), isInLoop: graph.loops.length > 0, owners: new Map() }));
  return body;
}
