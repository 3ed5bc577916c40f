import { isAssigningOp } from '../analysis/effectsOfOps.ts';
import { classify } from '../graph/controlFlow.ts';
import { dtypeOfTensor, outputArgs, outputDTypes } from '../graph/outputs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import { closure, type Edges } from './closure.ts';
import { isCalling, isResourceRoot, resourceKey, resourceRoot } from './resources.ts';

/** What is put in order: for each node that assigns a variable, the nodes that read it and must do so before. */
export type ReadOrder = ReadonlyMap<FlatNode, readonly FlatNode[]>;

/**
 * A variable that is read beside its assignment, in no order, gives the one or the other value from run to run. Whatever the graph
 * leaves open is read first: values are then those that are stored. Reads that may not run, or several times, are left as they are.
 */
export function readsBeforeAssignments(flat: FlatGraph, nodes: ReadonlySet<FlatNode>, edges: Edges): ReadOrder {
  const order = new Map<FlatNode, FlatNode[]>();
  const assigning = [...nodes].filter(({ op }) => isAssigningOp(op));
  if (assigning.length === 0) return order;
  const flow = classify(flat);
  const assignments = byVariable(assigning.filter((node) => !flow.inLoopFrame(node)));
  const reads = byVariable(
    [...nodes].filter((node) => isRead(node) && !flow.inLoopFrame(node) && !flow.mayBeDead({ node, index: 0 })),
  );
  const ordered: Edges = { inputs: edges.inputs, controls: (node) => [...edges.controls(node), ...(order.get(node) ?? [])] };
  for (const [variable, readers] of reads) {
    const writers = assignments.get(variable) ?? [];
    if (writers.length === 0) continue;
    for (const reader of readers) {
      const before = closure([reader], ordered);
      for (const writer of writers) {
        if (before.has(writer)) continue;
        // what is read of TensorFlow 1's variables is their memory: a copy of it has yet to be put in order
        if (isMemoryOfReference({ node: reader, index: 0 }) || !closure([writer], ordered).has(reader))
          order.set(writer, [...(order.get(writer) ?? []), reader]);
      }
    }
  }
  return order;
}

/** True for a value that stays in the memory of a TensorFlow 1 variable, and changes with it. */
export function isMemoryOfReference({ node }: TensorRef): boolean {
  return givesReference(node) || (node.op === 'Identity' && node.inputs.some((ref) => givesReference(ref.node)));
}

function isRead(node: FlatNode): boolean {
  if (isAssigningOp(node.op) || isCalling(node.op)) return false;
  if (isResourceRoot(node)) return givesReference(node);
  return outputDTypes(node).some((dtype) => dtype !== 'resource') && variablesOf(node).length > 0;
}

/** The variables and tables that a node takes as such; one that only reads takes them also as memory that others change. */
function variablesOf(node: FlatNode): readonly FlatNode[] {
  if (givesReference(node) && node.inputs.length === 0) return [node];
  const takes = isAssigningOp(node.op) ? (ref: TensorRef) => givesReference(ref.node) : isMemoryOfReference;
  return node.inputs.filter((ref) => dtypeOfTensor(ref) === 'resource' || takes(ref)).flatMap((ref) => resourceRoot(ref) ?? []);
}

function byVariable(nodes: readonly FlatNode[]): ReadonlyMap<string, readonly FlatNode[]> {
  const found = new Map<string, FlatNode[]>();
  for (const node of nodes) {
    for (const key of new Set(variablesOf(node).map(resourceKey))) found.set(key, [...(found.get(key) ?? []), node]);
  }
  return found;
}

function givesReference(node: FlatNode): boolean {
  return outputArgs(node).some(({ isRef }) => isRef);
}
