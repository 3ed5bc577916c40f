import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { ACTIVATION_OPS } from './activationOps.ts';
import { weightBehind } from './weight.ts';

const ACTIVATIONS: ReadonlySet<string> = new Set([...ACTIVATION_OPS, 'Exp']);
const SUMS: ReadonlySet<string> = new Set(['BiasAdd', 'Add', 'AddV2']);
const PRODUCTS: ReadonlySet<string> = new Set([
  'MatMul',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'DepthwiseConv2dNative',
  'Conv2DBackpropInput',
  'Conv3DBackpropInputV2',
  'Einsum',
  'BatchMatMulV2',
]);
/** What activations are composed of: each element of the result is made of the same element. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  ...ACTIVATIONS,
  'Abs',
  'Add',
  'AddN',
  'AddV2',
  'Atan',
  'Cast',
  'Cosh',
  'Div',
  'DivNoNan',
  'Erf',
  'Erfc',
  'Expm1',
  'Greater',
  'GreaterEqual',
  'Identity',
  'IdentityN',
  'Less',
  'LessEqual',
  'Log',
  'Log1p',
  'LogicalAnd',
  'LogicalNot',
  'LogicalOr',
  'Maximum',
  'Minimum',
  'Mul',
  'Neg',
  'OnesLike',
  'Pow',
  'RealDiv',
  'Reciprocal',
  'Rsqrt',
  'Select',
  'SelectV2',
  'Sign',
  'Sinh',
  'Sqrt',
  'Square',
  'Sub',
  'Tan',
  'TruncateDiv',
  'ZerosLike',
]);
const KEPT: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Reshape', 'Squeeze', 'ExpandDims']);
/** Activation functions are not composed of more ops. */
const MOST_OPS = 64;

/**
 * The tensor before a layer's activation function: the input of the activation op its output comes from, or, when the activation is
 * composed of several ops (gelu, swish), the last linear op of the layer. `activation` is the name that metadata gives; null where there
 * is no metadata: then what lies between that op and the output must look like an activation. Undefined when there is none.
 */
export function findPreactivation(
  output: TensorRef,
  nodes: readonly FlatNode[],
  activation: string | null | undefined,
): TensorRef | undefined {
  let node = output.node;
  while (KEPT.has(node.op) && node.inputs[0] !== undefined && holds(nodes, node.inputs[0].node)) node = node.inputs[0].node;
  const before = node.inputs[0];
  if (ACTIVATIONS.has(node.op))
    return before !== undefined && holds(nodes, before.node) && !isRead(before.node) ? before : undefined;
  if (activation === null) return beforeComposed(node, nodes);
  if (activation === undefined || activation === 'linear' || SUMS.has(node.op) || PRODUCTS.has(node.op)) return undefined;
  const linear =
    nodes.findLast(({ op, id }) => op === 'BiasAdd' && id < node.id) ??
    nodes.find(({ op, id }) => (SUMS.has(op) || PRODUCTS.has(op)) && id < node.id);
  return linear === undefined ? undefined : { node: linear, index: 0 };
}

/** The last op with a weight, when all behind it up to the output is made of its elements one by one. */
function beforeComposed(output: FlatNode, nodes: readonly FlatNode[]): TensorRef | undefined {
  const linear = nodes.findLast((node) => node.id <= output.id && isWeighted(node));
  if (linear === undefined || linear === output) return undefined;
  const start = reshaped(linear, nodes);
  const open = new Set([output]);
  for (const node of open) {
    if (node === start || node.op === 'Const') continue;
    const isPart = ELEMENTWISE.has(node.op) && holds(nodes, node);
    if (!isPart || open.size > MOST_OPS) return undefined;
    for (const input of node.inputs) open.add(input.node);
  }
  return open.has(start) && start !== output ? { node: start, index: 0 } : undefined;
}

/** A product with a kernel, or a sum with a bias; a number that is added to every element is part of an activation. */
function isWeighted({ op, inputs }: FlatNode): boolean {
  if (PRODUCTS.has(op)) return inputs.some((input) => weightBehind(input) !== undefined);
  return SUMS.has(op) && inputs.some((input) => weightBehind(input) !== undefined && staticShape(input)?.length !== 0);
}

/** A one-dimensional convolution and Keras' einsum give their result back its shape. */
function reshaped(linear: FlatNode, nodes: readonly FlatNode[]): FlatNode {
  let last = linear;
  for (const node of nodes) if (KEPT.has(node.op) && node.inputs[0]?.node === last) last = node;
  return last;
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
