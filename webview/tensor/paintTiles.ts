import { colourTable } from './colourTable.ts';
import type { Colouring } from './colouring.ts';
import { sharpContext } from './drawTexts.ts';
import type { TileGrid } from './fit.ts';
import { paintPlane, type Planes } from './plane.ts';
import { domainFor, quantiser } from './scale.ts';
import { gridSize, tileCorner, type Tile } from './tiles.ts';

/** Draws all maps side by side. */
export function paintTiles(
  canvas: HTMLCanvasElement,
  planes: Planes,
  grid: TileGrid,
  tiles: readonly Tile[],
  colouring: Colouring,
): void {
  const context = canvas.getContext('2d');
  const tile = document.createElement('canvas');
  tile.width = planes.columns;
  tile.height = planes.rows;
  const tileContext = tile.getContext('2d');
  if (context === null || tileContext === null || planes.rows * planes.columns === 0) return;
  const table = colourTable(colouring.mapName);
  const image = new ImageData(planes.columns, planes.rows);
  const pixels = new Uint32Array(image.data.buffer);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (const [place, { domain }] of tiles.entries()) {
    const range = colouring.isOwn ? domainFor(colouring.mapName, domain) : colouring.domain;
    paintPlane(planes, place, pixels, 0, planes.columns, table, quantiser(colouring.scale, range));
    tileContext.putImageData(image, 0, 0);
    const { left, top } = tileCorner(grid, place);
    context.drawImage(tile, left, top, grid.tileWidth, grid.tileHeight);
  }
  canvas.dataset['painted'] = String(Number(canvas.dataset['painted'] ?? 0) + 1);
}

const LABEL_PX = 10;

/** Writes each map's number above it, and crosses out those without signal: colour is never the only sign. */
export function labelTiles(canvas: HTMLCanvasElement, grid: TileGrid, tiles: readonly Tile[], deadWord: string): void {
  const context = sharpContext(canvas, gridSize(grid, tiles.length));
  if (context === undefined) return;
  const style = getComputedStyle(document.body);
  context.font = `${LABEL_PX}px ${style.getPropertyValue('--vscode-font-family') || 'sans-serif'}`;
  context.textBaseline = 'bottom';
  context.fillStyle = style.getPropertyValue('--vscode-foreground');
  context.strokeStyle = style.getPropertyValue('--vscode-editor-background');
  for (const [place, { isDead, label }] of tiles.entries()) {
    const { left, top } = tileCorner(grid, place);
    if (isDead) cross(context, left, top, grid.tileWidth, grid.tileHeight);
    if (grid.caption > 0) context.fillText(isDead ? `${label} ${deadWord}` : label, left, top - 1, grid.tileWidth);
  }
}

function cross(context: CanvasRenderingContext2D, left: number, top: number, width: number, height: number): void {
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left + width, top + height);
  context.moveTo(left + width, top);
  context.lineTo(left, top + height);
  context.stroke();
}
