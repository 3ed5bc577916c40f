import type { CallFrame } from './callFrame.ts';
import type { Feasibility } from './feasibility.ts';
import { FedTensors } from './fedTensors.ts';
import { resolveReached } from './inliner.ts';
import { FileNode } from './inlinedNode.ts';
import { opInfoOf } from './nodeAttrs.ts';
import { outputDTypes } from './outputs.ts';
import type { FlatGraph, FlatNode, InfeasibleReason, TensorRef } from './types.ts';

/** A tensor left out, and why. */
export interface SkippedTensor {
  readonly ref: TensorRef;
  readonly reason: InfeasibleReason;
  readonly message: string;
}

/** The selector `@ops`: every output of every node that runs for the entry's outputs, and those of them that cannot be fetched. */
export function allOps(
  flat: FlatGraph,
  fed: ReadonlySet<string>,
  feasible: Feasibility,
): { readonly tensors: readonly TensorRef[]; readonly skipped: readonly SkippedTensor[] } {
  const tensors: TensorRef[] = [];
  const skipped: SkippedTensor[] = [];
  for (const ref of runningTensors(flat, fed)) {
    const reason = feasible(ref);
    if (reason === undefined) tensors.push(ref);
    else skipped.push({ ref, reason, message: feasible.explain(ref) ?? '' });
  }
  return { tensors, skipped };
}

/** In order of execution. Of a node that does not run itself only fed outputs count. */
export function runningTensors(flat: FlatGraph, fed: ReadonlySet<string>): readonly TensorRef[] {
  const fedTensors = new FedTensors(flat, fed);
  const states = running(flat, fedTensors);
  const refs: TensorRef[] = [];
  for (const node of flat.nodes) {
    if (states[node.id] === RUNS) for (let index = 0; index < outputCount(node); index++) refs.push({ node, index });
    else if (states[node.id] === FED) for (const index of fedTensors.outputs(node)) refs.push({ node, index });
  }
  return refs;
}

/** An op that nobody describes has one output as far as we know: it is listed, with the reason why it cannot be fetched. */
function outputCount(node: FlatNode): number {
  return opInfoOf(node) === undefined ? 1 : outputDTypes(node).length;
}

const FED = 1;
const RUNS = 2;

/** By node id: whether it runs for the entry's outputs, or is only the place of a fed tensor that is used. */
function running(flat: FlatGraph, fed: FedTensors): Uint8Array {
  const states = new Uint8Array(flat.nodes.length);
  const calls = new Set<CallFrame>();
  const pending: FlatNode[] = [];
  const addNode = (node: FlatNode): void => {
    if (states[node.id] === RUNS) return;
    states[node.id] = RUNS;
    pending.push(node);
  };
  const add = (ref: TensorRef): void => {
    if (!fed.has(ref)) addNode(ref.node);
    else if (states[ref.node.id] !== RUNS) states[ref.node.id] = FED;
  };
  for (const { ref } of flat.entry.outputs) add(ref);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    node.inputs.forEach(add);
    for (const control of node.controls) if (!isFedPlaceholder(control, fed)) addNode(control);
    if (node instanceof FileNode) for (const ref of callReturns(node.frame, calls)) add(ref);
  }
  return states;
}

/** A call runs as a whole: what else it returns runs too. */
function callReturns(start: CallFrame, seen: Set<CallFrame>): readonly TensorRef[] {
  const refs: TensorRef[] = [];
  if (seen.has(start)) return refs;
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
function isFedPlaceholder(node: FlatNode, fed: FedTensors): boolean {
  return (node.op === 'Placeholder' || node.op === 'PlaceholderV2') && fed.outputs(node).length > 0;
}
