import { decimalOf, roundedDecimal, type Decimal, type FloatFormat } from './digits.ts';

/** One number taken apart for aligned printing; `special` is nan, inf or -inf. */
interface Piece {
  readonly sign: '' | '-';
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
  readonly special?: string;
}

/** Texts of equal width for a column of floats, aligned at the point, as NumPy prints them (precision = digits behind the point). */
export function floatCells(values: readonly number[], format: FloatFormat, precision: number): string[] {
  const exponential = needsExponents(values, format);
  const pieces = values.map((value) => pieceOf(value, format, precision, exponential));
  const finite = pieces.filter(({ special }) => special === undefined);
  const left = Math.max(0, ...finite.map(({ sign, whole }) => sign.length + whole.length));
  const fractionWidth = Math.max(0, ...finite.map(({ fraction }) => fraction.length));
  const exponentWidth = Math.max(0, ...finite.map(({ exponent }) => exponent.length));
  const right = fractionWidth + exponentWidth;
  const specials = Math.max(0, ...pieces.map(({ special }) => special?.length ?? 0));
  const width = Math.max(left + 1 + right, specials);
  return pieces.map(({ sign, whole, fraction, exponent, special }, i) => {
    if (special !== undefined) return special.padStart(width);
    if (!exponential) return `${sign}${whole}.${fraction.padEnd(fractionWidth)}`.padStart(width);
    const shown =
      fraction.length === fractionWidth ? { whole, fraction, exponent } : exactScientific(values[i] ?? 0, fractionWidth);
    return `${sign}${shown.whole}.${shown.fraction}${widened(shown.exponent, exponentWidth)}`.padStart(width);
  });
}

function needsExponents(values: readonly number[], { exponentFrom }: FloatFormat): boolean {
  let min = Infinity;
  let max = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size === 0 || !Number.isFinite(size)) continue;
    min = Math.min(min, size);
    max = Math.max(max, size);
  }
  return max > 0 && (max >= exponentFrom || min < 1e-4 || max / min > 1000);
}

function pieceOf(value: number, format: FloatFormat, precision: number, exponential: boolean): Piece {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const nothing = { sign, whole: '0', fraction: '', exponent: '' } as const;
  if (Number.isNaN(value)) return { ...nothing, special: 'nan' };
  if (!Number.isFinite(value)) return { ...nothing, special: `${sign}inf` };
  const size = Math.abs(value);
  if (exponential) return { sign, ...scientific(size, format, precision) };
  return { sign, ...positional(size, format, precision), exponent: '' };
}

function scientific(size: number, format: FloatFormat, precision: number): Omit<Piece, 'sign'> {
  let decimal = decimalOf(format.shortest(size));
  if (decimal.digits.length - 1 > precision) decimal = roundedDecimal(size, precision + 1);
  const { digits, exponent } = decimal;
  return { whole: digits.slice(0, 1), fraction: digits.slice(1), exponent: exponentText(exponent) };
}

/** So many digits of the exact value: NumPy fills a short number with these, not with zeros (5e-324 becomes 4.94e-324). */
function exactScientific(value: number, width: number): Omit<Piece, 'sign'> {
  const { digits, exponent } = roundedDecimal(Math.abs(value), width + 1);
  return { whole: digits.slice(0, 1), fraction: digits.slice(1).padEnd(width, '0'), exponent: exponentText(exponent) };
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `e-5` to the width of `e-100`, by zeros behind the sign. */
function widened(exponent: string, width: number): string {
  return exponent.slice(0, 2) + exponent.slice(2).padStart(width - 2, '0');
}

function positional(size: number, format: FloatFormat, precision: number): { whole: string; fraction: string } {
  let decimal = decimalOf(format.shortest(size));
  if (decimal.digits.length - 1 - decimal.exponent > precision) decimal = roundedDecimal(size, precision + 1 + decimal.exponent);
  return positionalParts(decimal);
}

function positionalParts({ digits, exponent }: Decimal): { whole: string; fraction: string } {
  if (exponent < 0) return { whole: '0', fraction: digits === '0' ? '' : '0'.repeat(-exponent - 1) + digits };
  return { whole: digits.slice(0, exponent + 1).padEnd(exponent + 1, '0'), fraction: digits.slice(exponent + 1) };
}

/** A float on its own, as `str(numpy.float32(x))`: `1.0`, `0.1`, `1e-05`, `nan`. */
export function floatText(value: number, format: FloatFormat): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return `${sign}inf`;
  const size = Math.abs(value);
  const decimal = decimalOf(format.shortest(size));
  if (size !== 0 && (size < 1e-4 || size >= format.scalarExponentFrom)) {
    const fraction = decimal.digits.slice(1);
    return `${sign}${decimal.digits.slice(0, 1)}${fraction === '' ? '' : '.'}${fraction}${exponentText(decimal.exponent)}`;
  }
  const { whole, fraction } = positionalParts(decimal);
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}`;
}
