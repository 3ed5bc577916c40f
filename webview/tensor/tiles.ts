import { TILE_GAP, type TileGrid } from './fit.ts';
import type { Domain } from './scale.ts';

/** One map on its tile. */
export interface Tile {
  readonly label: string;
  readonly isDead: boolean;
  /** its own range */
  readonly domain: Domain | undefined;
}

/** Left upper corner of a tile in CSS pixels. */
export function tileCorner(grid: TileGrid, place: number): { readonly left: number; readonly top: number } {
  return {
    left: (place % grid.columns) * (grid.tileWidth + TILE_GAP),
    top: Math.floor(place / grid.columns) * (grid.tileHeight + grid.caption + TILE_GAP) + grid.caption,
  };
}

/** Tile at a point in CSS pixels, and where inside it; undefined between tiles. */
export function tileAt(
  grid: TileGrid,
  count: number,
  x: number,
  y: number,
): { readonly place: number; readonly across: number; readonly down: number } | undefined {
  const [pitchX, pitchY] = [grid.tileWidth + TILE_GAP, grid.tileHeight + grid.caption + TILE_GAP];
  const [column, row] = [Math.floor(x / pitchX), Math.floor(y / pitchY)];
  const [across, down] = [(x - column * pitchX) / grid.tileWidth, (y - row * pitchY - grid.caption) / grid.tileHeight];
  const place = row * grid.columns + column;
  return x < 0 || y < 0 || column >= grid.columns || place >= count || across >= 1 || down < 0 || down >= 1
    ? undefined
    : { place, across, down };
}

/** Size of all tiles together. */
export function gridSize(grid: TileGrid, count: number): { readonly width: number; readonly height: number } {
  const across = Math.min(grid.columns, count);
  const down = Math.ceil(count / grid.columns);
  return {
    width: across * (grid.tileWidth + TILE_GAP) - TILE_GAP,
    height: down * (grid.tileHeight + grid.caption + TILE_GAP) - TILE_GAP,
  };
}
