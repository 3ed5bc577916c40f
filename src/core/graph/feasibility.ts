import { columnsOf } from './graphColumns.ts';
import type { FunctionRecord } from '../model/types.ts';
import { classify, type ControlFlow } from './controlFlow.ts';
import { FedTensors } from './fedTensors.ts';
import { explain } from './explain.ts';
import { calledFunctions, functionClosure } from './functionUse.ts';
import { InnerFeasibility, isTappable, type Judge, type Obstacle } from './inner/innerFeasibility.ts';
import { tapObstacle } from './tapFeasibility.ts';
import { InnerNode } from './inner/innerNode.ts';
import { opInfoOf } from './nodeAttrs.ts';
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
  return Object.assign(verdict(plain), { tapped: verdict(tapped) });
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
  const blocks = new Blocks(flat, options, fed);
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

const PLACEHOLDERS: ReadonlySet<string> = new Set(['Placeholder', 'PlaceholderV2']);

/** What is wrong with a node itself. */
type Fault = Omit<Obstacle, 'cause'>;

class Blocks {
  readonly #blocks: (Obstacle | undefined)[];
  readonly #options: FeasibilityOptions;
  readonly #functions = new Map<FunctionRecord, Fault | undefined>();

  constructor(
    private readonly flat: FlatGraph,
    options: FeasibilityOptions,
    private readonly fed: FedTensors,
  ) {
    this.#options = options;
    this.#blocks = new Array<Obstacle | undefined>(columnsOf(flat).count).fill(undefined);
    if (this.#blockRoots()) for (let changed = true; changed;) changed = this.#spread();
  }

  /** Finds the nodes that cannot run themselves; false when there are none. */
  #blockRoots(): boolean {
    const columns = columnsOf(this.flat);
    const { keptCalls } = this.flat;
    const { functions } = this.flat.metaGraph.graph;
    // where nothing but unknown ops and open placeholders stops a node, all others need not be looked at
    const isPlain = keptCalls.size === 0 && this.#options.blocked === undefined && this.#options.ops === undefined;
    const harmless = new Map<string, boolean>();
    let hasBlocks = false;
    for (let id = 0; id < columns.count; id++) {
      const op = columns.op(id);
      let isHarmless = harmless.get(op);
      if (isHarmless === undefined)
        harmless.set(
          op,
          (isHarmless = isPlain && !PLACEHOLDERS.has(op) && (functions.has(op) || opInfoOf(columns.node(id)) !== undefined)),
        );
      const fault = isHarmless ? undefined : this.#ownFault(columns.node(id));
      if (fault === undefined) continue;
      this.#blocks[id] = { ...fault, cause: columns.node(id) };
      hasBlocks = true;
    }
    return hasBlocks;
  }

  of(node: FlatNode): Obstacle | undefined {
    return this.#blocks[node.id];
  }

  /** Hands blocks on to consumers; true when a back edge makes another pass necessary. */
  #spread(): boolean {
    let again = false;
    for (const node of this.flat.nodes) {
      if (this.#blocks[node.id] !== undefined) continue;
      const block = this.#inherited(node);
      if (block === undefined) continue;
      this.#blocks[node.id] = block;
      again ||= this.#hasEarlierConsumer(node);
    }
    return again;
  }

  /** Only NextIteration hands its value to a node that stands before it. */
  #hasEarlierConsumer(node: FlatNode): boolean {
    return node.op === 'NextIteration' || node.op === 'RefNextIteration';
  }

  #inherited(node: FlatNode): Obstacle | undefined {
    for (const input of node.inputs) {
      const block = this.#blocks[input.node.id];
      if (block !== undefined && !this.fed.has(input)) return block;
    }
    for (const control of node.controls) {
      const block = this.#blocks[control.id];
      if (block !== undefined) return block;
    }
    return undefined;
  }

  #ownFault(node: FlatNode): Fault | undefined {
    if (PLACEHOLDERS.has(node.op)) return this.fed.outputs(node).length > 0 ? undefined : { reason: 'unfed-placeholder' };
    if (this.#callsItself(node)) return { reason: 'kept-call' };
    const reason = this.#options.blocked?.(node);
    return reason === undefined ? this.#opFault(node) : { reason };
  }

  /** TensorFlow unrolls such a function until the process dies. */
  #callsItself(node: FlatNode): boolean {
    const { keptCalls } = this.flat;
    return keptCalls.size > 0 && keptCalls.get(node.name)?.endsWith('calls itself') === true;
  }

  #opFault(node: FlatNode): Fault | undefined {
    const { functions } = this.flat.metaGraph.graph;
    const isCall = functions.has(node.op);
    const reason = isCall ? undefined : this.#runtimeReason(node.op);
    if (reason !== undefined) return { reason };
    if (this.#options.ops === undefined) return opInfoOf(node) === undefined ? { reason: 'unknown-op' } : undefined;
    for (const called of calledFunctions(node, functions)) {
      const inside = this.#functionFault(called);
      if (inside !== undefined) return inside;
    }
    return undefined;
  }

  #runtimeReason(op: string): InfeasibleReason | undefined {
    const { ops } = this.#options;
    if (ops === undefined) return undefined;
    if (!ops.hasOp(op)) return 'unknown-op';
    return ops.hasKernel(op) ? undefined : 'no-kernel';
  }

  /** A loop or branch whose body holds an op that cannot run fails as a whole. */
  #functionFault(called: FunctionRecord): Fault | undefined {
    if (this.#functions.has(called)) return this.#functions.get(called);
    const { functions } = this.flat.metaGraph.graph;
    let fault: Fault | undefined;
    for (const { nodes } of functionClosure([called], functions)) {
      for (const { name, op } of nodes) {
        const reason = fault !== undefined || functions.has(op) ? undefined : this.#runtimeReason(op);
        if (reason !== undefined) fault = { reason, inside: { name, op } };
      }
    }
    this.#functions.set(called, fault);
    return fault;
  }
}
