import type { GraphPicture, PlacedBox } from '../../src/rpc/graphService.ts';

/** Where the graph's corner is on the screen, and its scale. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Zoom at which names can be read; a graph that needs less is not shown as a whole at first. */
const READABLE = 0.55;
const MARGIN = 16;

/** The first look: the whole graph when it can be read, else its beginning or the chosen box. */
export function firstViewport({ boxes, height, width }: GraphPicture, chosen: string | undefined, size: Size): Viewport {
  const whole = Math.min((size.width - 2 * MARGIN) / Math.max(1, width), (size.height - 2 * MARGIN) / Math.max(1, height));
  if (whole >= READABLE) {
    const zoom = Math.min(1, whole);
    return { zoom, x: (size.width - width * zoom) / 2, y: Math.max(MARGIN, (size.height - height * zoom) / 2) };
  }
  const zoom = Math.min(1, Math.max(READABLE, (size.width - 2 * MARGIN) / Math.max(1, width)));
  const box = boxes.find(({ id }) => id === chosen);
  const first =
    box ??
    boxes
      .filter(({ isOpen }) => !isOpen)
      .reduce<PlacedBox | undefined>((best, each) => (best === undefined || each.y < best.y ? each : best), undefined);
  if (first === undefined) return { x: 0, y: 0, zoom };
  const x = width * zoom <= size.width ? (size.width - width * zoom) / 2 : size.width / 2 - (first.x + first.width / 2) * zoom;
  return { zoom, x, y: box === undefined ? MARGIN - first.y * zoom : size.height / 3 - first.y * zoom };
}

/** The viewport that leaves a box of both pictures where it was on the screen; undefined when there is none. */
export function viewportKeeping(
  anchor: string | undefined,
  before: GraphPicture,
  after: GraphPicture,
  viewport: Viewport,
): Viewport | undefined {
  const [old, now] = [before, after].map(({ boxes }) => boxes.find(({ id }) => id === anchor));
  if (old === undefined || now === undefined) return undefined;
  return {
    zoom: viewport.zoom,
    x: viewport.x + (old.x - now.x) * viewport.zoom,
    y: viewport.y + (old.y - now.y) * viewport.zoom,
  };
}

/** True when a box is on the screen, its upper part at least. */
export function isInView({ height, width, x, y }: PlacedBox, viewport: Viewport, size: Size): boolean {
  const left = x * viewport.zoom + viewport.x;
  const top = y * viewport.zoom + viewport.y;
  return (
    left >= 0 &&
    top >= 0 &&
    left + Math.min(width * viewport.zoom, size.width) <= size.width + 1 &&
    top + Math.min(height * viewport.zoom, 40) <= size.height
  );
}
