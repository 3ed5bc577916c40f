import type { FlatNode, TensorRef } from '../graph/types.ts';
import { classByRank, recurrentClass } from './inferRank.ts';
import { isVariable, weightBehind } from './weight.ts';

/** Ops that tell what a layer is wherever they stand in it, the most telling first. */
const TELLING: readonly (readonly [string, string])[] = [
  ['DepthwiseConv2dNative', 'DepthwiseConv2D'],
  ['Conv2DBackpropInput', 'Conv2DTranspose'],
  ['Conv3D', 'Conv3D'],
  ['Conv2D', 'Conv2D'],
  ['FusedBatchNormV3', 'BatchNormalization'],
  ['FusedBatchNormV2', 'BatchNormalization'],
  ['FusedBatchNorm', 'BatchNormalization'],
  ['CudnnRNN', 'RNN'],
  ['CudnnRNNV2', 'RNN'],
  ['CudnnRNNV3', 'RNN'],
  ['ResourceGather', 'Embedding'],
  ['MatMul', 'Dense'],
  ['MaxPool', 'MaxPooling2D'],
  ['AvgPool', 'AveragePooling2D'],
  ['MaxPool3D', 'MaxPooling3D'],
  ['AvgPool3D', 'AveragePooling3D'],
];

/** Ops that tell what a layer is when its output is theirs. */
const LAST: ReadonlyMap<string, string> = new Map([
  ['BatchMatMulV2', 'MatMul'],
  ['Einsum', 'Einsum'],
  ['ConcatV2', 'Concatenate'],
  ['Relu6', 'ReLU'],
  ['Relu', 'ReLU'],
  ['LeakyRelu', 'LeakyReLU'],
  ['Elu', 'ELU'],
  ['Softmax', 'Softmax'],
  ['Sigmoid', 'Activation'],
  ['Tanh', 'Activation'],
  ['Selu', 'Activation'],
  ['Softplus', 'Activation'],
  ['Mean', 'Mean'],
  ['Max', 'Max'],
  ['Sum', 'Sum'],
  ['ExpandDims', 'ExpandDims'],
  ['Squeeze', 'Squeeze'],
  ['Transpose', 'Permute'],
  ['Pad', 'ZeroPadding'],
  ['ResizeNearestNeighbor', 'UpSampling2D'],
  ['AddV2', 'Add'],
  ['Add', 'Add'],
  ['Mul', 'Multiply'],
  ['Sub', 'Subtract'],
  ['Reshape', 'Reshape'],
  ['Identity', 'Identity'],
]);

/** Layers that compute a shape or a mask first. The others do nothing beside: among other ops theirs is only the last step. */
const PREPARED: ReadonlySet<string> = new Set(['Softmax', 'ConcatV2', 'Pad', 'Reshape', 'ResizeNearestNeighbor']);
/** Ops that merge tensors: with a weight on one side they are something else. */
const MERGES: ReadonlySet<string> = new Set(['Add', 'AddV2', 'Mul', 'Sub']);
const BESIDE: ReadonlySet<string> = new Set(['Const', 'Identity', 'Cast', 'ReadVariableOp', 'NoOp']);

/** Ops that a layer of a known kind has at most once or twice: more of them make it a group of layers. */
const HEAVY: ReadonlySet<string> = new Set([
  'Conv2D',
  'Conv3D',
  'DepthwiseConv2dNative',
  'Conv2DBackpropInput',
  'MatMul',
  'FusedBatchNormV3',
  'While',
  'StatelessWhile',
]);

/** True when ops do the work of several layers, or none of them is that of a layer. */
export function isSeveral(nodes: readonly FlatNode[]): boolean {
  const counts = countOps(nodes);
  const heavy = heavyOf(counts);
  if (heavy === 2 && counts.has('DepthwiseConv2dNative') && counts.has('Conv2D')) return false;
  return heavy > 1 || (heavy === 0 && !KNOWN.some((op) => counts.has(op)));
}

const KNOWN: readonly string[] = [...TELLING.map(([op]) => op), ...LAST.keys(), 'Rsqrt'];

