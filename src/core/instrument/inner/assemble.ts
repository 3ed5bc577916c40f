import { elementCount, shapeText } from '../../tensor/layout.ts';
import type { Shape, Tensor } from '../../tensor/tensor.ts';
import { filledTensor } from './filledTensor.ts';
import type { Level, Recording } from './recording.ts';
import { runsOf, type Run } from './runs.ts';

/** The value of a tensor inside loops and branches. */
export interface Assembled {
  readonly tensor: Tensor;
  /** every element once, without filling */
  readonly elements: Tensor;
  /** what a reader must know, as a sentence without the tensor's name: a branch not taken, shapes that differ */
  readonly note: string | undefined;
  /** true when there is no value, rather than an empty one */
  readonly isAbsent: boolean;
}

/** An array that is larger than this must not be so many times larger than what is in it. */
const SMALL = 1_000_000;
const MOST_FILLING = 64;

/**
 * Puts a recorded tensor together: iterations lead, one axis for each loop. Where shapes differ between iterations, or some did not
 * take the branch, missing elements are NaN, 0, false or empty. `parts` are the vectors behind the values.
 */
export function assemble(values: Tensor, parts: readonly Tensor[], recording: Recording): Assembled {
  const { levels } = recording;
  const { extents, taken } = runsOf(parts, levels);
  const elements = { dtype: values.dtype, shape: [values.shape[0] ?? 0], data: values.data };
  if (taken.length === 0) {
    const branch = levels.find(({ kind }) => kind === 'branch');
    const note =
      branch === undefined
        ? undefined
        : `The branch ${branch.name} was not taken${recording.isGuard ? ' for these inputs' : ', so there is no value'}.`;
    return { tensor: { ...elements, shape: emptyShape(recording, extents) }, elements, note, isAbsent: recording.isGuard };
  }
  const inner = largestShape(taken);
  const all = elementCount(extents);
  const differs = taken.some(({ shape }) => shape.join() !== inner?.join());
  if (inner !== undefined && !differs && taken.length === all)
    return { tensor: { ...elements, shape: [...extents, ...inner] }, elements, note: undefined, isAbsent: false };
  const note = [missingText(taken.length, all, levels), differs ? 'has another shape from iteration to iteration' : '']
    .filter((text) => text !== '')
    .join(' and ');
  if (inner === undefined || isMostlyEmpty(elements, [...extents, ...inner])) {
    return {
      tensor: elements,
      elements,
      note: `It ${note}; its elements stand one after the other, because they do not fit into one array.`,
      isAbsent: false,
    };
  }
  const tensor = filledTensor(elements, taken, extents, inner);
  return {
    tensor,
    elements,
    note: `It ${note}; what is missing in ${shapeText(tensor.shape)} is filled with NaN, 0, false or empty text.`,
    isAbsent: false,
  };
}

/** Undefined where the number of axes differs. */
function largestShape(taken: readonly Run[]): Shape | undefined {
  const ranks = new Set(taken.map(({ shape }) => shape.length));
  const [rank = 0] = ranks;
  if (ranks.size > 1) return undefined;
  return Array.from({ length: rank }, (_, axis) => taken.reduce((most, { shape }) => Math.max(most, shape[axis] ?? 0), 0));
}

function isMostlyEmpty({ shape: [present = 0] }: Tensor, shape: Shape): boolean {
  const count = shape.reduce((product, size) => product * size, 1);
  return count > SMALL && count > MOST_FILLING * present;
}

/** No iteration, or a branch not taken: the axes that are known stay. */
function emptyShape({ levels, shape }: Recording, extents: readonly number[]): Shape {
  const loops = levels.filter(({ kind }) => kind !== 'branch').length;
  const leading = Array.from({ length: loops }, (_, axis) => extents[axis] ?? 0);
  if (!leading.includes(0)) return [...leading, 0];
  return [...leading, ...(shape ?? []).slice(loops).map((size) => Math.max(0, size))];
}

function missingText(present: number, all: number, levels: readonly Level[]): string {
  if (present === all) return '';
  const which = levels.some(({ kind }) => kind === 'branch') ? 'those that take the branch' : 'those that the loops reach';
  return `has a value in ${present} of ${all} iterations (${which})`;
}
