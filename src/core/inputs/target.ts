import { LensError } from '../errors.ts';
import type { TensorRef } from '../graph/types.ts';
import type { DType } from '../tensor/dtype.ts';
import { shapeText } from '../tensor/layout.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';

/** A tensor that gets a value from outside: an input of the entry point, or a tensor inside the graph. */
export interface InputTarget {
  /** input key, or tensor name */
  readonly name: string;
  readonly ref: TensorRef;
  readonly dtype: DType;
  /** -1 = unknown dimension, undefined = unknown rank */
  readonly shape: Shape | undefined;
  readonly defaultValue?: Tensor;
  readonly isInner: boolean;
}

/** `the input x` or `the tensor a/b`, for sentences. */
export function targetText({ name, isInner }: InputTarget): string {
  return isInner ? `the tensor ${name}` : `the input ${name}`;
}

/** Refuses a value of another shape than expected (`bad-input-shape`). */
export function checkShape(target: InputTarget, shape: Shape, source: string): void {
  const { shape: expected } = target;
  if (expected === undefined) return;
  const fits = expected.length === shape.length && expected.every((size, axis) => size < 0 || size === shape[axis]);
  if (fits) return;
  const hint =
    expected.length === shape.length + 1 && expected.slice(1).every((size, axis) => size < 0 || size === shape[axis])
      ? 'It lacks the first axis, the batch: give an array of one example, such as x[None].'
      : undefined;
  throw new LensError(
    'bad-input-shape',
    `The value of ${targetText(target)} from ${source} has the shape ${shapeText(shape)}; ${shapeText(expected)} is expected.`,
    hint,
  );
}
