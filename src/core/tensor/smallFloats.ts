import type { DType } from './dtype.ts';

/** A float format of at most 16 bits: sign, `exponent` bits, `mantissa` bits. */
interface SmallFloat {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /**
   * ieee: all-ones exponent is Inf and NaN; fn: only the all-ones pattern is NaN, no Inf;
   * fnuz: only negative zero is NaN, no Inf; finite: every pattern is a number.
   */
  readonly special: 'ieee' | 'fn' | 'fnuz' | 'finite';
}

const FORMATS: Partial<Record<DType, SmallFloat>> = {
  float16: { exponent: 5, mantissa: 10, bias: 15, special: 'ieee' },
  bfloat16: { exponent: 8, mantissa: 7, bias: 127, special: 'ieee' },
  float8_e5m2: { exponent: 5, mantissa: 2, bias: 15, special: 'ieee' },
  float8_e4m3fn: { exponent: 4, mantissa: 3, bias: 7, special: 'fn' },
  float8_e4m3fnuz: { exponent: 4, mantissa: 3, bias: 8, special: 'fnuz' },
  float8_e4m3b11fnuz: { exponent: 4, mantissa: 3, bias: 11, special: 'fnuz' },
  float8_e5m2fnuz: { exponent: 5, mantissa: 2, bias: 16, special: 'fnuz' },
  float4_e2m1fn: { exponent: 2, mantissa: 1, bias: 1, special: 'finite' },
};

function decodeBits(bits: number, format: SmallFloat): number {
  const width = 1 + format.exponent + format.mantissa;
  const negative = bits >>> (width - 1) === 1;
  const magnitude = bits & ((1 << (width - 1)) - 1);
  const exponent = magnitude >>> format.mantissa;
  const mantissa = magnitude & ((1 << format.mantissa) - 1);
  const topExponent = (1 << format.exponent) - 1;
  if (format.special === 'ieee' && exponent === topExponent) {
    if (mantissa !== 0) return NaN;
    return negative ? -Infinity : Infinity;
  }
  if (format.special === 'fn' && magnitude === (1 << (width - 1)) - 1) return NaN;
  if (format.special === 'fnuz' && negative && magnitude === 0) return NaN;
  const scale = 2 ** ((exponent === 0 ? 1 : exponent) - format.bias - format.mantissa);
  const value = (exponent === 0 ? mantissa : mantissa + (1 << format.mantissa)) * scale;
  return negative ? -value : value;
}

const tables = new Map<DType, Float32Array>();

/** Value of every bit pattern of a float format of at most 16 bits (all are exact in float32); undefined for other dtypes. */
export function decodeTable(dtype: DType): Float32Array | undefined {
  const format = FORMATS[dtype];
  if (format === undefined) return undefined;
  let table = tables.get(dtype);
  if (table === undefined) {
    table = new Float32Array(1 << (1 + format.exponent + format.mantissa));
    for (let bits = 0; bits < table.length; bits++) table[bits] = decodeBits(bits, format);
    tables.set(dtype, table);
  }
  return table;
}

/** Bit pattern of the nearest value of a small float format, ties to even; beyond the largest value Inf, or NaN where the format has no Inf. */
export function encodeSmallFloat(dtype: DType, value: number): number {
  const format = FORMATS[dtype];
  const table = decodeTable(dtype);
  if (format === undefined || table === undefined) throw new RangeError(`${dtype} is no small float format`);
  const signBit = table.length >>> 1;
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? signBit : 0;
  if (Number.isNaN(value)) return format.special === 'fnuz' ? signBit : signBit - 1;
  const bits = nearestMagnitude(table, format, Math.abs(value));
  if (bits === undefined) return format.special === 'fnuz' ? signBit : sign | (signBit - 1);
  return format.special === 'fnuz' && bits === 0 ? 0 : sign | bits;
}

/** Pattern without sign, or undefined when the value does not fit and the format has no Inf. */
function nearestMagnitude(table: Float32Array, format: SmallFloat, magnitude: number): number | undefined {
  const signBit = table.length >>> 1;
  const infinite = ((1 << format.exponent) - 1) << format.mantissa;
  const largest = format.special === 'ieee' ? infinite - 1 : format.special === 'fn' ? signBit - 2 : signBit - 1;
  let low = 0;
  let high = largest;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((table[middle] ?? 0) <= magnitude) low = middle;
    else high = middle - 1;
  }
  const below = table[low] ?? 0;
  if (below === magnitude) return low;
  const above = low === largest ? below + (below - (table[low - 1] ?? 0)) : (table[low + 1] ?? 0);
  const roundUp = magnitude - below > above - magnitude || (magnitude - below === above - magnitude && (low & 1) === 1);
  if (!roundUp) return low;
  if (low < largest) return low + 1;
  if (format.special === 'finite') return largest;
  return format.special === 'ieee' ? infinite : undefined;
}
