import { LensError } from '../../errors.ts';
import { bytesOf, elementLayout } from '../layout.ts';
import { decodeTable } from '../smallFloats.ts';
import type { DType } from '../dtype.ts';
import type { NumericData, Tensor } from '../tensor.ts';

const CODES: Partial<Record<DType, string>> = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  bool: '|b1',
  complex64: '<c8',
  complex128: '<c16',
};

const READABLE: ReadonlyMap<string, DType> = new Map(
  Object.entries(CODES).map(([dtype, code]) => [code.slice(1), dtype as DType]),
);

const WIDENED: Partial<Record<DType, DType>> = {
  bfloat16: 'float32',
  float8_e5m2: 'float32',
  float8_e4m3fn: 'float32',
  float8_e4m3fnuz: 'float32',
  float8_e4m3b11fnuz: 'float32',
  float8_e5m2fnuz: 'float32',
  float4_e2m1fn: 'float32',
  int4: 'int8',
  uint4: 'uint8',
  int2: 'int8',
  uint2: 'uint8',
  qint8: 'int8',
  quint8: 'uint8',
  qint16: 'int16',
  quint16: 'uint16',
  qint32: 'int32',
};

/** dtype that NumPy files hold a tensor as, when they have none of its own; undefined when they hold it as it is. */
export function npyCast(dtype: DType): DType | undefined {
  return WIDENED[dtype];
}

/** The same values in a dtype that NumPy files have. Refuses what has no values: resources, variants. */
export function widenForNpy(tensor: Tensor): Tensor {
  if (tensor.dtype === 'string' || CODES[tensor.dtype] !== undefined) return tensor;
  const dtype = WIDENED[tensor.dtype];
  if (dtype === undefined || !ArrayBuffer.isView(tensor.data)) {
    throw new LensError('unsupported-dtype', `A tensor of dtype ${tensor.dtype} has no values that a NumPy file could hold.`);
  }
  const table = decodeTable(tensor.dtype);
  return { dtype, shape: tensor.shape, data: table === undefined ? tensor.data : decodeAll(tensor.data, table) };
}

function decodeAll(bits: NumericData, table: Float32Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < values.length; i++) values[i] = table[Number(bits[i])] ?? NaN;
  return values;
}

/** `descr` of a numeric dtype. */
export function npyCode(dtype: DType): string | undefined {
  return CODES[dtype];
}

/** What a `descr` means: dtype, bytes an element, byte order, and for texts which of S and U. */
export interface NpyElement {
  readonly dtype: DType;
  readonly bytes: number;
  readonly bigEndian: boolean;
  readonly text?: 'S' | 'U';
}

/** Undefined for kinds that are no tensors: objects, records, dates, void, long double. */
export function parseNpyCode(descr: string): NpyElement | undefined {
  const match = /^([<>|=]?)([a-zA-Z?])(\d*)$/.exec(descr);
  if (match === null) return undefined;
  const [, order = '', kind = '', digits = ''] = match;
  const bigEndian = order === '>';
  if (kind === 'S' || kind === 'a') return { dtype: 'string', bytes: Number(digits), bigEndian, text: 'S' };
  if (kind === 'U') return { dtype: 'string', bytes: Number(digits) * 4, bigEndian, text: 'U' };
  const dtype = READABLE.get(kind === '?' ? 'b1' : kind + digits);
  if (dtype === undefined) return undefined;
  return { dtype, bytes: elementLayout(dtype)?.bytes ?? 0, bigEndian };
}

/** Turns round the bytes of each number in place (`width` bytes each). */
export function swapBytes(data: NumericData, width: number): void {
  const bytes = bytesOf(data);
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}
