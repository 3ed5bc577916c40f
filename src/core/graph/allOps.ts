import { type Feasibility } from './feasibility.ts';
import type { CallFrame } from './callFrame.ts';
import { resolveReached } from './inliner.ts';
import { FileNode } from './inlinedNode.ts';
import { outputDTypes } from './outputs.ts';
import { tensorName, type FlatGraph, type FlatNode, type InfeasibleReason, type TensorRef } from './types.ts';

/** A tensor left out, and why. */
export interface SkippedTensor {
  readonly ref: TensorRef;
  readonly reason: InfeasibleReason;
  readonly message: string;
}

/** The selector `@ops`: every output of every node that runs for the entry's outputs, and those of them that cannot be fetched. */
export function allOps(flat: FlatGraph, fed: ReadonlySet<string>, feasible: Feasibility): { readonly tensors: readonly TensorRef[]; readonly skipped: readonly SkippedTensor[] } {
  const tensors: TensorRef[] = [];
  const skipped: SkippedTensor[] = [];
  for (const ref of runningTensors(flat, fed)) {
    const reason = feasible(ref);
    if (reason === undefined) tensors.push(ref);
    else skipped.push({ ref, reason, message: feasible.explain(ref) ?? '' });
  }
  return { tensors, skipped };
}

/** In order of execution. Of a node that is fed only the fed output counts. */
export function runningTensors(flat: FlatGraph, fed: ReadonlySet<string>): readonly TensorRef[] {
  const { runs, fedOutputs } = running(flat, fed);
  return flat.nodes.flatMap((node) => {
    if (runs.has(node)) return outputDTypes(node).map((_, index) => ({ node, index }));
    return fedOutputs.get(node) ?? [];
  });
}

/** Nodes that run for the entry's outputs, and fed tensors of nodes that do not. */
function running(flat: FlatGraph, fed: ReadonlySet<string>): { runs: ReadonlySet<FlatNode>; fedOutputs: ReadonlyMap<FlatNode, readonly TensorRef[]> } {
  const runs = new Set<FlatNode>();
  const fedOutputs = new Map<FlatNode, readonly TensorRef[]>();
  const calls = new Set<CallFrame>();
  const pending: FlatNode[] = [];
  const add = (ref: TensorRef): void => {
    if (!fed.has(tensorName(ref))) addNode(ref.node);
    else {
      const others = (fedOutputs.get(ref.node) ?? []).filter(({ index }) => index !== ref.index);
      fedOutputs.set(ref.node, [...others, ref]);
    }
  };
  const addNode = (node: FlatNode): void => {
    if (runs.has(node)) return;
    runs.add(node);
    pending.push(node);
  };
  for (const { ref } of flat.entry.outputs) add(ref);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    node.inputs.forEach(add);
    for (const control of node.controls) if (!isFedPlaceholder(control, fed)) addNode(control);
    if (node instanceof FileNode) for (const ref of callReturns(node.frame, calls)) add(ref);
  }
  return { runs, fedOutputs };
}

/** A call runs as a whole: what else it returns runs too. */
function callReturns(start: CallFrame, seen: Set<CallFrame>): readonly TensorRef[] {
  const refs: TensorRef[] = [];
  for (let frame: CallFrame | undefined = start; frame?.caller !== undefined && !seen.has(frame); frame = frame.caller.frame) {
    seen.add(frame);
    const call = frame;
    for (const source of call.callee?.returns ?? []) {
      const ref = resolveReached(call, source);
      if (ref !== undefined) refs.push(ref);
    }
  }
  return refs;
}

/** TensorFlow drops control edges from a fed placeholder, not from other fed nodes. */
function isFedPlaceholder(node: FlatNode, fed: ReadonlySet<string>): boolean {
  return (node.op === 'Placeholder' || node.op === 'PlaceholderV2') && fed.has(node.name);
}
