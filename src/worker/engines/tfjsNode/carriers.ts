import type { Carrier } from '../../../core/instrument/carrier.ts';
import type { DType } from '../../../core/tensor/dtype.ts';

const INT32: Carrier = [{ op: 'Cast', to: 'int32' }];
const FLOAT32: Carrier = [{ op: 'Cast', to: 'float32' }];
const INT64_BITS: Carrier = [{ op: 'Bitcast', to: 'int64' }];
const INT32_BITS: Carrier = [{ op: 'Bitcast', to: 'int32' }];

/** The addon moves float32, int32, int64, bool and string alone; every way around is exact in both directions. */
const CARRIERS: Partial<Readonly<Record<DType, Carrier>>> = {
  float16: FLOAT32,
  bfloat16: FLOAT32,
  float8_e5m2: FLOAT32,
  float8_e4m3fn: FLOAT32,
  float8_e4m3fnuz: FLOAT32,
  float8_e4m3b11fnuz: FLOAT32,
  float8_e5m2fnuz: FLOAT32,
  float4_e2m1fn: FLOAT32,
  int8: INT32,
  uint8: INT32,
  int16: INT32,
  uint16: INT32,
  int4: INT32,
  uint4: INT32,
  int2: INT32,
  uint2: INT32,
  uint32: INT32_BITS,
  qint32: INT32_BITS,
  float64: INT64_BITS,
  uint64: INT64_BITS,
  complex128: INT64_BITS,
  complex64: [{ op: 'Bitcast', to: 'float32' }],
  qint8: [
    { op: 'Bitcast', to: 'int8' },
    { op: 'Cast', to: 'int32' },
  ],
  quint8: [
    { op: 'Bitcast', to: 'uint8' },
    { op: 'Cast', to: 'int32' },
  ],
  qint16: [
    { op: 'Bitcast', to: 'int16' },
    { op: 'Cast', to: 'int32' },
  ],
  quint16: [
    { op: 'Bitcast', to: 'uint16' },
    { op: 'Cast', to: 'int32' },
  ],
};

/** How a dtype that the addon cannot move travels. */
export function tfjsNodeCarrier(dtype: DType): Carrier | undefined {
  return CARRIERS[dtype];
}
