import { stringTensor } from '../graph/stringTensor.ts';
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

/** The texts of a string constant; undefined when a node is none. The file may leave out repetitions of the last. */
export function constantStrings(node: FlatNode | undefined): readonly string[] | undefined {
  const value = node?.op === 'Const' ? node.attr('value')?.value : undefined;
  if (value?.case !== 'tensor') return undefined;
  const strings = stringTensor(value.value);
  const count = Math.min(
    (value.value.tensorShape?.dim ?? []).reduce((product, dim) => product * Number(dim.size), 1),
    1_000_000,
  );
  return Array.from({ length: count }, (_, index) => strings[index] ?? strings.at(-1) ?? '');
}
