import { decodeTensor } from '../../proto/tensorProto.ts';
import type { Shape } from '../../tensor/tensor.ts';
import { numberAttr } from '../nodeAttrs.ts';
import type { FlatNode, TensorRef } from '../types.ts';
import { sliceParts } from './stridedSlice.ts';

/** Values longer than this are no shapes. */
const MOST_VALUES = 256;
/** Arithmetic on shapes is followed this far back. */
const DEEPEST = 24;

/** Whole numbers a tensor is known to hold, NaN for each that is not known; undefined when their count is not known either. */
export function knownValues(
  ref: TensorRef,
  shapeOf: (ref: TensorRef) => Shape | undefined,
  depth = 0,
): readonly number[] | undefined {
  if (depth > DEEPEST) return undefined;
  const { node } = ref;
  const input = (index: number): readonly number[] | undefined => {
    const source = node.inputs[index];
    return source === undefined ? undefined : knownValues(source, shapeOf, depth + 1);
  };
  switch (node.op) {
    case 'Const':
      return constantNumbers(node);
    case 'Identity':
    case 'Cast':
    case 'ExpandDims':
    case 'Squeeze':
    case 'Reshape':
      return input(0);
    case 'Shape':
      return shapeOfInput(node, 0, shapeOf);
    case 'ShapeN':
      return shapeOfInput(node, ref.index, shapeOf);
    case 'Pack':
      return joinValues(node.inputs.map((_, index) => input(index) ?? unknownScalar(node.inputs[index], shapeOf)));
    case 'ConcatV2':
      return joinValues(node.inputs.slice(0, -1).map((_, index) => input(index)));
    case 'StridedSlice':
      return slicedValues(node, input);
    case 'Prod':
      return productOf(input(0));
    case 'Mul':
      return combine(input(0), input(1), (a, b) => a * b);
    case 'AddV2':
    case 'Add':
      return combine(input(0), input(1), (a, b) => a + b);
    case 'Sub':
      return combine(input(0), input(1), (a, b) => a - b);
    case 'FloorDiv':
      return combine(input(0), input(1), (a, b) => (b === 0 ? NaN : Math.floor(a / b)));
    default:
      return unknownVector(shapeOf(ref));
  }
}

function constantNumbers(node: FlatNode): readonly number[] | undefined {
  const value = node.attr('value')?.value;
  if (value?.case !== 'tensor') return undefined;
  const count = (value.value.tensorShape?.dim ?? []).reduce((product, { size }) => product * Number(size), 1);
  if (!(count >= 0 && count <= MOST_VALUES)) return undefined;
  const tensor = decodeTensor(value.value);
  if (tensor.dtype !== 'int32' && tensor.dtype !== 'int64') return undefined;
  return Array.from(tensor.data as Int32Array | BigInt64Array, Number);
}

function shapeOfInput(node: FlatNode, index: number, shapeOf: (ref: TensorRef) => Shape | undefined): Shape | undefined {
  const source = node.inputs[index];
  const shape = source === undefined ? undefined : shapeOf(source);
  return shape?.map((size) => (size < 0 ? NaN : size));
}

/** A scalar of a list of scalars counts even when nothing is known of it. */
function unknownScalar(
  ref: TensorRef | undefined,
  shapeOf: (ref: TensorRef) => Shape | undefined,
): readonly number[] | undefined {
  const shape = ref === undefined ? undefined : shapeOf(ref);
  return shape === undefined || shape.length === 0 ? [NaN] : undefined;
}

function unknownVector(shape: Shape | undefined): readonly number[] | undefined {
  const [length = -1] = shape ?? [];
  return shape?.length === 1 && length >= 0 && length <= MOST_VALUES ? new Array<number>(length).fill(NaN) : undefined;
}

function joinValues(parts: readonly (readonly number[] | undefined)[]): readonly number[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat().slice(0, MOST_VALUES) : undefined;
}

function productOf(values: readonly number[] | undefined): readonly number[] | undefined {
  return values === undefined ? undefined : [values.reduce((product, value) => product * value, 1)];
}

function combine(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
  op: (a: number, b: number) => number,
): readonly number[] | undefined {
  if (a === undefined || b === undefined || (a.length !== b.length && a.length !== 1 && b.length !== 1)) return undefined;
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, index) => {
    const [x = NaN, y = NaN] = [a[a.length === 1 ? 0 : index], b[b.length === 1 ? 0 : index]];
    return op(x, y);
  });
}

/** A slice of a vector, most often one dimension of a shape. */
function slicedValues(node: FlatNode, input: (index: number) => readonly number[] | undefined): readonly number[] | undefined {
  const vector = input(0);
  const part = vector === undefined ? undefined : sliceParts(node, 1, [input(1), input(2), input(3)])?.[0];
  if (vector === undefined || part === undefined || part === 'new') return undefined;
  if (part.step !== 1 || Number.isNaN(part.begin) || Number.isNaN(part.end)) return undefined;
  if (part.drops) return [vector.at(part.begin ?? 0) ?? NaN];
  return numberAttr(node, 'new_axis_mask') === 0 ? vector.slice(part.begin ?? 0, part.end) : undefined;
}
