import type { FlatNode } from '../types.ts';
import { InnerNode } from './innerNode.ts';

/** Names of the leading axes that loops give to the tensors of a node, the outermost first; none outside loops. */
export function loopAxes(node: FlatNode): readonly string[] {
  const loops = node instanceof InnerNode ? node.graph.loops : [];
  if (loops.length === 1) return ['iteration'];
  return loops.map(({ owner: { name } }) => `iteration of ${name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('@')) + 1)}`);
}
