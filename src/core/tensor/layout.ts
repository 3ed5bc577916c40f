import { LensError } from '../errors.ts';
import type { DType } from './dtype.ts';
import type { NumericData, Shape, Tensor } from './tensor.ts';

/** How the elements of a dtype lie in memory: array kind, numbers per element (2 for complex), bytes per element. */
export interface ElementLayout {
  readonly create: (length: number) => NumericData;
  readonly lanes: 1 | 2;
  readonly bytes: number;
}

function layout(create: (length: number) => NumericData, laneBytes: number, lanes: 1 | 2 = 1): ElementLayout {
  return { create, lanes, bytes: laneBytes * lanes };
}

const F32 = layout((n) => new Float32Array(n), 4);
const F64 = layout((n) => new Float64Array(n), 8);
const I8 = layout((n) => new Int8Array(n), 1);
const I16 = layout((n) => new Int16Array(n), 2);
const I32 = layout((n) => new Int32Array(n), 4);
const I64 = layout((n) => new BigInt64Array(n), 8);
const U8 = layout((n) => new Uint8Array(n), 1);
const U16 = layout((n) => new Uint16Array(n), 2);
const U32 = layout((n) => new Uint32Array(n), 4);
const U64 = layout((n) => new BigUint64Array(n), 8);

const LAYOUTS: Readonly<Record<DType, ElementLayout | undefined>> = {
  float32: F32,
  float64: F64,
  int8: I8,
  int16: I16,
  int32: I32,
  int64: I64,
  uint8: U8,
  uint16: U16,
  uint32: U32,
  uint64: U64,
  bool: U8,
  qint8: I8,
  quint8: U8,
  qint16: I16,
  quint16: U16,
  qint32: I32,
  float16: U16,
  bfloat16: U16,
  complex64: layout((n) => new Float32Array(n), 4, 2),
  complex128: layout((n) => new Float64Array(n), 8, 2),
  float8_e5m2: U8,
  float8_e4m3fn: U8,
  float8_e4m3fnuz: U8,
  float8_e4m3b11fnuz: U8,
  float8_e5m2fnuz: U8,
  float4_e2m1fn: U8,
  int4: I8,
  uint4: U8,
  int2: I8,
  uint2: U8,
  string: undefined,
  resource: undefined,
  variant: undefined,
  invalid: undefined,
};

/** Undefined for dtypes without plain numbers: string, resource, variant, invalid. */
export function elementLayout(dtype: DType): ElementLayout | undefined {
  return LAYOUTS[dtype];
}

/** True when a tensor of this dtype holds numbers (bool and complex included). */
export function isNumeric(dtype: DType): boolean {
  return LAYOUTS[dtype] !== undefined;
}

/** Number of elements of a fully known shape; refuses unknown dimensions and counts beyond 2^53. */
export function elementCount(shape: Shape): number {
  let count = 1;
  let empty = false;
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0)
      throw new LensError('internal', `The shape ${shapeText(shape)} has an unknown dimension.`);
    if (size === 0) empty = true;
    else count *= size;
  }
  if (empty) return 0;
  if (count > Number.MAX_SAFE_INTEGER)
    throw new LensError('too-large', `A tensor of shape ${shapeText(shape)} has more than 2^53 elements.`);
  return count;
}

/** `[2,?,3]`, `[]` of a scalar, `?` of an unknown rank. */
export function shapeText(shape: Shape | undefined): string {
  return shape === undefined ? '?' : `[${shape.map((size) => (size < 0 ? '?' : String(size))).join(',')}]`;
}

/** Bytes of a tensor in memory; undefined for dtypes whose elements have no fixed size. */
export function byteSize(dtype: DType, shape: Shape): number | undefined {
  const found = LAYOUTS[dtype];
  return found === undefined ? undefined : elementCount(shape) * found.bytes;
}

/** Bytes that a tensor's values take, those of strings counted one by one. */
export function tensorBytes({ data }: Tensor): number {
  if (ArrayBuffer.isView(data)) return data.byteLength;
  return data.reduce((sum, text) => sum + text.length, 0);
}

/** Storage for `count` elements of a numeric dtype, zeroed. */
export function newData(dtype: DType, count: number): NumericData {
  const found = LAYOUTS[dtype];
  if (found === undefined) throw new LensError('unsupported-dtype', `A tensor of dtype ${dtype} holds no numbers.`);
  try {
    return found.create(count * found.lanes);
  } catch (cause) {
    throw new LensError('too-large', `There is no memory for ${count} elements of dtype ${dtype}.`, undefined, { cause });
  }
}

/** Little-endian bytes as values; copies, so that alignment and later changes of the source do not matter. */
export function dataFromBytes(dtype: DType, bytes: Uint8Array): NumericData {
  const data = newData(dtype, Math.floor(bytes.length / (LAYOUTS[dtype]?.bytes ?? 1)));
  bytesOf(data).set(bytes.subarray(0, data.byteLength));
  return data;
}

/** The bytes of stored values, without a copy (little-endian on every machine we run on). */
export function bytesOf(data: NumericData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
