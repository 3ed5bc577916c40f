/** `DataType` numbers of tensorflow/core/framework/types.proto by the name Python gives them (`tf.DType.name`). */
export const DTYPE_NUMBERS = {
  invalid: 0,
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  qint8: 11,
  quint8: 12,
  qint32: 13,
  bfloat16: 14,
  qint16: 15,
  quint16: 16,
  uint16: 17,
  complex128: 18,
  float16: 19,
  resource: 20,
  variant: 21,
  uint32: 22,
  uint64: 23,
  float8_e5m2: 24,
  float8_e4m3fn: 25,
  float8_e4m3fnuz: 26,
  float8_e4m3b11fnuz: 27,
  float8_e5m2fnuz: 28,
  int4: 29,
  uint4: 30,
  int2: 31,
  uint2: 32,
  float4_e2m1fn: 33,
} as const;

/** Element type of a tensor, spelt as `tf.DType.name`. */
export type DType = keyof typeof DTYPE_NUMBERS;

const NAMES: ReadonlyMap<number, DType> = new Map(Object.entries(DTYPE_NUMBERS).map(([name, number]) => [number, name as DType]));

/** Name of a `DataType` number; reference types (`DT_*_REF` = +100) lose their mark; unknown numbers are `invalid`. */
export function dtypeOf(number: number): DType {
  return NAMES.get(number > 100 ? number - 100 : number) ?? 'invalid';
}
