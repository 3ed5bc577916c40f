import type { TensorWindow } from '../../src/rpc/modelService.ts';

/** One stored element exactly: integers as they are, floats with the fewest digits that give the same value back. */
export function exactText(window: TensorWindow, at: number): string {
  if (window.dtype === 'complex64' || window.dtype === 'complex128') {
    const imaginary = window.data[2 * at + 1];
    const text = scalarText(window, 2 * at);
    return typeof imaginary === 'number' ? `${text}${imaginary < 0 ? '−' : '+'}${plain(Math.abs(imaginary), window.dtype === 'complex64')}j` : text;
  }
  return scalarText(window, at);
}

function scalarText(window: TensorWindow, at: number): string {
  const value = window.data[at];
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (window.dtype === 'bool') return value !== 0 ? 'True' : 'False';
  return plain(value, window.data instanceof Float32Array);
}

function plain(value: number, isSingle: boolean): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '−Inf';
  if (Number.isInteger(value) || !isSingle) return String(value);
  // The shortest decimal that rounds to the same float32 is what NumPy prints.
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
