import type { Shape } from '../../tensor/tensor.ts';
import type { Level, Recording } from './recording.ts';
import type { Run } from './runs.ts';

/** What every run fits into; undefined where the number of axes differs. */
export function largestShape(taken: readonly Run[]): Shape | undefined {
  const ranks = new Set(taken.map(({ shape }) => shape.length));
  const [rank = 0] = ranks;
  if (ranks.size > 1) return undefined;
  return Array.from({ length: rank }, (_, axis) => taken.reduce((most, { shape }) => Math.max(most, shape[axis] ?? 0), 0));
}

/** No iteration, or a branch not taken: the axes that are known stay. */
export function emptyShape({ levels, shape }: Recording, extents: readonly number[]): Shape {
  const loops = levels.filter(({ kind }) => kind !== 'branch').length;
  const leading = Array.from({ length: loops }, (_, axis) => extents[axis] ?? 0);
  if (!leading.includes(0)) return [...leading, 0];
  return [...leading, ...(shape ?? []).slice(loops).map((size) => Math.max(0, size))];
}

/** How many runs there were where some iterations have none; empty where all have one. */
export function missingText(present: number, all: number, levels: readonly Level[]): string {
  if (present === all) return '';
  const which = levels.some(({ kind }) => kind === 'branch') ? 'those that take the branch' : 'those that the loops reach';
  return `has a value in ${present} of ${all} iterations (${which})`;
}

/** Why there is no value at all; undefined where no iteration ran. */
export function nothingTakenText({ isGuard, levels }: Recording): string | undefined {
  const branch = levels.find(({ kind }) => kind === 'branch');
  if (branch === undefined) return undefined;
  return `The branch ${branch.name} was not taken${isGuard ? ' for these inputs' : ', so there is no value'}.`;
}

/** True where runs have different shapes. */
export function shapesDiffer(taken: readonly Run[]): boolean {
  return taken.some(({ shape }) => shape.join() !== taken[0]?.shape.join());
}
