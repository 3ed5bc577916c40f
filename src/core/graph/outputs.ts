import { dtypeOf, type DType } from '../tensor/dtype.ts';
import { InlinedNode } from './inlinedNode.ts';
import { attrOf, numberAttr, numbersAttr, opInfoOf } from './nodeAttrs.ts';
import type { OpArg } from './opInfo.ts';
import type { FlatNode, TensorRef } from './types.ts';

/** No op has more outputs than this; a length in a damaged file may claim them. */
const MOST_OUTPUTS = 100_000;

/** Element types of a node's outputs, in order; empty for an op that is known nowhere. `invalid` where the file does not say. */
export function outputDTypes(node: FlatNode): readonly DType[] {
  if (!(node instanceof InlinedNode)) return dtypesOf(node);
  if (node.dtypes === undefined) {
    node.dtypes = dtypesOf(node);
    node.countOutputs?.(node.dtypes.length);
  }
  return node.dtypes;
}

function dtypesOf(node: FlatNode): readonly DType[] {
  const args = opInfoOf(node)?.outputs ?? [];
  const [first] = args;
  if (first === undefined) return NO_DTYPES;
  return args.length === 1 ? argDTypes(node, first) : args.flatMap((arg) => argDTypes(node, arg));
}

const NO_DTYPES: readonly DType[] = [];
const SINGLE = new Map<DType, readonly DType[]>();

/** Most nodes have one output: they share their lists. */
function single(dtype: DType): readonly DType[] {
  let list = SINGLE.get(dtype);
  if (list === undefined) SINGLE.set(dtype, (list = [dtype]));
  return list;
}

/** Element types that a node expects of its inputs, in order; empty for an op that is known nowhere. */
export function inputDTypes(node: FlatNode): readonly DType[] {
  return (opInfoOf(node)?.inputs ?? []).flatMap((arg) => argDTypes(node, arg));
}

/** Element type of one tensor. */
export function dtypeOfTensor({ node, index }: TensorRef): DType {
  return outputDTypes(node)[index] ?? 'invalid';
}

/** A tensor of a node by the name of its output argument. */
export interface OutputArg {
  readonly name: string;
  readonly isRef: boolean;
  readonly first: number;
  readonly count: number;
}

/** Output arguments of a node with the flat indices they take up. */
export function outputArgs(node: FlatNode): readonly OutputArg[] {
  let first = 0;
  return (opInfoOf(node)?.outputs ?? []).map((arg) => {
    const count = tensorCount(node, arg);
    const { name, isRef } = arg;
    first += count;
    return { name, isRef, first: first - count, count };
  });
}

function argDTypes(node: FlatNode, arg: OpArg): readonly DType[] {
  if (arg.typeListAttr !== '') return (numbersAttr(node, arg.typeListAttr) ?? []).map(dtypeOf);
  const dtype = dtypeOf(arg.typeAttr === '' ? arg.dtype : (numberAttr(node, arg.typeAttr) ?? 0));
  if (arg.numberAttr === '') return single(dtype);
  return new Array<DType>(tensorCount(node, arg)).fill(dtype);
}

function tensorCount(node: FlatNode, arg: OpArg): number {
  if (arg.typeListAttr !== '') return numbersAttr(node, arg.typeListAttr)?.length ?? 0;
  if (arg.numberAttr === '') return 1;
  return Math.min(Math.max(Math.trunc(numberAttr(node, arg.numberAttr) ?? 0), 0), MOST_OUTPUTS);
}

/** Reserve spaces of FusedBatchNorm are never written at inference; the third is not on a CPU at all. */
export function isUninitialised({ node, index }: TensorRef): boolean {
  if (index < 3 || !/^FusedBatchNorm(V2|V3)?$/.test(node.op)) return false;
  return index === 5 || attrOf(node, 'is_training') === false;
}
