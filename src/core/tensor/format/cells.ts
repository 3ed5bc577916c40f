import type { Tensor } from '../tensor.ts';
import { isComplex, toFloat64At } from '../values.ts';
import { pythonBytes } from './pythonBytes.ts';
import { floatFormat } from './digits.ts';
import { floatCells, floatText } from './floatCells.ts';

const FLOATING = /^(b?float|complex)/;

/** Texts of the elements at the given positions, of equal width except for strings. `precision` = digits behind the point. */
export function elementCells(tensor: Tensor, positions: readonly number[], precision: number): string[] {
  const { data, dtype } = tensor;
  if (!ArrayBuffer.isView(data)) return positions.map((at) => pythonBytes(data[at] ?? new Uint8Array(0)));
  if (dtype === 'bool') return positions.map((at) => (data[at] === 0 ? 'False' : ' True'));
  if (isComplex(tensor)) return complexCells(tensor, positions, precision);
  if (FLOATING.test(dtype)) return floatCells(positions.map(toFloat64At(tensor)), floatFormat(dtype), precision);
  const texts = positions.map((at) => String(data[at]));
  const width = Math.max(0, ...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}

function complexCells({ data, dtype }: Tensor, positions: readonly number[], precision: number): string[] {
  const format = floatFormat(dtype);
  const real = floatCells(
    positions.map((at) => Number(data[2 * at])),
    format,
    precision,
  );
  const imaginary = positions.map((at) => Number(data[2 * at + 1]));
  const sizes = floatCells(imaginary.map(Math.abs), format, precision);
  return real.map((text, i) => {
    const negative = (imaginary[i] ?? 0) < 0 || Object.is(imaginary[i], -0);
    const size = sizes[i] ?? '';
    const blanks = size.length - size.trimStart().length;
    const signed = `${' '.repeat(blanks)}${negative ? '-' : '+'}${size.trimStart()}`;
    const end = signed.trimEnd().length;
    return `${text}${signed.slice(0, end)}j${signed.slice(end)}`;
  });
}

/** The only element of a scalar, as Python prints it on its own. */
export function scalarText(tensor: Tensor): string {
  const { data, dtype } = tensor;
  if (!ArrayBuffer.isView(data)) return pythonBytes(data[0] ?? new Uint8Array(0));
  if (dtype === 'bool') return data[0] === 0 ? 'False' : 'True';
  if (isComplex(tensor)) return complexText(Number(data[0]), Number(data[1]), tensor);
  return FLOATING.test(dtype) ? floatText(toFloat64At(tensor)(0), floatFormat(dtype)) : String(data[0]);
}

function complexText(real: number, imaginary: number, { dtype }: Tensor): string {
  const format = floatFormat(dtype);
  const plain = (value: number): string => floatText(value, format).replace(/\.0$/, '');
  const sign = imaginary < 0 || Object.is(imaginary, -0) ? '' : '+';
  if (real === 0 && !Object.is(real, -0)) return `${plain(imaginary)}j`;
  return `(${plain(real)}${sign}${plain(imaginary)}j)`;
}
