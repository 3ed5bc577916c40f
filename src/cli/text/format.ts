import type { DType } from '../../core/tensor/dtype.ts';
import type { JsonNumber } from '../../core/run/manifest.ts';
import { shapeText as coreShapeText } from '../../core/tensor/layout.ts';
import type { Shape } from '../../core/tensor/tensor.ts';

/** `[?,224,224,3]`, `[]` of a scalar, `?` of an unknown rank: the same in tables, errors and the panel. */
export function shapeText(shape: Shape | null | undefined): string {
  return coreShapeText(shape ?? undefined);
}

/** A shape whose leading axes have names: `[iteration=5,1,3]`. */
export function namedShapeText(shape: Shape, axes: readonly string[] | undefined): string {
  return `[${shape.map((size, axis) => (axes?.[axis] === undefined ? String(size) : `${axes[axis]}=${size}`)).join(',')}]`;
}

/** A shape before the run; axes that loops give have their names: `[iteration,?,3]`. */
export function plannedShapeText(shape: Shape | null | undefined, axes: readonly string[] = []): string {
  if (shape === null || shape === undefined || axes.length === 0) return shapeText(shape);
  return `[${shape.map((size, axis) => axes[axis] ?? (size < 0 ? '?' : String(size))).join(',')}]`;
}

/** `float32 [?,10]`. */
export function typeText(dtype: DType, shape: Shape | null | undefined, axes?: readonly string[]): string {
  return `${dtype} ${plannedShapeText(shape, axes)}`;
}

/** `25,636,712`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 layer`, `3 layers`. */
export function plural(count: number, singular: string, pluralForm = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : pluralForm}`;
}

/** A statistic in four significant digits; words (`nan`, decimal strings) stay. */
export function numberText(value: JsonNumber | undefined | null): string {
  if (value === undefined || value === null) return '-';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e6) return String(Number(value.toPrecision(4)));
  return value.toExponential(2).replace('e+', 'e');
}

/** `312 ms`, `4.2 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
