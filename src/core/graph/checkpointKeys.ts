import type { MetaGraph } from '../model/types.ts';
import { inlineNodes } from './inlineNodes.ts';
import { constantStrings } from './stringTensor.ts';
import type { TensorRef } from './types.ts';

const ASSIGNS: ReadonlySet<string> = new Set(['AssignVariableOp', 'Assign']);
const PASSES: ReadonlySet<string> = new Set(['Identity', 'Reshape']);

/**
 * Node of a variable (VarHandleOp, VariableV2…) in the main graph → its key in the checkpoint, read off what the model's own
 * restore op does: RestoreV2 → assignment. Empty when the model has no restore op.
 */
export function checkpointKeys(metaGraph: MetaGraph): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const restore = metaGraph.saver?.restoreOp ?? '';
  if (restore === '') return keys;
  for (const node of inlineNodes(metaGraph, [restore]).nodes) {
    const [target, value] = ASSIGNS.has(node.op) ? node.inputs : [];
    const key = value === undefined ? undefined : restoredKey(value);
    if (target !== undefined && key !== undefined) keys.set(target.node.name, key);
  }
  return keys;
}

function restoredKey(value: TensorRef): string | undefined {
  let ref: TensorRef | undefined = value;
  while (ref !== undefined && PASSES.has(ref.node.op)) ref = ref.node.inputs[0];
  if (ref?.node.op !== 'RestoreV2' && ref?.node.op !== 'Restore') return undefined;
  return constantStrings(ref.node.inputs[1]?.node)?.[ref.index];
}
