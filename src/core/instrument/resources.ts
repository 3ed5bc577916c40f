import { opInfoOf, textOf } from '../graph/nodeAttrs.ts';
import { outputArgs, outputDTypes } from '../graph/outputs.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';

/** Ops that hand a resource or reference on unchanged. */
const PASSES: ReadonlySet<string> = new Set(['Identity', 'RefIdentity', 'Enter', 'RefEnter']);

/** Ops that take a reference and only read. */
const READS: ReadonlySet<string> = new Set([
  'RefIdentity',
  'RefEnter',
  'RefSwitch',
  'RefMerge',
  'RefNextIteration',
  'RefExit',
  'RefSelect',
  'IsVariableInitialized',
  'LookupTableFind',
  'LookupTableSize',
  'LookupTableExport',
]);

/** Ops that may do anything with a resource in the functions they call. */
const CALLS: ReadonlySet<string> = new Set([
  'If',
  'While',
  'Case',
  'StatefulPartitionedCall',
  'PartitionedCall',
  'StatelessIf',
  'StatelessWhile',
  'StatelessCase',
]);

/** Variable ops, of TensorFlow 2 (resource) and 1 (reference): their value comes from the checkpoint. */
export const VARIABLE_OPS: ReadonlySet<string> = new Set(['VarHandleOp', 'VariableV2', 'Variable']);

/** Tables that cannot be read before something filled them. */
export const FILLED_TABLE_OPS: ReadonlySet<string> = new Set(['HashTableV2', 'HashTable']);

/** True for an op whose functions may do anything with a resource. */
export function isCalling(op: string): boolean {
  return CALLS.has(op);
}

/** True for a node that makes a resource or reference out of nothing: variable, table, iterator, … */
export function isResourceRoot(node: FlatNode): boolean {
  if (node.inputs.length > 0 || node.op === 'Placeholder') return false;
  return outputDTypes(node).includes('resource') || outputArgs(node).some((arg) => arg.isRef);
}

/** The resource behind a tensor, or undefined when it is an ordinary value. */
export function resourceRoot(ref: TensorRef): FlatNode | undefined {
  let { node } = ref;
  for (let steps = 0; PASSES.has(node.op) && steps < 10_000; steps++) {
    const next = node.inputs[0];
    if (next === undefined) return undefined;
    ({ node } = next);
  }
  return isResourceRoot(node) ? node : undefined;
}

/** Two nodes of one key are the same resource at run time: same kind and shared name, or the same node. */
export function resourceKey(node: FlatNode): string {
  const shared = textOf(node, 'shared_name');
  return shared === '' ? `node\0${node.name}` : `${node.op}\0${textOf(node, 'container')}\0${shared}`;
}

/** True for a node that changes a resource it is given: assigns, imports, initialises. */
export function changesResource(node: FlatNode): boolean {
  const info = opInfoOf(node);
  if (info === undefined || READS.has(node.op)) return false;
  const takesReference = info.inputs.some((arg) => arg.isRef);
  return (
    (takesReference || info.outputs.length === 0 || CALLS.has(node.op)) &&
    node.inputs.some((ref) => resourceRoot(ref) !== undefined)
  );
}
