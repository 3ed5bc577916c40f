import { constantStrings } from '../graph/stringTensor.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';

const RESTORES: ReadonlySet<string> = new Set(['RestoreV2', 'Restore', 'RestoreSlice']);

/** True for a node that reads tensors of a checkpoint. */
export function readsCheckpoint(node: FlatNode): boolean {
  return RESTORES.has(node.op);
}

/** Inputs without the checkpoint's file name: the sibling has a placeholder of its own for it. */
export function inputsBesidePrefix(node: FlatNode): readonly TensorRef[] {
  return readsCheckpoint(node) ? node.inputs.slice(1) : node.inputs;
}

/** Checkpoint key of an output of a restore node; undefined when the names are computed. */
export function restoredKey({ node, index }: TensorRef): string | undefined {
  return constantStrings(node.inputs[1]?.node)?.[index];
}
