import { create } from '@bufbuild/protobuf';
import { LensError } from '../errors.ts';
import { DTYPE_NUMBERS, dtypeOf, type DType } from '../tensor/dtype.ts';
import { elementLayout, newData } from '../tensor/layout.ts';
import type { NumericData, Shape, Tensor } from '../tensor/tensor.ts';
import { TensorProtoSchema, type TensorProto } from './messages.ts';

/** Most bytes that a constant may unfold to: a file of a few bytes can claim any shape. */
const MAX_BYTES = 1 << 30;

function sizeOf(shape: Shape): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.some((size) => size < 0) || count > MAX_BYTES) {
    throw new LensError(
      'bad-graph',
      `A constant in the graph claims the shape [${shape.join(', ')}].`,
      'The file is damaged; export the model again.',
    );
  }
  return count;
}

/** The repeated field that carries a dtype's values when `tensor_content` is empty. tensor.proto. */
function listedValues(message: TensorProto, dtype: DType): readonly (number | bigint | boolean)[] {
  switch (dtype) {
    case 'float32':
      return message.floatVal;
    case 'float64':
      return message.doubleVal;
    case 'int64':
      return message.int64Val;
    case 'uint64':
      return message.uint64Val;
    case 'uint32':
      return message.uint32Val;
    case 'bool':
      return message.boolVal;
    case 'float16':
    case 'bfloat16':
      return message.halfVal;
    case 'complex64':
      return message.scomplexVal;
    case 'complex128':
      return message.dcomplexVal;
    case 'float8_e5m2':
    case 'float8_e4m3fn':
    case 'float8_e4m3fnuz':
    case 'float8_e4m3b11fnuz':
    case 'float8_e5m2fnuz':
      return [...message.float8Val];
    default:
      return message.intVal;
  }
}

function fill(data: NumericData, listed: readonly (number | bigint | boolean)[], lanes: number): void {
  if (listed.length === 0) return;
  const isBig = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let i = 0; i < data.length; i++) {
    // A short list repeats its last element; of a complex dtype that is the last pair.
    const at = i < listed.length ? i : listed.length - lanes + (i % lanes);
    const value = listed[at] ?? 0;
    if (isBig) data[i] = BigInt(value);
    else data[i] = Number(value);
  }
}

/**
 * The value of a `TensorProto`: from its content bytes, or from its value list of which the last element repeats. tensor.proto, tensor.cc.
 * @throws LensError bad-graph when the shape and the content disagree, unsupported-dtype for resources and variants
 */
export function decodeTensor(message: TensorProto): Tensor {
  const dtype = dtypeOf(message.dtype);
  const shape = (message.tensorShape?.dim ?? []).map((dim) => Number(dim.size));
  const count = sizeOf(shape);
  if (dtype === 'string') {
    const last = message.stringVal.at(-1) ?? new Uint8Array(0);
    if (count > MAX_BYTES / 64)
      throw new LensError(
        'bad-graph',
        `A string constant in the graph claims ${count} elements.`,
        'The file is damaged; export the model again.',
      );
    return { dtype, shape, data: Array.from({ length: count }, (_, i) => message.stringVal[i] ?? last) };
  }
  const layout = elementLayout(dtype);
  if (layout === undefined) throw new LensError('unsupported-dtype', `A constant of dtype ${dtype} has no values to show.`);
  const bytes = count * layout.bytes;
  if (bytes > MAX_BYTES) sizeOf([-1]);
  const content = message.tensorContent;
  if (content.length > 0 && content.length !== bytes) {
    throw new LensError(
      'bad-graph',
      `A constant of dtype ${dtype} and shape [${shape.join(', ')}] has ${content.length} bytes, expected ${bytes}.`,
      'The file is damaged; export the model again.',
    );
  }
  const data = newData(dtype, count);
  if (content.length > 0) new Uint8Array(data.buffer).set(content);
  else fill(data, listedValues(message, dtype), layout.lanes);
  return { dtype, shape, data };
}

/** A `TensorProto` with the same value, for constants that we write. */
export function encodeTensor(tensor: Tensor): TensorProto {
  const message = create(TensorProtoSchema, {
    dtype: DTYPE_NUMBERS[tensor.dtype],
    tensorShape: { dim: tensor.shape.map((size) => ({ size: BigInt(size) })) },
  });
  if (ArrayBuffer.isView(tensor.data)) {
    message.tensorContent = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength).slice();
  } else {
    message.stringVal = tensor.data.map((text) => new Uint8Array(text));
  }
  return message;
}
