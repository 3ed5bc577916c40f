import { onlyComputes } from '../analysis/effectsOfOps.ts';
import type { FunctionRecord } from '../model/types.ts';
import type { ControlFlow } from './controlFlow.ts';
import type { FeasibilityOptions } from './feasibility.ts';
import type { FedTensors } from './fedTensors.ts';
import { calledFunctions, functionClosure } from './functionUse.ts';
import { columnsOf } from './graphColumns.ts';
import type { Obstacle } from './inner/innerFeasibility.ts';
import { opInfoOf } from './nodeAttrs.ts';
import type { FlatGraph, FlatNode, InfeasibleReason } from './types.ts';

const PLACEHOLDERS: ReadonlySet<string> = new Set(['Placeholder', 'PlaceholderV2']);

/** What is wrong with a node itself. */
type Fault = Omit<Obstacle, 'cause'>;

/**
 * What stops the nodes of a graph. A node whose value is not taken, only waited for (a control edge), stops others only by what it
 * would have done: where a value could not be computed that nobody asks for, the rest runs all the same.
 */
export class Blocks {
  readonly #blocks: (Obstacle | undefined)[];
  /** by node: what, at it or before it, cannot run and would have changed something */
  readonly #effects: (Obstacle | undefined)[];
  readonly #options: FeasibilityOptions;
  readonly #functions = new Map<FunctionRecord, Fault | undefined>();

  constructor(
    private readonly flat: FlatGraph,
    options: FeasibilityOptions,
    private readonly fed: FedTensors,
    private readonly flow: ControlFlow,
  ) {
    this.#options = options;
    this.#blocks = new Array<Obstacle | undefined>(columnsOf(flat).count).fill(undefined);
    this.#effects = [...this.#blocks];
    if (!this.#blockRoots()) return;
    this.#blockEffects();
    for (let changed = true; changed;) changed = this.#spread();
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

  /** Whoever feeds a tensor stands in for everything before it, for what it would have changed too. */
  #blockEffects(): void {
    const stoodIn = this.fed.nodesBefore();
    for (const [id, block] of this.#blocks.entries()) {
      if (block !== undefined && !stoodIn.has(block.cause) && !onlyComputes(block.cause)) this.#effects[id] = block;
    }
  }

  /** Hands blocks on to consumers; true when a back edge makes another pass necessary. */
  #spread(): boolean {
    let again = false;
    for (const node of this.flat.nodes) {
      const block = this.#blocks[node.id] ?? this.#inherited(node);
      const effect = this.#effects[node.id] ?? this.#inheritedEffect(node);
      const isNew = block !== this.#blocks[node.id] || effect !== this.#effects[node.id];
      this.#blocks[node.id] = block;
      this.#effects[node.id] = effect;
      again ||= isNew && this.#hasEarlierConsumer(node);
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
      const block = this.#decides(control) ? this.#blocks[control.id] : this.#effects[control.id];
      if (block !== undefined) return block;
    }
    return undefined;
  }

  #inheritedEffect({ controls, inputs }: FlatNode): Obstacle | undefined {
    for (const input of inputs) {
      const effect = this.#effects[input.node.id];
      if (effect !== undefined && !this.fed.has(input)) return effect;
    }
    for (const { id } of controls) if (this.#effects[id] !== undefined) return this.#effects[id];
    return undefined;
  }

  /** True for a node whose control edges say whether, or how often, others run. */
  #decides(node: FlatNode): boolean {
    return this.flow.inLoopFrame(node) || this.flow.mayBeDead({ node, index: 0 });
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
    const reason = isCall ? undefined : (this.#runtimeReason(node.op) ?? this.#platformReason(node));
    if (reason !== undefined) return { reason };
    if (this.#options.ops === undefined) return opInfoOf(node) === undefined ? { reason: 'unknown-op' } : undefined;
    for (const called of calledFunctions(node, functions)) {
      const inside = this.#functionFault(called);
      if (inside !== undefined) return inside;
    }
    return undefined;
  }

  /** A program of JAX was lowered for some platforms, and runs on no other. xla_call_module_op.cc. */
  #platformReason(node: FlatNode): InfeasibleReason | undefined {
    if (this.#options.ops === undefined || node.op !== 'XlaCallModule') return undefined;
    const platforms = node.attr('platforms')?.value;
    const named = platforms?.case === 'list' ? platforms.value.s.map((text) => new TextDecoder().decode(text)) : [];
    return named.length === 0 || named.includes('CPU') ? undefined : 'no-kernel';
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
