import type { Size } from './size.ts';

const FONT_PX = 10;
const LEAST_WIDTH = 34;
const LEAST_HEIGHT = 14;

/** Sharp canvas for drawing in CSS pixels; undefined when there is none. */
export function sharpContext(canvas: HTMLCanvasElement, size: Size): CanvasRenderingContext2D | undefined {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(size.width * ratio));
  canvas.height = Math.max(1, Math.round(size.height * ratio));
  const context = canvas.getContext('2d') ?? undefined;
  context?.scale(ratio, ratio);
  return context;
}

/** Writes each value inside its square, black or white after the colour below; nothing where the squares are too small. */
export function drawTexts(
  canvas: HTMLCanvasElement,
  size: Size,
  rows: number,
  columns: number,
  textAt: (row: number, column: number) => string,
  colours: HTMLCanvasElement | null,
): void {
  const [width, height] = [size.width / columns, size.height / rows];
  const below =
    width >= LEAST_WIDTH && height >= LEAST_HEIGHT
      ? colours?.getContext('2d')?.getImageData(0, 0, columns, rows).data
      : undefined;
  if (below === undefined) {
    canvas.width = 1;
    canvas.height = 1;
    return;
  }
  const context = sharpContext(canvas, size);
  if (context === undefined) return;
  context.font = `${FONT_PX}px ${getComputedStyle(document.body).getPropertyValue('--vscode-editor-font-family') || 'monospace'}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * 4;
      context.fillStyle = isLight(below[at] ?? 0, below[at + 1] ?? 0, below[at + 2] ?? 0) ? '#000' : '#fff';
      context.fillText(textAt(row, column), (column + 0.5) * width, (row + 0.5) * height, width - 4);
    }
  }
}

/** Whether black reads better than white on a colour (relative luminance as WCAG has it, without its gamma's linear foot). */
function isLight(red: number, green: number, blue: number): boolean {
  return 0.2126 * (red / 255) ** 2.2 + 0.7152 * (green / 255) ** 2.2 + 0.0722 * (blue / 255) ** 2.2 > 0.18;
}
