import { LensError } from '../errors.ts';
import type { Tensor } from './tensor.ts';
import { toFloat64At } from './values.ts';

/** A 2-D tensor made small enough to draw: per cell the least and greatest value, and one to colour it by. */
export interface ReducedView {
  readonly width: number;
  readonly height: number;
  /** the value with the largest absolute value of each cell; NaN only where a whole cell is NaN */
  readonly values: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * Reduces a 2-D tensor to at most `maxWidth` × `maxHeight` cells. Each cell keeps its extremes, so that a single large value in
 * a wide tensor is still seen. Numeric dtypes only; complex by absolute value.
 */
export function reduceForView(tensor: Tensor, maxWidth: number, maxHeight: number): ReducedView {
  const [rows, columns] = tensor.shape;
  if (tensor.shape.length !== 2 || rows === undefined || columns === undefined) {
    throw new LensError('internal', `Only two axes can be drawn, not ${tensor.shape.length}.`);
  }
  const width = Math.min(columns, Math.max(1, Math.floor(maxWidth)));
  const height = Math.min(rows, Math.max(1, Math.floor(maxHeight)));
  const cells = width * height;
  const min = new Float64Array(cells).fill(NaN);
  const max = new Float64Array(cells).fill(NaN);
  const at = toFloat64At(tensor);
  for (let row = 0; row < rows; row++) {
    const cellRow = Math.floor((row * height) / rows) * width;
    for (let column = 0; column < columns; column++) {
      const cell = cellRow + Math.floor((column * width) / columns);
      const value = at(row * columns + column);
      if (!(value >= (min[cell] as number))) min[cell] = Number.isNaN(value) ? (min[cell] as number) : value;
      if (!(value <= (max[cell] as number))) max[cell] = Number.isNaN(value) ? (max[cell] as number) : value;
    }
  }
  const values = min.map((low, cell) => (Math.abs(low) > Math.abs(max[cell] as number) ? low : (max[cell] as number)));
  return { width, height, values, min, max };
}
