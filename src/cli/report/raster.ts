import { interpolateViridis } from 'd3-scale-chromatic';
import { encode } from 'fast-png';

/** Pixels of a picture: RGBA, row-major, transparent where nothing is drawn. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Values of one picture, row-major, as floating point numbers. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): number;
}

/** The values that the two ends of the colour scale stand for. */
export interface ColourRange {
  readonly low: number;
  readonly high: number;
}

const STEPS = 256;
const NAN_COLOUR = 0xff00ff;
const POSITIVE_INFINITY_COLOUR = 0xff3b30;
const NEGATIVE_INFINITY_COLOUR = 0x0a84ff;
const SCALE = Int32Array.from({ length: STEPS }, (_, step) =>
  Number.parseInt(interpolateViridis(step / (STEPS - 1)).slice(1), 16),
);

/** An empty picture. */
export function createRaster(width: number, height: number): Raster {
  return { width, height, data: new Uint8Array(width * height * 4) };
}

/** Colours a plane into a raster at (left, top); NaN, Inf and -Inf have colours of their own, a constant plane the middle one. */
export function drawPlane(raster: Raster, plane: Plane, left: number, top: number, { low, high }: ColourRange): void {
  const scale = high > low ? (STEPS - 1) / (high - low) : 0;
  for (let y = 0; y < plane.height; y += 1) {
    for (let x = 0; x < plane.width; x += 1) {
      const value = plane.at(x, y);
      const step = scale === 0 ? STEPS / 2 : Math.max(0, Math.min(STEPS - 1, Math.round((value - low) * scale)));
      const colour = Number.isFinite(value) ? (SCALE[step] ?? 0) : notFiniteColour(value);
      const offset = ((top + y) * raster.width + left + x) * 4;
      raster.data[offset] = colour >> 16;
      raster.data[offset + 1] = (colour >> 8) & 0xff;
      raster.data[offset + 2] = colour & 0xff;
      raster.data[offset + 3] = 0xff;
    }
  }
}

function notFiniteColour(value: number): number {
  if (Number.isNaN(value)) return NAN_COLOUR;
  return value > 0 ? POSITIVE_INFINITY_COLOUR : NEGATIVE_INFINITY_COLOUR;
}

/** The picture as a `data:` address of a PNG. */
export function pngAddress({ width, height, data }: Raster): string {
  const png = encode({ width, height, data, channels: 4, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
