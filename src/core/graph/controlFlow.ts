import { Conditions, type Branch, type ConditionId } from './conditions.ts';
import { LoopFrames, type LoopFrame, type Phase } from './loopFrames.ts';
import { columnsOf, type GraphColumns } from './graphColumns.ts';
import type { FlatGraph, FlatNode, TensorRef } from './types.ts';

/** Where v1 control flow (Enter, Exit, Switch, Merge) puts the tensors of a graph. */
export interface ControlFlow {
  /** True from Enter up to, but not including, Exit: the value exists once per iteration and cannot be fetched. */
  inLoopFrame(node: FlatNode): boolean;
  /** True behind a Switch and before its Merge: in a branch not taken there is no value, and one such fetch fails the whole run. */
  mayBeDead(ref: TensorRef): boolean;
  /** The loop that a node is run in. */
  frameOf(node: FlatNode): LoopFrame | undefined;
  phaseOf(ref: TensorRef): Phase;
  /** The branches that a tensor lies in besides those around its loop; undefined where they are not known, empty when there are none. */
  branchesOf(ref: TensorRef): readonly Branch[] | undefined;
}

const ENTERS: ReadonlySet<string> = new Set(['Enter', 'RefEnter']);
const SWITCHES: ReadonlySet<string> = new Set(['Switch', 'RefSwitch']);
const MERGES: ReadonlySet<string> = new Set(['Merge', 'RefMerge']);
const NONE: ControlFlow = {
  inLoopFrame: () => false,
  mayBeDead: () => false,
  frameOf: () => undefined,
  phaseOf: () => 'cond',
  branchesOf: () => [],
};

const KNOWN = new WeakMap<FlatGraph, ControlFlow>();

/** One pass over the graph; the answer is kept with it. */
export function classify(flat: FlatGraph): ControlFlow {
  let known = KNOWN.get(flat);
  if (known === undefined) {
    const isV1 = hasV1Ops(columnsOf(flat));
    KNOWN.set(flat, (known = isV1 ? new V1ControlFlow(flat) : NONE));
  }
  return known;
}

function hasV1Ops({ ops }: GraphColumns): boolean {
  return [...ENTERS, ...SWITCHES].some((op) => ops.has(op));
}

class V1ControlFlow implements ControlFlow {
  readonly #frames: LoopFrames;
  readonly #conditions = new Conditions();
  /** under which conditions a node runs, by node id */
  readonly #runsIf: Uint32Array;

  constructor(flat: FlatGraph) {
    this.#frames = new LoopFrames(flat);
    this.#runsIf = new Uint32Array(flat.nodes.length);
    for (const node of flat.nodes) this.#runsIf[node.id] = this.#conditionOf(node);
  }

  inLoopFrame(node: FlatNode): boolean {
    return this.#frames.of(node) !== undefined;
  }

  mayBeDead(ref: TensorRef): boolean {
    return this.#tensorCondition(ref) !== Conditions.ALWAYS;
  }

  frameOf(node: FlatNode): LoopFrame | undefined {
    return this.#frames.of(node);
  }

  phaseOf(ref: TensorRef): Phase {
    return this.#frames.phaseOf(ref);
  }

  branchesOf(ref: TensorRef): readonly Branch[] | undefined {
    const entered = this.#frames.of(ref.node)?.entry;
    const around = entered === undefined ? Conditions.ALWAYS : (this.#runsIf[entered.id] ?? Conditions.ALWAYS);
    return this.#conditions.branches(this.#tensorCondition(ref), around);
  }

  #conditionOf(node: FlatNode): ConditionId {
    const earlier = node.inputs.filter((input) => input.node.id < node.id).map((input) => this.#tensorCondition(input));
    const data = MERGES.has(node.op) ? this.#conditions.merge(earlier) : this.#conditions.all(earlier);
    const controls = node.controls
      .filter((control) => control.id < node.id)
      .map((control) => this.#runsIf[control.id] ?? Conditions.ALWAYS);
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
