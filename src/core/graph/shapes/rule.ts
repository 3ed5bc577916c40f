import type { Shape } from '../../tensor/tensor.ts';
import type { FlatNode } from '../types.ts';

/** What a shape rule may ask. */
export interface ShapeScope {
  readonly node: FlatNode;
  /** shape of input i, undefined for unknown rank or no such input */
  input(index: number): Shape | undefined;
  /** whole-number values of input i where the graph fixes them, NaN for each that it does not; undefined when not even their count is known */
  values(index: number): readonly number[] | undefined;
}

/** Shapes of a node's outputs in order; sizes that are negative or no whole numbers, and absent shapes, are not known. */
export type ShapeRule = (scope: ShapeScope) => readonly (Shape | undefined)[];

/** The same rule for several ops. */
export function rules(ops: string, rule: ShapeRule): readonly (readonly [string, ShapeRule])[] {
  return ops.split(' ').map((op) => [op, rule]);
}

/** Number of elements, or undefined when a dimension is unknown. */
export function countOf(shape: Shape): number | undefined {
  return shape.includes(-1) ? undefined : shape.reduce((product, size) => product * size, 1);
}

/** Shape of an element-wise op on these (NumPy's rule); undefined when they do not fit or one has unknown rank. */
export function broadcast(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return undefined;
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x === 1 || x === y) result.push(y);
    else if (y === 1 || y === -1) result.push(x);
    else if (x === -1) result.push(y);
    else return undefined;
  }
  return result;
}

/** What two shapes of one tensor say together; undefined ranks and dimensions give way. */
export function merge(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.length === b.length ? a.map((size, axis) => (size === -1 ? (b[axis] ?? -1) : size)) : a;
}

/** What holds for both of two shapes. */
export function common(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined || a.length !== b.length) return undefined;
  return a.map((size, axis) => (size === b[axis] ? size : -1));
}

/** Axis counted from the front; undefined outside the rank. */
export function frontAxis(axis: number | undefined, rank: number): number | undefined {
  if (axis === undefined || !Number.isInteger(axis) || axis < -rank || axis >= rank) return undefined;
  return axis < 0 ? axis + rank : axis;
}
