import { numberAttr, numbersAttr, opInfoOf } from './nodeAttrs.ts';
import type { OpArg } from './opInfo.ts';
import type { FlatNode, TensorRef } from './types.ts';

/** An input argument of a node with the positions it takes up among all inputs. */
export interface InputArg {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** Input arguments in order; empty for an op that nobody knows. */
export function inputArgs(node: FlatNode): readonly InputArg[] {
  let first = 0;
  return (opInfoOf(node)?.inputs ?? []).map((arg) => {
    const count = tensorCount(node, arg);
    first += count;
    return { name: arg.name, first: first - count, count };
  });
}

function tensorCount(node: FlatNode, { typeListAttr, numberAttr: counted }: OpArg): number {
  if (typeListAttr !== '') return numbersAttr(node, typeListAttr)?.length ?? 0;
  return counted === '' ? 1 : Math.min(Math.max(numberAttr(node, counted) ?? 0, 0), node.inputs.length);
}

/** Name of the argument that input `index` belongs to; '' when nobody knows. */
export function argumentName(node: FlatNode, index: number): string {
  return inputArgs(node).find(({ first, count }) => index >= first && index < first + count)?.name ?? '';
}

/** The tensors of one input argument. */
export function argumentTensors(node: FlatNode, name: string): readonly TensorRef[] {
  const arg = inputArgs(node).find((candidate) => candidate.name === name);
  return arg === undefined ? [] : node.inputs.slice(arg.first, arg.first + arg.count);
}
