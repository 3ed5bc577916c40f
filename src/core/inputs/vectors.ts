import { argumentTensors } from '../graph/inputArgs.ts';
import { knownValues } from '../graph/shapes/values.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import type { TensorRef } from '../graph/types.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import type { Consumers } from './forward.ts';
import { generate } from './generate.ts';
import type { VectorRole } from './roles.ts';
import { shapeFromUses } from './shapeFromUses.ts';
import type { InputTarget } from './target.ts';

/** Sides of a picture after resizing, and of a window cut from a made picture. */
const SIDE = 32;

const ONE_EACH = 'one value in each example';
const WORDS: Readonly<Record<VectorRole, string>> = {
  indices: ONE_EACH,
  denseShape: ONE_EACH,
  rowSplits: ONE_EACH,
  rowIds: ONE_EACH,
  rowLengths: ONE_EACH,
  counting: '0, 1, 2…',
  zeros: 'zeros',
  ones: 'ones',
  allThatIsLeft: '-1 for all that is left',
  newShape: 'a shape that fits',
  sides: `${SIDE} along each side`,
  window: `a corner of ${SIDE} by ${SIDE}`,
  parts: '1, and -1 for what is left',
};

/** Roles of vectors with one value more than there are examples, or of one value each, whatever size the input takes. */
export function roleShape(role: VectorRole, shape: Shape, batch: number, axes: number | undefined): Shape {
  if (role === 'indices') return [batch, axes ?? 2];
  if (role === 'denseShape') return [axes ?? 2];
  if (role === 'rowSplits') return [batch + 1];
  return shape;
}

/** A vector in its role: the parts of a sparse or ragged input have one value in each example, so that any of them fit each other. */
export function vectorInRole(
  role: VectorRole,
  target: InputTarget,
  shape: Shape,
  batch: number,
  consumers: Consumers,
): { tensor: Tensor; how: string } {
  const valueAt = values(role, target.ref, shape, batch, consumers);
  const tensor = generate({ kind: 'zeros' }, target.dtype, shape, target.name);
  const { data } = tensor;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    for (let i = 0; i < data.length; i++) data[i] = BigInt(valueAt(i));
  else if (ArrayBuffer.isView(data)) for (let i = 0; i < data.length; i++) data[i] = valueAt(i);
  return { tensor, how: WORDS[role] };
}

function values(role: VectorRole, ref: TensorRef, shape: Shape, batch: number, consumers: Consumers): (index: number) => number {
  const [length = 1] = shape;
  switch (role) {
    case 'indices': {
      const [, axes = 1] = shape;
      return (i) => (i % axes === 0 ? i / axes : 0);
    }
    case 'denseShape': {
      const sizes = denseSizes(ref, length, consumers);
      return (i) => (i === 0 ? batch : Math.max(1, sizes[i] ?? 1));
    }
    case 'rowSplits':
    case 'rowIds':
    case 'counting':
      return (i) => i;
    case 'rowLengths':
    case 'ones':
      return () => 1;
    case 'zeros':
      return () => 0;
    case 'allThatIsLeft':
      return () => -1;
    case 'newShape':
      return newShape(ref, length, consumers);
    case 'sides':
      return () => SIDE;
    case 'window':
      return (i) => (i < 2 ? 0 : SIDE);
    default:
      return (i) => (i === length - 1 ? -1 : 1);
  }
}

/** Sizes of a sparse tensor that what it becomes must have: rows of the matrix it is multiplied by, columns of a layer. */
function denseSizes(ref: TensorRef, axes: number, consumers: Consumers): Shape {
  const preset = ref.node.op === 'PlaceholderWithDefault' ? ref.node.inputs[0] : undefined;
  const sizes = preset === undefined ? undefined : knownValues(preset, staticShape);
  if (sizes?.slice(1).some((size) => size > 0) === true) return sizes;
  for (const { node } of consumers.through(ref)) {
    const [matrix] = node.op === 'SparseTensorDenseMatMul' ? argumentTensors(node, 'b') : [];
    if (matrix !== undefined) return [-1, staticShape(matrix)?.[0] ?? -1];
    const dense = node.op === 'SparseToDense' ? { node, index: 0 } : undefined;
    const wanted = dense === undefined ? undefined : (shapeFromUses(dense, consumers) ?? staticShape(dense));
    if (wanted?.length === axes && wanted.slice(1).some((size) => size > 0)) return wanted;
  }
  return [];
}

/** The sizes of what is reshaped, when it has as many axes; else everything along the first axis. */
function newShape(ref: TensorRef, length: number, consumers: Consumers): (index: number) => number {
  for (const { node } of consumers.through(ref)) {
    const [data] = node.op === 'Reshape' ? argumentTensors(node, 'tensor') : [];
    const sizes = data === undefined ? undefined : staticShape(data);
    if (sizes?.length !== length) continue;
    const open = Math.max(0, sizes.indexOf(-1));
    if (sizes.filter((size) => size < 0).length <= 1) return (i) => (i === open ? -1 : (sizes[i] ?? 1));
  }
  return (i) => (i === 0 ? -1 : 1);
}
