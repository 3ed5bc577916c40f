import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';

const WIDTH: Partial<Record<DType, number>> = {
  float64: 8, int64: 8, uint64: 8, complex64: 8, complex128: 16, float32: 4, int32: 4, uint32: 4, qint32: 4,
  float16: 2, bfloat16: 2, int16: 2, uint16: 2, qint16: 2, quint16: 2,
  int8: 1, uint8: 1, bool: 1, qint8: 1, quint8: 1, int4: 1, uint4: 1, int2: 1, uint2: 1, float4_e2m1fn: 1,
  float8_e5m2: 1, float8_e4m3fn: 1, float8_e4m3fnuz: 1, float8_e4m3b11fnuz: 1, float8_e5m2fnuz: 1,
};

/** Bytes of a dense value; 0 when dtype or shape leave it open (strings, handles, unknown dimensions). */
export function byteSizeOf(dtype: DType, shape: Shape | null | undefined): number {
  if (shape === null || shape === undefined || shape.some((dimension) => dimension < 0)) return 0;
  return shape.reduce((count, dimension) => count * dimension, 1) * (WIDTH[dtype] ?? 0);
}
