import { classify } from './controlFlow.ts';
import { frameName, framesAround } from './loopFrames.ts';
import type { FlatGraph, FlatNode } from './types.ts';

/** Names of the TensorFlow 1 loops around a node of a graph, the outermost first. */
export function frameNames(flat: FlatGraph, node: FlatNode): readonly string[] {
  return [...framesAround(classify(flat).frameOf(node))].reverse().map(frameName);
}
