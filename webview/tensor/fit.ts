import type { Extent } from './axes.ts';
import type { Size } from './size.ts';

/** Largest side of one value on the screen. */
const MOST_ZOOM = 56;
/** Thinnest picture that can still be pointed at. */
const LEAST_SIDE = 28;

/** CSS size of a picture of rows × columns inside a box: square values while they fit, stretched when one side would vanish. */
export function fitPicture(rows: number, columns: number, box: Size): Size {
  const side = Math.min(box.width / Math.max(1, columns), box.height / Math.max(1, rows), MOST_ZOOM);
  const crisp = side >= 2 ? Math.floor(side) : side;
  const stretch = (count: number, room: number): number =>
    Math.min(room, Math.max(count * crisp, Math.min(LEAST_SIDE, count * MOST_ZOOM)));
  return {
    width: Math.max(1, Math.floor(stretch(columns, box.width))),
    height: Math.max(1, Math.floor(stretch(rows, box.height))),
  };
}

/** Values to ask for along rows and columns: no more than pixels, and all of them no more than `most`. */
export function pixelLimits(picture: Size, most: number): { row: number; column: number } {
  const shrink = Math.min(1, Math.sqrt(most / (picture.width * picture.height)));
  return { row: Math.max(1, Math.floor(picture.height * shrink)), column: Math.max(1, Math.floor(picture.width * shrink)) };
}

/** Tiles of equal size in rows. */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** height of the line above each tile that names it; 0 where tiles are too small for one */
  readonly caption: number;
}

export const TILE_GAP = 4;
/** A map smaller than this shows nothing. */
const LEAST_TILE = 52;
const MOST_TILE = 400;
/** A name above a map covers none of its values. */
const CAPTION = 12;
const LEAST_CAPTIONED = 36;

/** Maps that fit into a box before they become too small to be read. */
export function tileCapacity(box: Size): number {
  const along = (room: number): number => Math.max(1, Math.floor((room + TILE_GAP) / (LEAST_TILE + TILE_GAP)));
  return Math.max(12, Math.min(256, along(box.width) * along(box.height)));
}

/** The grid that makes `count` maps of rows × columns as large as the box allows; a whole number of pixels per value where there is one. */
export function fitTiles(count: number, rows: number, columns: number, box: Size): TileGrid {
  const captioned = fitGrid(count, rows, columns, box, CAPTION);
  return Math.min(captioned.tileWidth, captioned.tileHeight) >= LEAST_CAPTIONED
    ? captioned
    : fitGrid(count, rows, columns, box, 0);
}

function fitGrid(count: number, rows: number, columns: number, box: Size, caption: number): TileGrid {
  let best = { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0 };
  for (let across = 1; across <= Math.max(1, count); across++) {
    const down = Math.ceil(Math.max(1, count) / across);
    const width = (box.width + TILE_GAP) / across - TILE_GAP;
    const height = (box.height + TILE_GAP) / down - TILE_GAP - caption;
    const side = Math.max(0, Math.min(width / columns, height / rows, MOST_TILE / Math.max(rows, columns)));
    const zoom = side >= 2 ? Math.floor(side) : side;
    // Long thin maps are stretched to something that can be seen.
    const grid = {
      columns: across,
      rows: down,
      tileWidth: Math.max(columns * zoom, Math.min(width, 16)),
      tileHeight: Math.max(rows * zoom, Math.min(height, 8)),
    };
    if (grid.tileWidth * grid.tileHeight > best.tileWidth * best.tileHeight) best = grid;
  }
  return {
    ...best,
    caption,
    tileWidth: Math.max(4, Math.floor(best.tileWidth)),
    tileHeight: Math.max(4, Math.floor(best.tileHeight)),
  };
}

/** Fewest values that a zoomed axis shows. */
const LEAST_COUNT = 4;

/** A part `factor` times as long, with the value at `anchor` (0…1) staying where it is; undefined when that is the whole axis. */
export function zoomExtent(extent: Extent, size: number, factor: number, anchor: number): Extent | undefined {
  if (Math.abs(extent.step) !== 1) return extent;
  const count = Math.round(
    Math.max(
      Math.min(LEAST_COUNT, size),
      Math.min(size, factor < 1 ? Math.floor(extent.count * factor) : Math.ceil(extent.count * factor)),
    ),
  );
  if (count === size) return undefined;
  const low = extent.step > 0 ? extent.start : extent.start - extent.count + 1;
  const at = extent.step > 0 ? anchor : 1 - anchor;
  return placed(Math.round(low + at * (extent.count - count)), count, size, extent.step);
}

/** The same length, moved by `by` values towards greater positions. */
export function panExtent(extent: Extent, size: number, by: number): Extent | undefined {
  if (Math.abs(extent.step) !== 1 || extent.count >= size) return extent.count >= size ? undefined : extent;
  const low = extent.step > 0 ? extent.start : extent.start - extent.count + 1;
  return placed(Math.round(low + by), extent.count, size, extent.step);
}

function placed(low: number, count: number, size: number, step: number): Extent {
  const start = Math.max(0, Math.min(size - count, low));
  return { start: step > 0 ? start : start + count - 1, step, count };
}
