/**
 * What an axis of the tensor does in the picture: fixed at an index, spread over rows, columns or maps, or taken whole without a
 * place of its own (the features of samples, the values of a histogram).
 */
export type AxisRole = 'fixed' | 'row' | 'column' | 'map' | 'all';

/** Positions of an axis that are shown: `count` of them from `start` on, `step` apart (negative: backwards). */
export interface Extent {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** The window of a tensor that is shown: per axis its role, the index while it is fixed, and the extent while it is spread (undefined: whole). */
export interface AxisMapping {
  readonly roles: readonly AxisRole[];
  readonly indices: readonly number[];
  readonly extents: readonly (Extent | undefined)[];
}

/** Roles that the last axes get, the last role for the last axis; `all` gives it to every other axis. */
export interface Spread {
  readonly roles: readonly AxisRole[];
  readonly others: 'fixed' | 'all';
}

/** The usual mapping: the last axes are spread, the others stand at 0 (or at the indices of an earlier mapping). */
export function defaultMapping(shape: readonly number[], { roles, others }: Spread, earlier?: AxisMapping): AxisMapping {
  const used = roles.slice(Math.max(0, roles.length - shape.length));
  return {
    roles: shape.map((_, axis) => used[axis - (shape.length - used.length)] ?? others),
    indices: shape.map((size, axis) => Math.max(0, Math.min(size - 1, earlier?.indices[axis] ?? 0))),
    extents: shape.map(() => undefined),
  };
}

/** Axes that are spread, in the order row, column, map; −1 where there is none. */
export function spreadAxes(mapping: AxisMapping): { row: number; column: number; map: number } {
  return { row: mapping.roles.indexOf('row'), column: mapping.roles.indexOf('column'), map: mapping.roles.indexOf('map') };
}

/** How many axes are spread. */
export function arityOf(mapping: AxisMapping): number {
  return mapping.roles.filter((role) => role !== 'fixed').length;
}

/** Gives `axis` the role `role`; whoever had it takes the old role of `axis`. */
export function withRole(mapping: AxisMapping, axis: number, role: AxisRole): AxisMapping {
  const old = mapping.roles[axis] ?? 'fixed';
  const holder = role === 'fixed' || role === 'all' ? -1 : mapping.roles.indexOf(role);
  const roles = mapping.roles.map((current, i) => (i === axis ? role : i === holder ? old : current));
  return { ...mapping, roles, extents: mapping.extents.map((extent, i) => (roles[i] === 'fixed' ? undefined : extent)) };
}

/** Moves a fixed axis to another index. */
export function withIndex(mapping: AxisMapping, axis: number, index: number): AxisMapping {
  return { ...mapping, indices: mapping.indices.map((current, i) => (i === axis ? index : current)) };
}

/** Shows a part of a spread axis. */
export function withExtent(mapping: AxisMapping, axis: number, extent: Extent | undefined): AxisMapping {
  return { ...mapping, extents: mapping.extents.map((current, i) => (i === axis ? extent : current)) };
}

/** Exchanges rows and columns. */
export function transposed(mapping: AxisMapping): AxisMapping {
  return { ...mapping, roles: mapping.roles.map((role) => (role === 'row' ? 'column' : role === 'column' ? 'row' : role)) };
}

/** Positions shown of an axis. */
export function extentOf(mapping: AxisMapping, shape: readonly number[], axis: number): Extent {
  if (axis < 0) return { start: 0, step: 1, count: 1 };
  return mapping.extents[axis] ?? { start: 0, step: 1, count: shape[axis] ?? 1 };
}
