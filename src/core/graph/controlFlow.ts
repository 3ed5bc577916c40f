import { Conditions, type ConditionId } from './conditions.ts';
import type { FlatGraph, FlatNode, TensorRef } from './types.ts';

/** Where v1 control flow (Enter, Exit, Switch, Merge) puts the tensors of a graph. */
export interface ControlFlow {
  /** True from Enter up to, but not including, Exit: the value exists once per iteration and cannot be fetched. */
  inLoopFrame(node: FlatNode): boolean;
  /** True behind a Switch and before its Merge: in a branch not taken there is no value, and one such fetch fails the whole run. */
  mayBeDead(ref: TensorRef): boolean;
}

const ENTERS: ReadonlySet<string> = new Set(['Enter', 'RefEnter']);
const EXITS: ReadonlySet<string> = new Set(['Exit', 'RefExit']);
const SWITCHES: ReadonlySet<string> = new Set(['Switch', 'RefSwitch']);
const MERGES: ReadonlySet<string> = new Set(['Merge', 'RefMerge']);
const NONE: ControlFlow = { inLoopFrame: () => false, mayBeDead: () => false };

const KNOWN = new WeakMap<FlatGraph, ControlFlow>();

/** One pass over the graph; the answer is kept with it. */
export function classify(flat: FlatGraph): ControlFlow {
  let known = KNOWN.get(flat);
  if (known === undefined) {
    const isV1 = flat.nodes.some(({ op }) => ENTERS.has(op) || SWITCHES.has(op));
    KNOWN.set(flat, (known = isV1 ? new V1ControlFlow(flat) : NONE));
  }
  return known;
}

class V1ControlFlow implements ControlFlow {
  /** depth of loop frames by node id */
  readonly #depths: Uint32Array;
  readonly #conditions = new Conditions();
  /** under which conditions a node runs, by node id */
  readonly #runsIf: Uint32Array;

  constructor(flat: FlatGraph) {
    this.#depths = new Uint32Array(flat.nodes.length);
    this.#runsIf = new Uint32Array(flat.nodes.length);
    for (const node of flat.nodes) {
      this.#depths[node.id] = this.#depthOf(node);
      this.#runsIf[node.id] = this.#conditionOf(node);
    }
  }

  inLoopFrame(node: FlatNode): boolean {
    return (this.#depths[node.id] ?? 0) > 0;
  }

  mayBeDead(ref: TensorRef): boolean {
    return this.#tensorCondition(ref) !== Conditions.ALWAYS;
  }

  #depthOf(node: FlatNode): number {
    let depth = 0;
    for (const { node: input } of node.inputs) if (input.id < node.id) depth = Math.max(depth, this.#depths[input.id] ?? 0);
    for (const control of node.controls) if (control.id < node.id) depth = Math.max(depth, this.#depths[control.id] ?? 0);
    if (ENTERS.has(node.op)) return depth + 1;
    return EXITS.has(node.op) ? Math.max(0, depth - 1) : depth;
  }

  #conditionOf(node: FlatNode): ConditionId {
    const earlier = node.inputs.filter((input) => input.node.id < node.id).map((input) => this.#tensorCondition(input));
    const data = MERGES.has(node.op) ? this.#conditions.merge(earlier) : this.#conditions.all(earlier);
    const controls = node.controls.filter((control) => control.id < node.id).map((control) => this.#runsIf[control.id] ?? Conditions.ALWAYS);
    return controls.length === 0 ? data : this.#conditions.all([data, ...controls]);
  }

  #tensorCondition({ node, index }: TensorRef): ConditionId {
    const base = this.#runsIf[node.id] ?? Conditions.ALWAYS;
    const predicate = SWITCHES.has(node.op) ? node.inputs[1] : undefined;
    // the switches of a loop are judged by its frame
    if (predicate === undefined || predicate.node.op === 'LoopCond') return base;
    return this.#conditions.and(base, valueBehind(predicate), index);
  }
}

/** tf.cond switches on its predicate and on an Identity of it (`cond/pred_id`): both are one condition. */
function valueBehind(predicate: TensorRef): TensorRef {
  let ref = predicate;
  for (let input = ref.node.inputs[0]; ref.node.op === 'Identity' && input !== undefined; input = ref.node.inputs[0]) ref = input;
  return ref;
}
