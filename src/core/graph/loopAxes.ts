import type { Shape } from '../tensor/tensor.ts';
import { frameNames } from './frameNames.ts';
import { InnerNode } from './inner/innerNode.ts';
import { staticShape } from './shapes/staticShape.ts';
import type { FlatGraph, FlatNode, TensorRef } from './types.ts';

/** Names of the leading axes that loops give to the tensors of a node, the outermost first; none outside loops. */
export function loopAxes(flat: FlatGraph, node: FlatNode): readonly string[] {
  const loops = node instanceof InnerNode ? node.loops : frameNames(flat, node);
  if (loops.length === 1) return ['iteration'];
  return loops.map((name) => `iteration of ${name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('@')) + 1)}`);
}

/** Shape of a tensor's value as far as the graph fixes it: iterations lead, an axis for each loop around it. */
export function recordedShape(flat: FlatGraph, ref: TensorRef): Shape | undefined {
  const shape = staticShape(ref);
  // nodes inside functional loops and branches have these axes already
  if (shape === undefined || ref.node instanceof InnerNode) return shape;
  const frames = frameNames(flat, ref.node);
  return frames.length === 0 ? shape : [...frames.map(() => -1), ...shape];
}

/** The same as rows of tables have it, with the names of the leading axes where there are any. */
export function recordedRow(
  flat: FlatGraph,
  ref: TensorRef,
): { readonly shape: Shape | null; readonly axes?: readonly string[] } {
  const axes = loopAxes(flat, ref.node);
  return { shape: recordedShape(flat, ref) ?? null, ...(axes.length === 0 ? {} : { axes }) };
}
