import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { drawTexts } from './drawTexts.ts';
import type { Size } from './size.ts';

interface PlanePictureProps {
  /** values that arrived */
  readonly rows: number;
  readonly columns: number;
  /** CSS size */
  readonly size: Size;
  readonly view: string;
  readonly label: string;
  readonly paint: (pixels: Uint32Array) => void;
  readonly describe: (row: number, column: number) => string;
  /** text of a value, drawn inside it where there is room */
  readonly textAt: (row: number, column: number) => string;
  readonly onReadout: (text: string) => void;
  readonly onZoom?: (factor: number, across: number, down: number) => void;
  /** moves the part that is shown, by shares of it */
  readonly onPan?: (across: number, down: number) => void;
  readonly onReset?: () => void;
  readonly onEscape?: () => void;
}

const ZOOM_IN = 0.7;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  PageDown: [10, 0],
  PageUp: [-10, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Values as pixels, one each, with a cursor for pointer and keys: the wheel, + and − zoom, dragging moves, 0 shows all. */
export function PlanePicture(props: PlanePictureProps) {
  const { columns, onPan, onZoom, rows, size } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const cursorBox = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState({ row: 0, column: 0 });
  const drag = useRef<{ x: number; y: number }>();
  const at = { row: Math.min(cursor.row, Math.max(0, rows - 1)), column: Math.min(cursor.column, Math.max(0, columns - 1)) };

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || rows * columns === 0) return;
    const image = new ImageData(columns, rows);
    props.paint(new Uint32Array(image.data.buffer));
    context.putImageData(image, 0, 0);
    element.dataset['painted'] = String(Number(element.dataset['painted'] ?? 0) + 1);
  }, [props.paint, rows, columns]);
  useLayoutEffect(() => {
    for (const element of [canvas.current, overlay.current]) {
      if (element === null) continue;
      element.style.width = `${size.width}px`;
      element.style.height = `${size.height}px`;
    }
    if (overlay.current !== null) drawTexts(overlay.current, size, rows, columns, props.textAt, canvas.current);
  }, [size.width, size.height, rows, columns, props.paint, props.textAt]);
  useLayoutEffect(() => {
    const style = cursorBox.current?.style;
    if (style === undefined) return;
    style.left = `${(at.column * size.width) / columns}px`;
    style.top = `${(at.row * size.height) / rows}px`;
    style.width = `${Math.max(3, size.width / columns)}px`;
    style.height = `${Math.max(3, size.height / rows)}px`;
  });
  useEffect(() => {
    const element = box.current;
    if (element === null || onZoom === undefined) return undefined;
    // React listens to the wheel passively, and the page would scroll as well.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const bounds = element.getBoundingClientRect();
      onZoom(
        event.deltaY < 0 ? ZOOM_IN : 1 / ZOOM_IN,
        (event.clientX - bounds.left) / bounds.width,
        (event.clientY - bounds.top) / bounds.height,
      );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [onZoom]);

  const onMove = (event: PointerEvent): void => {
    const bounds = canvas.current?.getBoundingClientRect();
    if (bounds === undefined) return;
    const from = drag.current;
    if (from !== undefined && onPan !== undefined && Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y) > 3) {
      onPan((from.x - event.clientX) / bounds.width, (from.y - event.clientY) / bounds.height);
      drag.current = { x: event.clientX, y: event.clientY };
      return;
    }
    const column = Math.floor(((event.clientX - bounds.left) * columns) / bounds.width);
    const row = Math.floor(((event.clientY - bounds.top) * rows) / bounds.height);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    setCursor({ row, column });
    props.onReadout(props.describe(row, column));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [across, down] = [(at.column + 0.5) / columns, (at.row + 0.5) / rows];
    if (event.key === '+' || event.key === '=') props.onZoom?.(ZOOM_IN, across, down);
    else if (event.key === '-') props.onZoom?.(1 / ZOOM_IN, across, down);
    else if (event.key === '0') props.onReset?.();
    else if (event.key === 'Escape' && props.onEscape !== undefined) props.onEscape();
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const [row, column] = [at.row + move[0], at.column + move[1]];
    const next = { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) };
    // At the edge of a part the part moves on by one value.
    if (Number.isFinite(column) && (next.row !== row || next.column !== column))
      onPan?.((column - next.column) / columns, (row - next.row) / rows);
    setCursor(next);
    props.onReadout(props.describe(next.row, next.column));
  };
  return (
    <div
      ref={box}
      className="plane-view"
      role="application"
      tabIndex={0}
      onKeyDown={onKey}
      onPointerMove={onMove}
      aria-label={props.label}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onDoubleClick={() => props.onReset?.()}
    >
      <canvas ref={canvas} width={Math.max(1, columns)} height={Math.max(1, rows)} aria-hidden="true" data-view={props.view} />
      <canvas ref={overlay} className="overlay" aria-hidden="true" />
      <div ref={cursorBox} className="cursor" aria-hidden="true" />
    </div>
  );
}
