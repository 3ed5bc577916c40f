import { elementCount, isNumeric } from '../tensor/layout.ts';
import { toFloat64At } from '../tensor/values.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';

/** A small picture of an input's first example. */
export type InputSample =
  /** rows × columns × channels (1, 3 or 4), channels last; `low`…`high` is the range to paint */
  | {
      readonly kind: 'plane';
      readonly rows: number;
      readonly columns: number;
      readonly channels: number;
      readonly values: Float32Array;
      readonly low: number;
      readonly high: number;
    }
  /** a row of values: lowest and highest of each piece */
  | { readonly kind: 'wave'; readonly low: Float32Array; readonly high: Float32Array }
  | { readonly kind: 'none' };

const MOST_SIDE = 160;
const MOST_PIECES = 160;

interface Axis {
  readonly size: number;
  readonly stride: number;
}

/** Picture of the first example: a plane where it has rows and columns, a wave where it is a row, nothing for single values and texts. */
export function inputSample(tensor: Tensor): InputSample {
  const count = elementCount(tensor.shape);
  if (!isNumeric(tensor.dtype) || count < 2) return { kind: 'none' };
  const at = toFloat64At(tensor);
  const axes = exampleAxes(tensor.shape);
  const isColour = axes.length >= 3 && axes.slice(-3).some(({ size }) => size === 3 || size === 4);
  if (isColour) {
    const [a, b, c] = axes.slice(-3);
    if (a !== undefined && b !== undefined && c !== undefined && (c.size === 3 || c.size === 4)) return plane(at, a, b, c);
    if (a !== undefined && b !== undefined && c !== undefined && (a.size === 3 || a.size === 4)) return plane(at, b, c, a);
  }
  const [row, column] = axes.slice(-2);
  if (row !== undefined && column !== undefined) return plane(at, row, column, { size: 1, stride: 0 });
  return wave(at, row ?? { size: count, stride: 1 });
}

/** Axes of more than one element, of the first example where there are several axes. */
function exampleAxes(shape: Shape): Axis[] {
  let stride = 1;
  const axes = [...shape]
    .reverse()
    .map((size) => {
      const axis = { size, stride };
      stride *= size;
      return axis;
    })
    .reverse();
  const first = shape.length >= 3 || shape[0] === 1 ? axes.slice(1) : axes;
  return first.filter(({ size }) => size > 1);
}

function plane(at: (index: number) => number, row: Axis, column: Axis, channel: Axis): InputSample {
  const rows = Math.min(MOST_SIDE, row.size);
  const columns = Math.min(MOST_SIDE, column.size);
  const values = new Float32Array(rows * columns * channel.size);
  let [low, high] = [Infinity, -Infinity];
  for (let y = 0, i = 0; y < rows; y++) {
    const fromRow = Math.floor(((y + 0.5) * row.size) / rows) * row.stride;
    for (let x = 0; x < columns; x++) {
      const from = fromRow + Math.floor(((x + 0.5) * column.size) / columns) * column.stride;
      for (let c = 0; c < channel.size; c++, i++) {
        const value = at(from + c * channel.stride);
        values[i] = value;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  return { kind: 'plane', rows, columns, channels: channel.size, values, ...paintRange(low, high) };
}

/** The usual range of pictures that holds the values, else their own. */
function paintRange(low: number, high: number): { low: number; high: number } {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 0, high: 1 };
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  if (low >= 0 && high <= 255) return { low: 0, high: 255 };
  return low >= -1 && high <= 1 ? { low: -1, high: 1 } : { low, high };
}

function wave(at: (index: number) => number, { size, stride }: Axis): InputSample {
  const pieces = Math.min(MOST_PIECES, size);
  const low = new Float32Array(pieces).fill(Infinity);
  const high = new Float32Array(pieces).fill(-Infinity);
  for (let i = 0; i < size; i++) {
    const piece = Math.floor((i * pieces) / size);
    const value = at(i * stride);
    if (value < (low[piece] ?? 0)) low[piece] = value;
    if (value > (high[piece] ?? 0)) high[piece] = value;
  }
  return { kind: 'wave', low, high };
}
