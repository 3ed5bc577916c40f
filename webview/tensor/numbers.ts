import type { JsonNumber } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';

/** A number as a person reads it: at most `digits` significant, NaN and Inf as words. */
export function shortNumber(value: number | bigint, digits = 4): string {
  if (typeof value === 'bigint') return value.toString();
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '−Inf';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-4 ? value.toExponential(Math.max(0, digits - 2)) : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−').replace('e+', 'e');
}

/** The same for a number of the manifest. */
export function shortJson(value: JsonNumber | undefined, digits = 4): string {
  if (value === undefined) return '–';
  if (typeof value === 'number') return shortNumber(value, digits);
  return value === 'nan' ? 'NaN' : value === 'inf' ? '+Inf' : value === '-inf' ? '−Inf' : value;
}

/** Finite number of the manifest, or undefined. */
export function finiteJson(value: JsonNumber | undefined): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes with a decimal unit. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toPrecision(2)} ${UNITS[unit] ?? ''}`;
}

/** `[1, 28, 28, ?]`; undefined rank is `unknown rank`. */
export function shapeText(shape: readonly number[] | null | undefined): string {
  return shape === null || shape === undefined
    ? t('unknown rank')
    : `[${shape.map((size) => (size < 0 ? '?' : String(size))).join(', ')}]`;
}
