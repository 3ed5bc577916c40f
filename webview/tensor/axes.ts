import type { SliceTerm } from '../../src/rpc/modelService.ts';

/** What an axis of the tensor does in the picture: fixed at an index, or spread over rows, columns or maps. */
export type AxisRole = 'fixed' | 'row' | 'column' | 'map';

/** The window of a tensor that is shown: per axis its role, and the index while it is fixed. */
export interface AxisMapping {
  readonly roles: readonly AxisRole[];
  readonly indices: readonly number[];
}

/** Pictures by the number of axes they spread. */
export type Arity = 0 | 1 | 2 | 3;

const SPREAD: readonly (readonly AxisRole[])[] = [[], ['column'], ['row', 'column'], ['row', 'column', 'map']];

/** The usual mapping: the last axes are spread (channels last, as TensorFlow has them), the others stand at 0. */
export function defaultMapping(shape: readonly number[], arity: Arity): AxisMapping {
  const wanted = Math.min(arity, shape.length);
  const spread = SPREAD[wanted] ?? [];
  return {
    roles: shape.map((_, axis) => spread[axis - (shape.length - wanted)] ?? 'fixed'),
    indices: shape.map(() => 0),
  };
}

/** Axes that are spread, in the order row, column, map. */
export function spreadAxes(mapping: AxisMapping): { row: number; column: number; map: number } {
  return { row: mapping.roles.indexOf('row'), column: mapping.roles.indexOf('column'), map: mapping.roles.indexOf('map') };
}

/** How many axes are spread. */
export function arityOf(mapping: AxisMapping): Arity {
  const count = mapping.roles.filter((role) => role !== 'fixed').length;
  return count === 0 ? 0 : count === 1 ? 1 : count === 2 ? 2 : 3;
}

/** Gives `axis` the role `role`; whoever had it takes the old role of `axis`. */
export function withRole(mapping: AxisMapping, axis: number, role: AxisRole): AxisMapping {
  const old = mapping.roles[axis] ?? 'fixed';
  const holder = role === 'fixed' ? -1 : mapping.roles.indexOf(role);
  const roles = mapping.roles.map((current, i) => (i === axis ? role : i === holder ? old : current));
  return { ...mapping, roles };
}

/** Moves a fixed axis to another index. */
export function withIndex(mapping: AxisMapping, axis: number, index: number): AxisMapping {
  return { ...mapping, indices: mapping.indices.map((current, i) => (i === axis ? index : current)) };
}

/** Slice text as NumPy writes it: `[0, :, :, 3]`. */
export function sliceText(mapping: AxisMapping): string {
  return `[${mapping.roles.map((role, axis) => (role === 'fixed' ? String(mapping.indices[axis] ?? 0) : ':')).join(', ')}]`;
}

/**
 * Reads a slice text back: an integer fixes an axis (negative counts from the end), `:` spreads it.
 * @returns the mapping, or a sentence that says what is wrong
 */
export function parseSliceText(text: string, shape: readonly number[]): AxisMapping | string {
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '').trim();
  const parts = inner === '' ? [] : inner.split(',').map((part) => part.trim());
  if (parts.length > shape.length) return `The tensor has ${shape.length} axes, the slice names ${parts.length}.`;
  const indices: number[] = [];
  const free: number[] = [];
  for (const [axis, size] of shape.entries()) {
    const part = parts[axis] ?? ':';
    if (part === ':') {
      free.push(axis);
      indices.push(0);
      continue;
    }
    if (!/^-?\d+$/.test(part)) return `“${part}” on axis ${axis} is neither an index nor “:”.`;
    const index = Number(part) < 0 ? Number(part) + size : Number(part);
    if (index < 0 || index >= size) return `Axis ${axis} has indices 0 to ${size - 1}; ${part} is outside.`;
    indices.push(index);
  }
  if (free.length > 3) return `At most three axes can be shown at once; “:” stands on ${free.length}.`;
  const spread = SPREAD[free.length] ?? [];
  return { roles: shape.map((_, axis) => spread[free.indexOf(axis)] ?? 'fixed'), indices };
}

/** A window to ask for, with the step that keeps each spread axis under its limit. */
export interface PlannedWindow {
  readonly slice: readonly SliceTerm[];
  /** axis → step of the values that arrive */
  readonly steps: readonly number[];
}

/** The slice for a mapping; `limits` bounds the elements along an axis, `ranges` narrows it first (pages). */
export function planWindow(
  shape: readonly number[],
  mapping: AxisMapping,
  limits: Readonly<Partial<Record<AxisRole, number>>>,
  ranges: Readonly<Partial<Record<AxisRole, readonly [number, number]>>> = {},
): PlannedWindow {
  const steps: number[] = [];
  const slice = shape.map((size, axis): SliceTerm => {
    const role = mapping.roles[axis] ?? 'fixed';
    if (role === 'fixed') {
      steps.push(1);
      return mapping.indices[axis] ?? 0;
    }
    const [start, stop] = ranges[role] ?? [0, size];
    const step = Math.max(1, Math.ceil((stop - start) / (limits[role] ?? Infinity)));
    steps.push(step);
    return { start, stop, step };
  });
  return { slice, steps };
}
