import type { DType } from './dtype.ts';

/** Numeric storage. float16/bfloat16 are bit patterns (Uint16Array), float8/int4/uint4/bool one byte each, complex interleaved. */
export type NumericData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** Strings are raw bytes: TensorFlow promises no encoding. */
export type TensorData = NumericData | readonly Uint8Array[];

/** `-1` is an unknown dimension; an `undefined` shape has unknown rank. */
export type Shape = readonly number[];

/** A dense value, row-major. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TensorData;
}
