import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { colourTable, type ColourMap } from './colourTable.ts';
import { shortNumber } from './numbers.ts';
import { paintPlane, valueAt, type Planes } from './plane.ts';
import { quantiser, type Domain, type ScaleKind } from './scale.ts';
import { useWidth } from './useWidth.ts';

const HEIGHT = 460;

interface HeatmapProps {
  readonly planes: Planes;
  readonly mapName: ColourMap;
  readonly scale: ScaleKind;
  readonly domain: Domain | undefined;
  readonly steps: { readonly row: number; readonly column: number };
  readonly label: string;
  readonly onReadout: (text: string) => void;
}

/** CSS size of the picture: square values while they fit, stretched when one axis would vanish. */
function fit(planes: Planes, width: number): { width: number; height: number } {
  const side = Math.min(width / planes.columns, HEIGHT / planes.rows);
  if (side >= 1) {
    const zoom = Math.max(1, Math.floor(Math.min(side, 40)));
    return { width: planes.columns * zoom, height: planes.rows * zoom };
  }
  return {
    width: Math.max(1, Math.min(width, planes.columns * Math.max(side, 1))),
    height: Math.max(Math.min(HEIGHT, planes.rows), 24),
  };
}

/** One plane of a tensor as colours, with the value under the pointer or the cursor keys. */
export function Heatmap(props: HeatmapProps) {
  const { planes } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursorBox = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState({ row: 0, column: 0 });
  const size = useMemo(() => fit(planes, Math.max(100, width - 2)), [planes, width]);

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null) return;
    const image = new ImageData(planes.columns, planes.rows);
    paintPlane(planes, 0, new Uint32Array(image.data.buffer), 0, planes.columns, colourTable(props.mapName), quantiser(props.scale, props.domain));
    context.putImageData(image, 0, 0);
    element.dataset['painted'] = String(Number(element.dataset['painted'] ?? 0) + 1);
  }, [planes, props.mapName, props.scale, props.domain]);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element !== null) {
      element.style.width = `${size.width}px`;
      element.style.height = `${size.height}px`;
    }
    const style = cursorBox.current?.style;
    if (style !== undefined) {
      style.left = `${(cursor.column * size.width) / planes.columns}px`;
      style.top = `${(cursor.row * size.height) / planes.rows}px`;
      style.width = `${Math.max(3, size.width / planes.columns)}px`;
      style.height = `${Math.max(3, size.height / planes.rows)}px`;
    }
  }, [size, cursor, planes]);

  const describe = (row: number, column: number): string =>
    `row ${row * props.steps.row}, column ${column * props.steps.column}: ${shortNumber(valueAt(planes, 0, row, column), 7)}`;
  const onMove = (event: PointerEvent): void => {
    const bounds = canvas.current?.getBoundingClientRect();
    if (bounds === undefined) return;
    const column = Math.floor(((event.clientX - bounds.left) * planes.columns) / bounds.width);
    const row = Math.floor(((event.clientY - bounds.top) * planes.rows) / bounds.height);
    if (row >= 0 && column >= 0 && row < planes.rows && column < planes.columns) props.onReadout(describe(row, column));
  };
  const onKey = (event: KeyboardEvent): void => {
    const delta = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (delta === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(planes.rows - 1, cursor.row + (delta[0] ?? 0)));
    const column = Math.max(0, Math.min(planes.columns - 1, cursor.column + (delta[1] ?? 0)));
    setCursor({ row, column });
    props.onReadout(describe(row, column));
  };
  return (
    <div className="heatmap" ref={box}>
      <div
        className="heatmap-picture" role="application" tabIndex={0} onKeyDown={onKey} onPointerMove={onMove}
        aria-label={`${props.label}, ${planes.rows} rows, ${planes.columns} columns; arrow keys read values`}
      >
        <canvas ref={canvas} width={planes.columns} height={planes.rows} aria-hidden="true" data-view="heatmap" />
        <div ref={cursorBox} className="cursor" aria-hidden="true" />
      </div>
    </div>
  );
}
