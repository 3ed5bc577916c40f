import { decodeTable, encodeSmallFloat } from '../../src/core/tensor/smallFloats.ts';
import type { TensorWindow } from '../../src/rpc/tensorService.ts';

/** One stored element exactly: integers as they are, floats with the fewest digits that give the same value back. */
export function exactText(window: TensorWindow, at: number): string {
  if (window.dtype === 'complex64' || window.dtype === 'complex128') {
    const imaginary = Number(window.data[2 * at + 1]);
    const isNegative = imaginary < 0 || Object.is(imaginary, -0);
    const length = Math.abs(imaginary);
    const size = plain(length, window.dtype === 'complex64' ? (text) => Math.fround(text) === length : undefined).replace(
      '+',
      '',
    );
    return `${scalarText(window, 2 * at)}${isNegative ? '−' : '+'}${size}j`;
  }
  return scalarText(window, at);
}

function scalarText(window: TensorWindow, at: number): string {
  const value = window.data[at];
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return minus(value.toString());
  if (window.dtype === 'bool') return value !== 0 ? 'True' : 'False';
  const table = decodeTable(window.dtype);
  if (table !== undefined) return plain(table[value] ?? NaN, (text) => encodeSmallFloat(window.dtype, text) === value);
  return plain(value, window.data instanceof Float32Array ? (text) => Math.fround(text) === value : undefined);
}

/** `isSame` says whether a number is stored as the same bits; without it doubles are written as JavaScript does. */
function plain(value: number, isSame?: (value: number) => boolean): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '−Inf';
  if (Object.is(value, -0)) return '−0';
  if (isSame === undefined || (Number.isInteger(value) && Math.abs(value) < 2 ** 24)) return minus(String(value));
  // The shortest decimal that is stored as the same bits is what NumPy prints.
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (isSame(text)) return minus(String(text));
  }
  return minus(String(Number(value.toPrecision(9))));
}

function minus(text: string): string {
  return text.replace('-', '−').replace('e−', 'e-').replace('e+', 'e');
}
