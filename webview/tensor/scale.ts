import { NAN_ENTRY, NEGATIVE_INFINITY_ENTRY, POSITIVE_INFINITY_ENTRY, type ColourMap } from './colourTable.ts';

/** How values are spread over the colours. */
export type ScaleKind = 'linear' | 'log' | 'symlog';
export const SCALE_KINDS: readonly ScaleKind[] = ['linear', 'log', 'symlog'];

/** Smallest and largest finite value that a colour scale covers. */
export interface Domain {
  readonly low: number;
  readonly high: number;
}

/** Finite extremes of the values from `start` in steps of `stride`; undefined when none is finite. */
export function finiteDomain(values: ArrayLike<number>, start = 0, stride = 1): Domain | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let i = start; i < values.length; i += stride) {
    const value = values[i] ?? NaN;
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : undefined;
}

/** Signed data gets a range symmetric about zero, so that zero has the middle colour. */
export function symmetric(domain: Domain): Domain {
  if (domain.low >= 0 || domain.high <= 0) return domain;
  const reach = Math.max(-domain.low, domain.high);
  return { low: -reach, high: reach };
}

/** Maps whose middle means zero. */
const DIVERGING: readonly ColourMap[] = ['RdBu', 'PuOr'];

/** The range as a map needs it: symmetric where its middle means zero. */
export function domainFor(mapName: ColourMap, domain: Domain | undefined): Domain | undefined {
  return domain !== undefined && DIVERGING.includes(mapName) ? symmetric(domain) : domain;
}

/** The map that suits the data when the person has not chosen one. */
export function suitableMap(domain: Domain | undefined): ColourMap {
  return domain !== undefined && domain.low < 0 && domain.high > 0 ? 'RdBu' : 'viridis';
}

/** Values at or below this have no place on a logarithmic scale and take the lowest colour. */
export function logFloor(domain: Domain): number {
  return domain.low > 0 ? domain.low : domain.high > 0 ? domain.high * 1e-6 : 1e-12;
}

function transform(kind: ScaleKind, domain: Domain): (value: number) => number {
  if (kind === 'log') {
    const floor = logFloor(domain);
    return (value) => Math.log(value > floor ? value : floor);
  }
  if (kind === 'symlog') {
    const linear = Math.max(Math.abs(domain.low), Math.abs(domain.high)) * 1e-3 || 1;
    return (value) => Math.sign(value) * Math.log1p(Math.abs(value) / linear);
  }
  return (value) => value;
}

/** A function from value to entry of a colour table. */
export function quantiser(kind: ScaleKind, domain: Domain | undefined): (value: number) => number {
  const range = domain ?? { low: 0, high: 1 };
  const place = transform(kind, range);
  // Halves, where the range is wider than the largest double.
  const low = place(range.low) / 2;
  const span = place(range.high) / 2 - low;
  const factor = span > 0 ? 255 / span : 0;
  // A constant map has no contrast to show: the middle colour says neither "low" nor "high".
  const flat = span > 0 ? 0 : 128;
  return (value) => {
    if (value - value !== 0) {
      if (value !== value) return NAN_ENTRY;
      return value > 0 ? POSITIVE_INFINITY_ENTRY : NEGATIVE_INFINITY_ENTRY;
    }
    const entry = (place(value) / 2 - low) * factor + flat;
    return entry < 0 ? 0 : entry > 255 ? 255 : entry | 0;
  };
}
