import type { MetaGraph, NodeRecord } from '../model/types.ts';

/**
 * Keras 3 saves a second variable `Variable_N` beside each of its own, restores only that, and runs the original
 * (keras/src/backend/tensorflow/core.py): original → copies, read off the copies' initialisers in the main graph.
 */
export function restoredTwins({ graph }: MetaGraph): ReadonlyMap<string, readonly string[]> {
  const twins = new Map<string, string[]>();
  const nodeOf = (input: string | undefined): NodeRecord | undefined => graph.nodeByName.get((input ?? '').split(':')[0] ?? '');
  for (const node of graph.nodes) {
    if (node.op !== 'AssignVariableOp') continue;
    const copy = nodeOf(node.inputs[0]);
    let value = nodeOf(node.inputs[1]);
    if (value?.op === 'Identity') value = nodeOf(value.inputs[0]);
    const original = value?.op === 'ReadVariableOp' ? nodeOf(value.inputs[0]) : undefined;
    if (copy?.op !== 'VarHandleOp' || original?.op !== 'VarHandleOp' || copy.name === original.name) continue;
    twins.set(original.name, [...(twins.get(original.name) ?? []), copy.name]);
  }
  return twins;
}
