import type { TensorWindow } from '../../src/rpc/modelService.ts';
import type { AxisMapping } from './axes.ts';

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
  const spread = mapping.roles.filter((role) => role !== 'fixed');
  const strides: number[] = [];
  let stride = 1;
  for (let axis = spread.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  const along = (role: 'row' | 'column' | 'map'): { size: number; stride: number } => {
    const axis = spread.indexOf(role);
    return axis < 0 ? { size: 1, stride: 0 } : { size: shape[axis] ?? 1, stride: strides[axis] ?? 0 };
  };
  const row = along('row');
  const column = along('column');
  const map = along('map');
  return {
    values, rows: row.size, columns: column.size, maps: map.size,
    rowStride: row.stride, columnStride: column.stride, mapStride: map.stride,
  };
}

/** Value at a place of a plane. */
export function valueAt(planes: Planes, map: number, row: number, column: number): number {
  return planes.values[map * planes.mapStride + row * planes.rowStride + column * planes.columnStride] ?? NaN;
}

/** Smallest, largest and energy of one map; `finite` counts the values on the scale, `zero` those that are 0. */
export interface MapSummary {
  readonly low: number;
  readonly high: number;
  readonly energy: number;
  readonly finite: number;
  readonly zero: number;
}

/** Summaries of all maps in one pass. */
export function summarise(planes: Planes): MapSummary[] {
  const out: MapSummary[] = [];
  for (let map = 0; map < planes.maps; map++) {
    let low = Infinity;
    let high = -Infinity;
    let energy = 0;
    let finite = 0;
    let zero = 0;
    for (let row = 0; row < planes.rows; row++) {
      let at = map * planes.mapStride + row * planes.rowStride;
      for (let column = 0; column < planes.columns; column++, at += planes.columnStride) {
        const value = planes.values[at] ?? NaN;
        if (value - value !== 0) continue;
        finite++;
        if (value === 0) zero++;
        energy += value * value;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    out.push({ low, high, energy, finite, zero });
  }
  return out;
}

/** A map without any signal: all its finite values are 0. */
export function isDead(summary: MapSummary): boolean {
  return summary.finite > 0 && summary.zero === summary.finite;
}

/** Paints one map into packed pixels at an offset. */
export function paintPlane(
  planes: Planes, map: number, pixels: Uint32Array, offset: number, pitch: number,
  table: Uint32Array, entryOf: (value: number) => number,
): void {
  for (let row = 0; row < planes.rows; row++) {
    let at = map * planes.mapStride + row * planes.rowStride;
    let to = offset + row * pitch;
    for (let column = 0; column < planes.columns; column++, at += planes.columnStride) {
      pixels[to++] = table[entryOf(planes.values[at] ?? NaN)] ?? 0;
    }
  }
}

/** Elements of a window. */
export function windowSize(window: TensorWindow): number {
  return window.shape.reduce((product, size) => product * size, 1);
}
