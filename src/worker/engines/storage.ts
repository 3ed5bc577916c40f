import type { DType } from '../../core/tensor/dtype.ts';
import type { NumericData } from '../../core/tensor/tensor.ts';

type View = new (buffer: ArrayBufferLike, byteOffset?: number, length?: number) => NumericData;

const VIEWS: Partial<Readonly<Record<DType, View>>> = {
  float32: Float32Array, float64: Float64Array, complex64: Float32Array, complex128: Float64Array,
  int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array,
  qint8: Int8Array, quint8: Uint8Array, qint16: Int16Array, quint16: Uint16Array, qint32: Int32Array,
  bool: Uint8Array, float16: Uint16Array, bfloat16: Uint16Array,
  float8_e5m2: Uint8Array, float8_e4m3fn: Uint8Array, float8_e4m3fnuz: Uint8Array, float8_e4m3b11fnuz: Uint8Array,
  float8_e5m2fnuz: Uint8Array, float4_e2m1fn: Uint8Array,
  int4: Uint8Array, uint4: Uint8Array, int2: Uint8Array, uint2: Uint8Array,
};

/** Bytes of a native tensor as the array that `Tensor.data` has for this dtype; undefined for dtypes without numbers. */
export function numericView(dtype: DType, bytes: Uint8Array<ArrayBuffer>): NumericData | undefined {
  const view = VIEWS[dtype];
  if (view === undefined) return undefined;
  return bytes.byteOffset % 8 === 0 ? new view(bytes.buffer, bytes.byteOffset, bytes.byteLength / sizeOf(view)) : new view(bytes.slice().buffer);
}

function sizeOf(view: View): number {
  return new view(new ArrayBuffer(0)).BYTES_PER_ELEMENT;
}
