import type { ColourRange, Plane } from './raster.ts';
import { createRaster, drawPlane } from './raster.ts';
import type { Raster } from './raster.ts';

/** Values of one example of a tensor, as numbers. */
export interface PictureValues {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

const MOST_CHANNELS = 64;
const LARGEST_TILE = 128;
const LARGEST_HEATMAP = 640;

/** Smallest and largest finite value from `start` to before `end`; 0 and 0 when there is none. */
export function finiteRange(data: ArrayLike<number>, start = 0, end = data.length): ColourRange {
  let low = Infinity;
  let high = -Infinity;
  for (let index = start; index < Math.min(end, data.length); index += 1) {
    const value = data[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** A grid of channels of (height, width, channels) values on one colour scale. */
export function featureMaps({ shape, data }: PictureValues): { raster: Raster; shown: number; columns: number } {
  const [height = 1, width = 1, channels = 1] = shape;
  const shown = Math.min(channels, MOST_CHANNELS);
  const step = Math.max(1, Math.ceil(Math.max(height, width) / LARGEST_TILE));
  const tileWidth = Math.ceil(width / step);
  const tileHeight = Math.ceil(height / step);
  const columns = Math.min(shown, Math.max(1, Math.round(Math.sqrt((shown * 2 * tileHeight) / tileWidth))));
  const rows = Math.ceil(shown / columns);
  const gap = Math.max(1, Math.round(Math.max(tileWidth, tileHeight) / 24));
  const raster = createRaster(columns * (tileWidth + gap) - gap, rows * (tileHeight + gap) - gap);
  const range = finiteRange(data);
  for (let channel = 0; channel < shown; channel += 1) {
    const plane: Plane = {
      width: tileWidth,
      height: tileHeight,
      at: (x, y) => data[(y * step * width + x * step) * channels + channel] ?? Number.NaN,
    };
    drawPlane(raster, plane, (channel % columns) * (tileWidth + gap), Math.floor(channel / columns) * (tileHeight + gap), range);
  }
  return { raster, shown, columns };
}

/** A picture of (rows, columns) values; long sides are thinned out. */
export function heatmap({ shape, data }: PictureValues): Raster {
  const [rows = 1, columns = 1] = shape;
  const stepX = Math.max(1, Math.ceil(columns / LARGEST_HEATMAP));
  const stepY = Math.max(1, Math.ceil(rows / LARGEST_HEATMAP));
  const plane: Plane = {
    width: Math.ceil(columns / stepX),
    height: Math.ceil(rows / stepY),
    at: (x, y) => data[y * stepY * columns + x * stepX] ?? Number.NaN,
  };
  const raster = createRaster(plane.width, plane.height);
  drawPlane(raster, plane, 0, 0, finiteRange(data));
  return raster;
}
