import { numbersAttr } from '../graph/nodeAttrs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import { knownValues } from '../graph/shapes/values.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import type { Shape } from '../tensor/tensor.ts';

/** The Keras class of a pooling over all of space, a padding or a flattening, by rank and axes; undefined for what is none. */
export function classByRank(node: FlatNode): string | undefined {
  const shape = shapeOf(node.inputs[0]);
  const rank = shape?.length ?? 0;
  switch (node.op) {
    case 'Mean':
      return reducesSpace(node, rank) ? `GlobalAveragePooling${rank - 2}D` : undefined;
    case 'Max':
      return reducesSpace(node, rank) ? `GlobalMaxPooling${rank - 2}D` : undefined;
    case 'Pad':
      return rank >= 3 && rank <= 5 ? `ZeroPadding${rank - 2}D` : undefined;
    case 'Reshape':
      return rank > 2 && staticShape({ node, index: 0 })?.length === 2 ? 'Flatten' : undefined;
    default:
      return undefined;
  }
}

/** All axes but the batch and the channels, which stand last or, channels first, behind the batch. */
function reducesSpace({ inputs }: FlatNode, rank: number): boolean {
  if (rank < 3 || rank > 5 || inputs[1] === undefined) return false;
  const axes = new Set(knownValues(inputs[1], staticShape)?.map((axis) => (axis < 0 ? axis + rank : axis)));
  const covers = (first: number): boolean =>
    Array.from({ length: rank - 2 }, (_, i) => first + i).every((axis) => axes.has(axis));
  return axes.size === rank - 2 && (covers(1) || (rank > 3 && covers(2)));
}

/** Gates of the recurrent layers of Keras: the recurrent kernel has as many columns for each unit. */
const BY_GATES: ReadonlyMap<number, string> = new Map([
  [1, 'SimpleRNN'],
  [3, 'GRU'],
  [4, 'LSTM'],
]);

/** The class of a loop over time by its states and the matrix that multiplies them; `RNN` where these tell no more; undefined without a state and a weight. */
export function recurrentClass(loop: FlatNode): string | undefined {
  const shapes = loop.inputs.map(shapeOf);
  const states = loop.inputs.flatMap((ref, index) =>
    isWeight(ref) || shapes[index]?.length !== 2 ? [] : [shapes[index]?.[1] ?? -1],
  );
  for (const [index, ref] of loop.inputs.entries()) {
    const [rows = -1, columns = -1, ...rest] = shapes[index] ?? [];
    if (!isWeight(ref) || rest.length > 0 || rows < 1 || columns < 1 || !states.includes(rows)) continue;
    const found = BY_GATES.get(columns / rows);
    if (found !== undefined && (found === 'LSTM') === states.filter((size) => size === rows).length > 1) return found;
  }
  const hasState = loop.inputs.some((ref, index) => !isWeight(ref) && (shapes[index]?.length ?? 0) > 1);
  return hasState && loop.inputs.some(isWeight) ? 'RNN' : undefined;
}

function isWeight({ node }: TensorRef): boolean {
  return node.op === 'VarHandleOp' || node.op === 'ReadVariableOp';
}

function shapeOf(ref: TensorRef | undefined): Shape | undefined {
  if (ref === undefined) return undefined;
  return ref.node.op === 'VarHandleOp' ? numbersAttr(ref.node, 'shape') : staticShape(ref);
}
