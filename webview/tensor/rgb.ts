import { valueAt, type Planes } from './plane.ts';
import { finiteDomain, type Domain } from './scale.ts';

/** How numbers become brightness: bytes as they are, unit range times 255, anything else stretched over its range. */
export type Brightness = 'bytes' | 'unit' | 'stretched';

/** The brightness that suits values of this range. */
export function brightnessOf(domain: Domain | undefined, isByte: boolean): Brightness {
  if (domain === undefined || isByte || (domain.low >= 0 && domain.high > 1.5 && domain.high <= 255)) return 'bytes';
  return domain.low >= 0 && domain.high <= 1.000001 ? 'unit' : 'stretched';
}

/** Packed magenta: what has no place on the scale. */
const SPECIAL = 0xff_ff_00_ff;

/** Paints three maps as red, green and blue. */
export function paintRgb(planes: Planes, pixels: Uint32Array, kind: Brightness, domain = finiteDomain(planes.values)): void {
  const [low, factor] =
    kind === 'bytes'
      ? [0, 1]
      : kind === 'unit'
        ? [0, 255]
        : [domain?.low ?? 0, 255 / ((domain?.high ?? 1) - (domain?.low ?? 0) || 1)];
  const byte = (value: number): number => Math.max(0, Math.min(255, Math.round((value - low) * factor)));
  const map = (index: number): number => Math.min(index, planes.maps - 1);
  let at = 0;
  for (let row = 0; row < planes.rows; row++) {
    for (let column = 0; column < planes.columns; column++) {
      const [red, green, blue] = [
        valueAt(planes, map(0), row, column),
        valueAt(planes, map(1), row, column),
        valueAt(planes, map(2), row, column),
      ];
      const isFinite = Number.isFinite(red) && Number.isFinite(green) && Number.isFinite(blue);
      pixels[at++] = isFinite ? ((255 << 24) | (byte(blue) << 16) | (byte(green) << 8) | byte(red)) >>> 0 : SPECIAL;
    }
  }
}
