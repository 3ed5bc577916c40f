import { argumentName, argumentTensors, inputArgs } from '../graph/inputArgs.ts';
import { attrOf } from '../graph/nodeAttrs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import type { Consumers, Use } from './forward.ts';
import { scalarConstant } from './scalarConstant.ts';

/** A range of whole numbers, both ends included. */
export interface WholeNumbers {
  readonly low: number;
  readonly high: number;
}

/** What a whole vector says to the op that takes it: positions of a sparse or ragged tensor, sizes, an order of axes. */
export type VectorRole =
  | 'indices'
  | 'denseShape'
  | 'rowSplits'
  | 'rowIds'
  | 'rowLengths'
  | 'counting'
  | 'zeros'
  | 'ones'
  | 'allThatIsLeft'
  | 'newShape'
  | 'sides'
  | 'window'
  | 'parts';

/** By `op.argument`. */
const ROLES: readonly (readonly [RegExp, VectorRole])[] = [
  [/^(?:Conjugate)?Transpose\.perm$|^InvertPermutation\.x$/, 'counting'],
  [/\.(?:paddings|begin|crops|reduction_indices|shift)$|^CropAndResize\.box_ind$|SegmentS?\w*\.segment_ids$/, 'zeros'],
  [
    /^Tile\.multiples$|\.strides$|\.block_shape$|^(?:Fill\.dims|BroadcastTo\.shape)$|^\w*Random\w*\.shape$|^TruncatedNormal\.shape$/,
    'ones',
  ],
  [/^(?:Floor|Truncate)?(?:Div|Mod)\.y$/, 'ones'],
  [/^Slice\.size$/, 'allThatIsLeft'],
  [/^Reshape\.shape$/, 'newShape'],
  [/^Resize\w*\.size$|^CropAndResize\.crop_size$/, 'sides'],
  [/^DecodeAndCropJpeg\.crop_window$/, 'window'],
  [/^SplitV\.size_splits$/, 'parts'],
  [/^Ragged\w*\.nrows$/, 'ones'],
  [/^Cumsum\.x$/, 'rowLengths'],
  [/splits/, 'rowSplits'],
];

/** The role of a vector that the graph takes as a whole; undefined for plain values. */
export function vectorRole(ref: TensorRef, consumers: Consumers): VectorRole | undefined {
  for (const use of consumers.through(ref)) {
    const role = roleInUse(use);
    if (role !== undefined) return role;
  }
  return isCutBothWays(ref, consumers) ? 'rowSplits' : undefined;
}

function roleInUse({ node, input }: Use): VectorRole | undefined {
  const name = argumentName(node, input);
  if (name === '') return undefined;
  if (/indices$/.test(name) && holdsShapes(node)) return 'indices';
  if (isShape(name) && inputArgs(node).some((arg) => /indices$/.test(arg.name))) return 'denseShape';
  if (name === 'row_partition_tensors') return partition(node, input);
  const key = `${node.op}.${name}`;
  return ROLES.find(([pattern]) => pattern.test(key))?.[1];
}

/** Ops on sparse tensors take indices, values and a shape. */
function holdsShapes(node: FlatNode): boolean {
  return inputArgs(node).some(({ name }) => isShape(name));
}

function isShape(name: string): boolean {
  return /shapes?$/.test(name) && name !== 'new_shape';
}

/** Row partitions of RaggedTensorToTensor, by their types. */
function partition(node: FlatNode, input: number): VectorRole | undefined {
  const types = attrOf(node, 'row_partition_types');
  const first = inputArgs(node).find(({ name }) => name === 'row_partition_tensors')?.first ?? 0;
  return Array.isArray(types) ? PARTITIONS[String(types[input - first])] : undefined;
}

const PARTITIONS: Readonly<Record<string, VectorRole>> = {
  ROW_SPLITS: 'rowSplits',
  VALUE_ROWIDS: 'rowIds',
  FIRST_DIM_SIZE: 'ones',
};

/** `x[1:]` and `x[:-1]`: the lengths of the rows between splits. */
function isCutBothWays(ref: TensorRef, consumers: Consumers): boolean {
  const masks = new Set<string>();
  for (const { node, input } of consumers.direct(ref)) {
    if (node.op === 'Identity') return isCutBothWays({ node, index: 0 }, consumers);
    if (node.op !== 'StridedSlice' || input !== 0) continue;
    const [begin, end] = [scalarConstant(node.inputs[1]?.node), scalarConstant(node.inputs[2]?.node)];
    if (attrOf(node, 'end_mask') === 1 && begin === 1) masks.add('from 1');
    if (end === -1 && (attrOf(node, 'begin_mask') === 1 || begin === 0)) masks.add('to -1');
  }
  return masks.size === 2;
}

/** Whole numbers from which any choice lets the model run: 0 or 1, unless they are indices of which less, or others, exist. */
export function wholeNumbers(ref: TensorRef, consumers: Consumers): WholeNumbers {
  let low = 0;
  let last = Infinity;
  for (const { node, input, shift } of consumers.through(ref)) {
    const rows = rowsLookedUp(node, input);
    if (rows === undefined) continue;
    low = Math.max(low, -shift);
    last = Math.min(last, Math.max(rows, 1) - 1 - shift);
  }
  return { low, high: Math.max(low, Math.min(low + 1, last)) };
}

/** How many rows there are to look up by this input as an index, -1 where nobody knows; undefined when it is no index. */
export function rowsLookedUp(node: FlatNode, input: number): number | undefined {
  if (argumentName(node, input) !== 'indices' || !/^(?:Resource)?Gather(?:V2|Nd)?$|^SparseSegment/.test(node.op))
    return undefined;
  const [table] = [...argumentTensors(node, 'params'), ...argumentTensors(node, 'data'), ...argumentTensors(node, 'resource')];
  const shape = table === undefined ? undefined : tableShape(table);
  if (shape === undefined) return -1;
  const axis = scalarConstant(argumentTensors(node, 'axis')[0]?.node) ?? 0;
  return node.op.endsWith('Nd') ? Math.min(...shape) : (shape.at(axis) ?? -1);
}

function tableShape(table: TensorRef): readonly number[] | undefined {
  const declared = table.node.op === 'VarHandleOp' ? attrOf(table.node, 'shape') : undefined;
  return Array.isArray(declared) ? declared.filter((size) => typeof size === 'number') : staticShape(table);
}
