import { elementCount } from '../layout.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { elementCells, scalarText } from './cells.ts';

/** NumPy's print options, with its defaults. */
export interface PrintOptions {
  /** tensors of more elements are shown by their edges */
  readonly threshold?: number;
  readonly edgeItems?: number;
  readonly lineWidth?: number;
  readonly precision?: number;
}

/** Values as `print(array)` of NumPy writes them. */
export function formatTensor(tensor: Tensor, options: PrintOptions = {}): string {
  const { threshold = 1000, edgeItems = 3, lineWidth = 75, precision = 8 } = options;
  const count = elementCount(tensor.shape);
  if (tensor.shape.length === 0) return scalarText(tensor);
  if (count === 0) return '[]';
  const axes = tensor.shape.map((size) => shownIndices(size, count > threshold ? edgeItems : size));
  const cells = elementCells(tensor, shownPositions(tensor.shape, axes), precision);
  return new Layout(axes, cells).text(0, ' ', lineWidth);
}

/** Indices of an axis that are shown; `undefined` stands for the dots. */
type AxisItems = readonly (number | undefined)[];

function shownIndices(size: number, edge: number): AxisItems {
  if (size <= 2 * edge) return Array.from({ length: size }, (_, i) => i);
  const ends = Array.from({ length: edge }, (_, i) => i);
  return [...ends, undefined, ...ends.map((i) => size - edge + i)];
}

function shownPositions(shape: Shape, axes: readonly AxisItems[]): number[] {
  let positions = [0];
  axes.forEach((items, axis) => {
    const size = shape[axis] ?? 0;
    const indices = items.filter((item) => item !== undefined);
    positions = positions.flatMap((position) => indices.map((index) => position * size + index));
  });
  return positions;
}

/** Lays out cells, given in row-major order, in nested brackets. */
class Layout {
  #next = 0;
  readonly #axes: readonly AxisItems[];
  readonly #cells: readonly string[];

  constructor(axes: readonly AxisItems[], cells: readonly string[]) {
    this.#axes = axes;
    this.#cells = cells;
  }

  text(axis: number, indent: string, width: number): string {
    const body = axis === this.#axes.length - 1 ? this.#row(indent, width - 1) : this.#rows(axis, indent, width - 1);
    return `[${body.slice(indent.length)}]`;
  }

  #rows(axis: number, indent: string, width: number): string {
    const parts = (this.#axes[axis] ?? []).map(
      (item) => indent + (item === undefined ? '...' : this.text(axis + 1, `${indent} `, width)),
    );
    return parts.join('\n'.repeat(this.#axes.length - axis - 1));
  }

  /** The last axis: words apart by blanks, wrapped where the line is full. */
  #row(indent: string, width: number): string {
    const items = this.#axes.at(-1) ?? [];
    const lines: string[] = [];
    let line = indent;
    items.forEach((item, i) => {
      const word = item === undefined ? '...' : (this.#cells[this.#next++] ?? '');
      if (line.length + word.length > width && line.length > indent.length) {
        lines.push(line.trimEnd());
        line = indent;
      }
      line += i === items.length - 1 ? word : `${word} `;
    });
    return [...lines, line].join('\n');
  }
}
