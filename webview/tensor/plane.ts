import { spreadAxes, type AxisMapping } from './axes.ts';

/** Numbers of a window with the distances between neighbours along rows, columns and maps. */
export interface Planes {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly maps: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly mapStride: number;
}

/** Lays a window (fixed axes already gone) out as planes, whatever the order of its axes. */
export function planesOf(values: ArrayLike<number>, shape: readonly number[], mapping: AxisMapping): Planes {
  const spread = mapping.roles.flatMap((role, axis) => (role === 'fixed' ? [] : [axis]));
  const axes = spreadAxes(mapping);
  const strides: number[] = [];
  let stride = 1;
  for (let at = spread.length - 1; at >= 0; at--) {
    strides[at] = stride;
    stride *= shape[at] ?? 1;
  }
  const along = (axis: number): { size: number; stride: number } => {
    const at = axis < 0 ? -1 : spread.indexOf(axis);
    return at < 0 ? { size: 1, stride: 0 } : { size: shape[at] ?? 1, stride: strides[at] ?? 0 };
  };
  const [row, column, map] = [along(axes.row), along(axes.column), along(axes.map)];
  return {
    values,
    rows: row.size,
    columns: column.size,
    maps: map.size,
    rowStride: row.stride,
    columnStride: column.stride,
    mapStride: map.stride,
  };
}

/** Position in the window of a place of a plane. */
export function positionOf(planes: Planes, map: number, row: number, column: number): number {
  return map * planes.mapStride + row * planes.rowStride + column * planes.columnStride;
}

/** Value at a place of a plane. */
export function valueAt(planes: Planes, map: number, row: number, column: number): number {
  return planes.values[positionOf(planes, map, row, column)] ?? NaN;
}

/** Paints one map into packed pixels at an offset. */
export function paintPlane(
  planes: Planes,
  map: number,
  pixels: Uint32Array,
  offset: number,
  pitch: number,
  table: Uint32Array,
  entryOf: (value: number) => number,
): void {
  for (let row = 0; row < planes.rows; row++) {
    let at = map * planes.mapStride + row * planes.rowStride;
    let to = offset + row * pitch;
    for (let column = 0; column < planes.columns; column++, at += planes.columnStride) {
      pixels[to++] = table[entryOf(planes.values[at] ?? NaN)] ?? 0;
    }
  }
}
