import type { FlatNode, TensorRef } from '../graph/types.ts';

const ACTIVATIONS: ReadonlySet<string> = new Set([
  'Relu',
  'Relu6',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Sigmoid',
  'Tanh',
  'Softmax',
  'LogSoftmax',
  'Softplus',
  'Softsign',
  'Exp',
]);
const LINEAR: ReadonlySet<string> = new Set([
  'BiasAdd',
  'Add',
  'AddV2',
  'MatMul',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'DepthwiseConv2dNative',
  'Einsum',
  'BatchMatMulV2',
]);
const KEPT: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Reshape']);

/**
 * The tensor before a layer's activation function: the input of the activation op its output comes from, or, when the activation is
 * composed of several ops (gelu, swish), the last linear op of the layer. Undefined when the layer has no activation of its own.
 */
export function findPreactivation(
  output: TensorRef,
  nodes: readonly FlatNode[],
  activation: string | undefined,
): TensorRef | undefined {
  let node = output.node;
  while (KEPT.has(node.op) && node.inputs[0] !== undefined && holds(nodes, node.inputs[0].node)) node = node.inputs[0].node;
  const before = node.inputs[0];
  if (ACTIVATIONS.has(node.op))
    return before !== undefined && holds(nodes, before.node) && !isRead(before.node) ? before : undefined;
  if (activation === undefined || activation === 'linear' || LINEAR.has(node.op)) return undefined;
  const linear =
    nodes.findLast(({ op, id }) => op === 'BiasAdd' && id < node.id) ??
    nodes.find(({ op, id }) => LINEAR.has(op) && id < node.id);
  return linear === undefined ? undefined : { node: linear, index: 0 };
}

/** Nodes of a layer stand in order of execution. */
function holds(nodes: readonly FlatNode[], { id }: FlatNode): boolean {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return nodes[low]?.id === id;
}

function isRead({ op }: FlatNode): boolean {
  return op === 'ReadVariableOp' || op === 'Const';
}
