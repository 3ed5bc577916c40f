import type { DType } from '../dtype.ts';
import { decodeTable, encodeSmallFloat } from '../smallFloats.ts';

/** How NumPy sees a float dtype when it prints. */
export interface FloatFormat {
  /** the fewest decimal digits that give a positive value back in this dtype */
  readonly shortest: (value: number) => string;
  /** from this magnitude on, arrays are printed with exponents: 10 ** min(8, finfo.precision) */
  readonly exponentFrom: number;
  /** the same for a number on its own */
  readonly scalarExponentFrom: number;
}

/** Format of a float dtype, or of the parts of a complex one. */
export function floatFormat(dtype: DType): FloatFormat {
  if (dtype === 'float64' || dtype === 'complex128') return { shortest: String, exponentFrom: 1e8, scalarExponentFrom: 1e16 };
  const table = decodeTable(dtype);
  const limit = table === undefined ? 1e6 : dtype === 'float16' ? 1e3 : 1e2;
  const limits = { exponentFrom: limit, scalarExponentFrom: limit };
  if (table === undefined) return { shortest: (value) => shortestOf(value, (number) => Math.fround(number)), ...limits };
  const round = (number: number): number => table[encodeSmallFloat(dtype, number)] ?? NaN;
  return { shortest: (value) => shortestOf(value, round), ...limits };
}

function shortestOf(value: number, round: (number: number) => number): string {
  for (let digits = 1; digits < 10; digits++) {
    if (round(Number(value.toPrecision(digits))) !== value) continue;
    const { digits: even, exponent } = roundedDecimal(value, digits);
    const text = `${even.slice(0, 1)}.${even.slice(1)}e${exponent}`;
    return round(Number(text)) === value ? text : value.toPrecision(digits);
  }
  return String(value);
}

/** A positive decimal number: its digits without zeros at either end, and the exponent of the first one (125, -7 of 1.25e-7). */
export interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** Takes a decimal text such as `0.00125` or `1.25e-7` apart. */
export function decimalOf(text: string): Decimal {
  const [mantissa = '0', power = '0'] = text.split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return { digits: '0', exponent: 0 };
  return { digits: all.slice(first).replace(/0+$/, ''), exponent: whole.length - 1 - first + Number(power) };
}

/** The exact value of a double rounded to `keep` digits, ties to even as IEEE and NumPy have it. */
export function roundedDecimal(value: number, keep: number): Decimal {
  const { digits, exponent } = decimalOf(value.toPrecision(100));
  if (digits.length <= keep) return { digits, exponent };
  const kept = BigInt(digits.slice(0, Math.max(0, keep)) || '0');
  const rest = digits.slice(Math.max(0, keep));
  const isTie = rest === '5';
  const up = isTie ? kept % 2n === 1n : (rest[0] ?? '0') >= '5';
  const rounded = (up ? kept + 1n : kept).toString();
  const grown = rounded.length > keep ? exponent + 1 : exponent;
  const trimmed = rounded.replace(/0+$/, '');
  return trimmed === '' ? { digits: '0', exponent: 0 } : { digits: trimmed, exponent: grown };
}