function countOps(nodes: readonly FlatNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { op } of nodes) counts.set(op, (counts.get(op) ?? 0) + 1);
  return counts;
}

function heavyOf(counts: ReadonlyMap<string, number>): number {
  return [...counts].reduce((sum, [op, count]) => sum + (HEAVY.has(op) ? count : 0), 0);
}

/** A Keras-like class guessed from the ops of a call and what it gives; undefined when they do not tell: no class is better than a wrong one. */
export function inferType(nodes: readonly FlatNode[], outputs: readonly TensorRef[]): string | undefined {
  const counts = countOps(nodes);
  const heavy = heavyOf(counts);
  const loop = heavy === 1 ? nodes.find(({ op }) => op === 'While' || op === 'StatelessWhile') : undefined;
  if (loop !== undefined) return recurrentClass(loop);
  const inSpace = (type: string): string => (isFlat(counts) ? type.replace('2D', '1D') : type);
  if (heavy === 2 && counts.has('DepthwiseConv2dNative') && counts.has('Conv2D')) return inSpace('SeparableConv2D');
  if (heavy > 1) return undefined;
  const normalisation = counts.has('Rsqrt') && counts.has('Mul') ? normalisationOf(counts) : undefined;
  if (normalisation !== undefined) return normalisation;
  const told = TELLING.find(([op]) => counts.has(op))?.[1];
  return told === undefined ? (weighted(nodes) ?? byOutput(nodes, outputs)) : inSpace(told);
}

function normalisationOf(counts: ReadonlyMap<string, number>): string | undefined {
  const isCentred = counts.has('SquaredDifference') || counts.has('Sub');
  if (counts.has('Mean')) return isCentred ? 'LayerNormalization' : 'RMSNormalization';
  if (counts.has('SquaredDifference')) return 'LayerNormalization';
  return isCentred || counts.has('Neg') ? 'BatchNormalization' : undefined;
}

/** A look-up in a variable, or a product with one as Keras' einsum is computed. */
function weighted(nodes: readonly FlatNode[]): string | undefined {
  const products = nodes.filter(({ op }) => op === 'BatchMatMulV2' || op === 'Einsum');
  const [product] = products;
  if (product === undefined)
    return nodes.some(({ op, inputs: [table] }) => op === 'GatherV2' && table !== undefined && isVariable(table))
      ? 'Embedding'
      : undefined;
  const kernel = products.length === 1 ? product.inputs.find((ref) => weightBehind(ref) !== undefined) : undefined;
  if (kernel === undefined) return undefined;
  return product.op === 'Einsum' || kernel.node.op === 'Reshape' ? 'EinsumDense' : 'Dense';
}

function byOutput(nodes: readonly FlatNode[], outputs: readonly TensorRef[]): string | undefined {
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) return undefined;
  const inside = new Set(nodes);
  let { node } = output;
  for (let before = node.inputs[0]; isPassedOn(node) && before !== undefined && inside.has(before.node);) {
    node = before.node;
    before = node.inputs[0];
  }
  const type = LAST.get(node.op);
  if (type === undefined || !(PREPARED.has(node.op) || isAlone(node, nodes))) return undefined;
  const isOnly = nodes.filter(({ op }) => op === node.op).length === 1;
  return (isOnly ? classByRank(node) : undefined) ?? type;
}

/** Nothing but products in a product: of several tensors it takes several. */
function isAlone({ op }: FlatNode, nodes: readonly FlatNode[]): boolean {
  const isMerge = MERGES.has(op);
  return nodes.every((node) => BESIDE.has(node.op) || (node.op === op && !(isMerge && node.inputs.some(isVariable))));
}

function isPassedOn({ op }: FlatNode): boolean {
  return op === 'Identity' || op === 'Cast';
}

/** Keras convolves and pools over one dimension as over two, between ExpandDims and Squeeze. */
function isFlat(counts: ReadonlyMap<string, number>): boolean {
  return counts.has('Squeeze') && counts.has('ExpandDims');
}
