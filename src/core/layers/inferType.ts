import type { FlatNode } from '../graph/types.ts';
import { classByRank, recurrentClass } from './inferRank.ts';

/** Ops that tell what a layer is, the most telling first. */
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
  ['BatchMatMulV2', 'MatMul'],
  ['Einsum', 'Einsum'],
  ['MatMul', 'Dense'],
  ['MaxPool', 'MaxPooling2D'],
  ['AvgPool', 'AveragePooling2D'],
  ['MaxPool3D', 'MaxPooling3D'],
  ['AvgPool3D', 'AveragePooling3D'],
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
];

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

/** A Keras-like class guessed from the ops of a scope; `Scope` when they do not tell. */
export function inferType(nodes: readonly FlatNode[]): string {
  const counts = new Map<string, number>();
  for (const { op } of nodes) counts.set(op, (counts.get(op) ?? 0) + 1);
  const heavy = [...counts].reduce((sum, [op, count]) => sum + (HEAVY.has(op) ? count : 0), 0);
  const loop = heavy === 1 ? nodes.find(({ op }) => op === 'While' || op === 'StatelessWhile') : undefined;
  if (loop !== undefined) return recurrentClass(loop);
  if (heavy === 2 && counts.has('DepthwiseConv2dNative') && counts.has('Conv2D')) return 'SeparableConv2D';
  if (heavy > 1) return 'Scope';
  if (counts.has('Rsqrt') && counts.has('Mul'))
    return counts.has('Mean') || counts.has('SquaredDifference') ? 'LayerNormalization' : 'BatchNormalization';
  if (counts.has('Conv2D') && isConv1D(nodes)) return 'Conv1D';
  const [op, type] = TELLING.find(([telling]) => counts.has(telling)) ?? ['', 'Scope'];
  const only = counts.get(op) === 1 ? nodes.find((node) => node.op === op) : undefined;
  return (only === undefined ? undefined : classByRank(only)) ?? type;
}

/** Keras runs a one-dimensional convolution as Conv2D between ExpandDims and Squeeze. */
function isConv1D(nodes: readonly FlatNode[]): boolean {
  return nodes.some(({ op }) => op === 'Squeeze') && nodes.some(({ op }) => op === 'ExpandDims');
}
