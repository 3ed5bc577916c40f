import { colourTable } from './colourTable.ts';
import type { Colouring } from './colouring.ts';
import { sharpContext } from './drawTexts.ts';
import type { TileGrid } from './fit.ts';
import { paintPlane, type Planes } from './plane.ts';
import { domainFor, quantiser } from './scale.ts';
import { gridSize, tileCorner, type Tile } from './tiles.ts';

/** Draws all maps side by side. */
export function paintTiles(canvas: HTMLCanvasElement, planes: Planes, grid: TileGrid, tiles: readonly Tile[], colouring: Colouring): void {
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

const LABEL_PX = 9;
const LEAST_LABELLED = 30;

/** Writes each map's number in its corner, and crosses out those without signal: colour is never the only sign. */
export function labelTiles(canvas: HTMLCanvasElement, grid: TileGrid, tiles: readonly Tile[], deadWord: string): void {
  const context = sharpContext(canvas, gridSize(grid, tiles.length));
  if (context === undefined) return;
  const style = getComputedStyle(document.body);
  const [text, ground] = [style.getPropertyValue('--vscode-foreground'), style.getPropertyValue('--vscode-editor-background')];
  context.font = `${LABEL_PX}px ${style.getPropertyValue('--vscode-font-family') || 'sans-serif'}`;
  context.textBaseline = 'top';
  for (const [place, { isDead, label }] of tiles.entries()) {
    const { left, top } = tileCorner(grid, place);
    if (isDead) {
      context.strokeStyle = ground;
      context.lineWidth = 2;
      context.beginPath();
      context.moveTo(left, top);
      context.lineTo(left + grid.tileWidth, top + grid.tileHeight);
      context.moveTo(left + grid.tileWidth, top);
      context.lineTo(left, top + grid.tileHeight);
      context.stroke();
    }
    if (grid.tileWidth < LEAST_LABELLED || grid.tileHeight < LABEL_PX * 2) continue;
    const shown = isDead ? `${label} ${deadWord}` : label;
    context.globalAlpha = 0.82;
    context.fillStyle = ground;
    context.fillRect(left, top, Math.min(grid.tileWidth, context.measureText(shown).width + 4), LABEL_PX + 3);
    context.globalAlpha = 1;
    context.fillStyle = text;
    context.fillText(shown, left + 2, top + 2, grid.tileWidth - 3);
  }
}
