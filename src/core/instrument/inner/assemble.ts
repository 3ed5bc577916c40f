import type { TensorStats } from '../../run/manifest.ts';
import { elementCount, shapeText } from '../../tensor/layout.ts';
import type { Shape, Tensor } from '../../tensor/tensor.ts';
import { filledTensor } from './filledTensor.ts';
import { assembleSummary } from './assembleSummary.ts';
import type { Recording } from './recording.ts';
import { emptyShape, largestShape, missingText, nothingTakenText, shapesDiffer } from './recordedShapes.ts';
import { runsOf } from './runs.ts';

/** The value of a tensor inside loops and branches. */
export interface Assembled {
  readonly tensor: Tensor;
  /** every element once, without filling */
  readonly elements: Tensor;
  /** what a reader must know, as a sentence without the tensor's name: a branch not taken, shapes that differ */
  readonly note: string | undefined;
  /** true when there is no value, rather than an empty one */
  readonly isAbsent: boolean;
  /** of all iterations, where only they were kept: `tensor` then has a shape and no elements */
  readonly stats?: TensorStats;
}

/** An array that is larger than this must not be so many times larger than what is in it. */
const SMALL = 1_000_000;
const MOST_FILLING = 64;

/**
 * Puts a recorded tensor together: iterations lead, one axis for each loop. Where shapes differ between iterations, or some did not
 * take the branch, missing elements are NaN, 0, false or empty. `parts` are the vectors behind the values.
 */
export function assemble(values: Tensor, parts: readonly Tensor[], recording: Recording): Assembled {
  if (recording.summaryOf !== undefined) return assembleSummary(values, parts, recording, recording.summaryOf);
  const { levels } = recording;
  const { extents, taken } = runsOf(parts, levels);
  const elements = { dtype: values.dtype, shape: [values.shape[0] ?? 0], data: values.data };
  if (taken.length === 0) {
    const tensor = { ...elements, shape: emptyShape(recording, extents) };
    return { tensor, elements, note: nothingTakenText(recording), isAbsent: recording.isGuard };
  }
  const inner = largestShape(taken);
  const all = elementCount(extents);
  const differs = shapesDiffer(taken);
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

function isMostlyEmpty({ shape: [present = 0] }: Tensor, shape: Shape): boolean {
  const count = shape.reduce((product, size) => product * size, 1);
  return count > SMALL && count > MOST_FILLING * present;
}
