import { dtypeOfTensor } from '../graph/outputs.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import type { DType } from '../tensor/dtype.ts';
import { refKey } from './dataflow.ts';
import type { Leaving } from './dataflow.ts';

const HANDLES: ReadonlySet<DType> = new Set(['resource', 'variant']);
const COUNTS: ReadonlySet<DType> = new Set(['int32', 'int64']);

/** What is known about the outputs of one call beside the graph. */
export interface Wanted {
  /** how many outputs the call has, when metadata tells; else undefined */
  readonly count: number | undefined;
  /** true for the nodes of layers that take output `index` according to the config; undefined when no layer is known to */
  takes(index: number): ((node: FlatNode) => boolean) | undefined;
  /** tensors that output `index` can only be one of, because the model returns it under its name; undefined when nothing tells */
  returned?(index: number): ReadonlySet<string> | undefined;
}

/** The outputs of one call among the tensors that leave its nodes (rule R): the only one, else those the config points at, else by kind. */
export function pickOutputs(leaving: readonly Leaving[], wanted: Wanted): readonly TensorRef[] {
  const { count } = wanted;
  const candidates = leaving.filter(({ ref }) => !HANDLES.has(dtypeOfTensor(ref)));
  if (candidates.length <= 1) return candidates.map(({ ref }) => ref);
  if (count === undefined) return statesLast(withoutSideTensors(candidates)).map(({ ref }) => ref);
  if (count === 1) {
    const pointedAt = possible(candidates, 0, wanted);
    const plain = withoutSideTensors(pointedAt.length > 0 ? pointedAt : candidates);
    return plain.slice(-1).map(({ ref }) => ref);
  }
  return inOrder(candidates, count, wanted);
}

/** What a loop over time leaves behind stands behind what is made of its steps, as Keras returns them. */
function statesLast(candidates: readonly Leaving[]): readonly Leaving[] {
  const isState = ({ ref }: Leaving): boolean => /^(?:Stateless)?While$/.test(ref.node.op);
  return [...candidates.filter((candidate) => !isState(candidate)), ...candidates.filter(isState)];
}

/** The candidates for output `index`. */
function possible(candidates: readonly Leaving[], index: number, { takes, returned }: Wanted): readonly Leaving[] {
  const names = returned?.(index);
  const named = names === undefined ? [] : candidates.filter(({ ref }) => names.has(refKey(ref)));
  return named.length > 0 ? named : takenBy(candidates, takes(index));
}

function takenBy(candidates: readonly Leaving[], takes: ((node: FlatNode) => boolean) | undefined): readonly Leaving[] {
  return takes === undefined
    ? candidates.filter(({ isReturned }) => isReturned)
    : candidates.filter(({ consumers }) => consumers.some(takes));
}

/** Masks and shapes leave a layer too; they are not its output when something else is. */
function withoutSideTensors(candidates: readonly Leaving[]): readonly Leaving[] {
  const values = candidates.filter(({ ref }) => dtypeOfTensor(ref) !== 'bool');
  const plain = values.filter(
    ({ ref }) => !(COUNTS.has(dtypeOfTensor(ref)) && /^(?:Shape|Size|Rank|StridedSlice|Pack|Prod)$/.test(ref.node.op)),
  );
  return plain.length > 0 ? plain : values.length > 0 ? values : candidates;
}

/** Each output index takes the first candidate that its consumers use; what is left over is dealt out in order of production. */
function inOrder(candidates: readonly Leaving[], count: number, wanted: Wanted): readonly TensorRef[] {
  const chosen = new Map<number, TensorRef>();
  const free = new Set(candidates);
  const single = [...Array(count).keys()].map((index) => ({ index, choices: possible(candidates, index, wanted) }));
  for (const { index, choices } of single.sort((a, b) => a.choices.length - b.choices.length || a.index - b.index)) {
    const pick = choices.find((candidate) => free.has(candidate));
    if (pick === undefined) continue;
    free.delete(pick);
    chosen.set(index, pick.ref);
  }
  const left = withoutSideTensors([...free])[Symbol.iterator]();
  for (let index = 0; index < count; index++) {
    if (chosen.has(index)) continue;
    const next = left.next();
    if (next.done !== true) chosen.set(index, next.value.ref);
  }
  return [...chosen].sort(([a], [b]) => a - b).map(([, ref]) => ref);
}
