import {
  interpolateCividis,
  interpolateGreys,
  interpolateMagma,
  interpolatePuOr,
  interpolateRdBu,
  interpolateTurbo,
  interpolateViridis,
} from 'd3-scale-chromatic';

/** Names of the colour maps a person can choose. */
export const COLOUR_MAPS = ['viridis', 'magma', 'cividis', 'greys', 'turbo', 'RdBu', 'PuOr'] as const;
export type ColourMap = (typeof COLOUR_MAPS)[number];

const INTERPOLATORS: Readonly<Record<ColourMap, (t: number) => string>> = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  cividis: interpolateCividis,
  greys: (t) => interpolateGreys(1 - t),
  RdBu: (t) => interpolateRdBu(1 - t),
  PuOr: (t) => interpolatePuOr(1 - t),
  turbo: interpolateTurbo,
};

/** Entries after the 256 colours: values that have no place on a scale get colours no map contains. */
export const NAN_ENTRY = 256;
export const POSITIVE_INFINITY_ENTRY = 257;
export const NEGATIVE_INFINITY_ENTRY = 258;

/** CSS colours of the special entries, for legends. */
export const SPECIAL_COLOURS = { nan: '#ff00ff', posInf: '#ff9d00', negInf: '#00e5ff' } as const;

function pack(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** `rgb(1, 2, 3)` or `#010203` → packed ABGR as a little-endian ImageData wants it. */
function parseColour(text: string): number {
  if (text.startsWith('#')) {
    const value = Number.parseInt(text.slice(1, 7), 16);
    return pack((value >> 16) & 255, (value >> 8) & 255, value & 255);
  }
  const [red = 0, green = 0, blue = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return pack(red, green, blue);
}

const cache = new Map<ColourMap, Uint32Array>();

/** 259 packed colours of a map: 256 steps, NaN, +Inf, −Inf. */
export function colourTable(name: ColourMap): Uint32Array {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const table = new Uint32Array(259);
  for (let i = 0; i < 256; i++) table[i] = parseColour(INTERPOLATORS[name](i / 255));
  table[NAN_ENTRY] = parseColour(SPECIAL_COLOURS.nan);
  table[POSITIVE_INFINITY_ENTRY] = parseColour(SPECIAL_COLOURS.posInf);
  table[NEGATIVE_INFINITY_ENTRY] = parseColour(SPECIAL_COLOURS.negInf);
  cache.set(name, table);
  return table;
}

/** CSS colour of a map at 0…1, for legends. */
export function colourAt(name: ColourMap, t: number): string {
  return INTERPOLATORS[name](t);
}
