import { Blocks } from './blocks.ts';
import { classify, type ControlFlow } from './controlFlow.ts';
import { FedTensors } from './fedTensors.ts';
import { explain } from './explain.ts';
import { InnerFeasibility, isTappable, type Judge, type Obstacle } from './inner/innerFeasibility.ts';
import { tapObstacle } from './tapFeasibility.ts';
import { InnerNode } from './inner/innerNode.ts';
import { dtypeOfTensor, isUninitialised } from './outputs.ts';
import type { FlatGraph, FlatNode, InfeasibleReason, TensorRef } from './types.ts';

/** What the libtensorflow in use can run. */
export interface RuntimeOps {
  hasOp(op: string): boolean;
  hasKernel(op: string): boolean;
}

/** Circumstances of a run. */
export interface FeasibilityOptions {
  /** names (`tensorName`) of the tensors that get a value from outside */
  readonly fed: ReadonlySet<string>;
  /** without it, ops and kernels are not checked */
  readonly ops?: RuntimeOps | undefined;
  /** further reasons why a node itself cannot run: weights missing or damaged */
  readonly blocked?: (node: FlatNode) => InfeasibleReason | undefined;
}

/** Why a tensor cannot be fetched; undefined when it can. */
export interface Verdict {
  (ref: TensorRef): InfeasibleReason | undefined;
  /** the reason as a sentence naming the node that causes it; undefined when the tensor can be fetched */
  explain(ref: TensorRef): string | undefined;
  /** the reason with the node that causes it */
  obstacle(ref: TensorRef): Obstacle | undefined;
}

/** What a run of the graph as it is can fetch; what a sibling written for the tensor can, is wider. */
export interface Feasibility extends Verdict {
  /** false for a node that cannot run; others may still wait for it (a control edge), and then do not */
  canRun(node: FlatNode): boolean;
  /** the same where v1 loops may be rewritten to record the tensor and untaken branches are caught */
  readonly tapped: Verdict;
}

/**
 * Proves beforehand what one run can fetch: walking back from a tensor and stopping at fed ones must meet nothing that cannot run.
 * One pass over the graph, one more for each nesting of v1 loops.
 */
export function feasibility(flat: FlatGraph, options: FeasibilityOptions): Feasibility {
  const root = judgeOf(flat, options);
  const inner = new InnerFeasibility(flat, root, (graph, fed) => judgeOf(graph, { ...options, fed }));
  const flow = classify(flat);
  const plain = (ref: TensorRef): Obstacle | undefined =>
    ref.node instanceof InnerNode ? inner.obstacle(ref, ref.node) : root.tensor(ref);
  const tapped = (ref: TensorRef): Obstacle | undefined => {
    const found = plain(ref);
    return isTappable(found) && !(ref.node instanceof InnerNode) ? tapObstacle(ref, flow, root) : found;
  };
  return Object.assign(verdict(plain), { tapped: verdict(tapped), canRun: (node: FlatNode) => root.blockOf(node) === undefined });
}

function verdict(judge: (ref: TensorRef) => Obstacle | undefined): Verdict {
  return Object.assign((ref: TensorRef) => judge(ref)?.reason, {
    explain(ref: TensorRef): string | undefined {
      const block = judge(ref);
      return block === undefined ? undefined : explain(ref, block);
    },
    obstacle: judge,
  });
}

/** The pass is made when somebody asks. */
function judgeOf(flat: FlatGraph, options: FeasibilityOptions): Judge {
  let judge: Judge | undefined;
  const known = (): Judge => (judge ??= makeJudge(flat, options));
  return { blockOf: (node) => known().blockOf(node), tensor: (ref) => known().tensor(ref), node: (node) => known().node(node) };
}

function makeJudge(flat: FlatGraph, options: FeasibilityOptions): Judge {
  const flow = classify(flat);
  const fed = new FedTensors(flat, options.fed);
  const blocks = new Blocks(flat, options, fed, flow);
  return {
    blockOf: (node) => blocks.of(node),
    tensor(ref) {
      if (fed.has(ref)) return undefined;
      const own = tensorReason(ref, flow);
      if (own !== undefined) return { reason: own, cause: ref.node };
      return blocks.of(ref.node) ?? (dtypeOfTensor(ref) === 'invalid' ? { reason: 'unknown-dtype', cause: ref.node } : undefined);
    },
    node(node) {
      const own = flow.inLoopFrame(node) ? 'loop-frame' : flow.mayBeDead({ node, index: 0 }) ? 'maybe-dead' : undefined;
      return own === undefined ? blocks.of(node) : { reason: own, cause: node };
    },
  };
}

function tensorReason(ref: TensorRef, flow: ControlFlow): InfeasibleReason | undefined {
  const dtype = dtypeOfTensor(ref);
  if (dtype === 'resource' || dtype === 'variant') return dtype;
  if (flow.inLoopFrame(ref.node)) return 'loop-frame';
  if (flow.mayBeDead(ref)) return 'maybe-dead';
  return isUninitialised(ref) ? 'uninitialised' : undefined;
}
