import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { colourTable, type ColourMap } from './colourTable.ts';
import { shortNumber } from './numbers.ts';
import { isDead, paintPlane, summarise, valueAt, type MapSummary, type Planes } from './plane.ts';
import { quantiser, symmetric, type Domain, type ScaleKind } from './scale.ts';
import { useWidth } from './useWidth.ts';

/** Side of a map on the screen, in CSS pixels: large while there are few, never smaller than the least. */
const LEAST_SIDE = 64;
const MOST_SIDE = 160;
/** Height that all maps together may take before they shrink. */
const COMFORTABLE_HEIGHT = 420;
const GAP = 4;

interface FeatureMapsProps {
  readonly planes: Planes;
  /** channel of the first map shown (pages) */
  readonly firstMap: number;
  readonly mapName: ColourMap;
  readonly scale: ScaleKind;
  /** one range for all maps, or undefined: each map has its own */
  readonly common: Domain | undefined;
  readonly sort: 'index' | 'energy';
  /** steps between the values shown, for the read-out */
  readonly steps: { readonly row: number; readonly column: number };
  readonly onOpen: (map: number) => void;
  readonly onReadout: (text: string) => void;
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** CSS pixels per value */
  readonly zoom: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

function layOut(planes: Planes, width: number): Grid {
  const fair = Math.sqrt((width * COMFORTABLE_HEIGHT) / Math.max(1, planes.maps)) - GAP;
  const side = Math.min(MOST_SIDE, Math.max(LEAST_SIDE, fair));
  const zoom = Math.max(1, Math.floor(side / Math.max(planes.rows, planes.columns)));
  const tileWidth = planes.columns * zoom;
  const tileHeight = planes.rows * zoom;
  const columns = Math.max(1, Math.min(planes.maps, Math.floor((width + GAP) / (tileWidth + GAP))));
  return { columns, rows: Math.ceil(planes.maps / columns), zoom, tileWidth, tileHeight };
}

function orderOf(summaries: readonly MapSummary[], sort: 'index' | 'energy'): number[] {
  const order = summaries.map((_, map) => map);
  return sort === 'index' ? order : order.sort((a, b) => (summaries[b]?.energy ?? 0) - (summaries[a]?.energy ?? 0));
}

function paint(canvas: HTMLCanvasElement, props: FeatureMapsProps, grid: Grid, order: readonly number[], summaries: readonly MapSummary[]): void {
  const { planes } = props;
  const scale = Math.max(1, grid.zoom);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const table = colourTable(props.mapName);
  const image = new ImageData(planes.columns, planes.rows);
  const pixels = new Uint32Array(image.data.buffer);
  const tile = document.createElement('canvas');
  tile.width = planes.columns;
  tile.height = planes.rows;
  const tileContext = tile.getContext('2d');
  if (tileContext === null) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (const [place, map] of order.entries()) {
    const summary = summaries[map];
    const own = summary === undefined || summary.finite === 0 || isDead(summary) ? undefined : symmetric({ low: summary.low, high: summary.high });
    paintPlane(planes, map, pixels, 0, planes.columns, table, quantiser(props.scale, props.common ?? own));
    tileContext.putImageData(image, 0, 0);
    const x = (place % grid.columns) * (grid.tileWidth + GAP);
    const y = Math.floor(place / grid.columns) * (grid.tileHeight + GAP);
    context.drawImage(tile, x, y, planes.columns * scale, planes.rows * scale);
  }
  canvas.dataset['painted'] = String(Number(canvas.dataset['painted'] ?? 0) + 1);
}

const MOVES: Readonly<Record<string, (columns: number) => number>> = {
  ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: (columns) => columns, ArrowUp: (columns) => -columns,
  PageDown: (columns) => columns * 4, PageUp: (columns) => -columns * 4, Home: () => -Infinity, End: () => Infinity,
};

/** All channels of a layer side by side on one canvas; a one-option list box over it serves keyboard and screen reader. */
export function FeatureMaps(props: FeatureMapsProps) {
  const { planes, sort, firstMap } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const summaries = useMemo(() => summarise(planes), [planes]);
  const order = useMemo(() => orderOf(summaries, sort), [summaries, sort]);
  const grid = useMemo(() => layOut(planes, width), [planes, width]);
  const place = Math.min(current, Math.max(0, planes.maps - 1));
  const map = order[place] ?? 0;
  const summary = summaries[map];

  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, props, grid, order, summaries);
  });
  useLayoutEffect(() => {
    const style = frame.current?.style;
    if (style === undefined) return;
    style.left = `${(place % grid.columns) * (grid.tileWidth + GAP)}px`;
    style.top = `${Math.floor(place / grid.columns) * (grid.tileHeight + GAP)}px`;
    style.width = `${grid.tileWidth}px`;
    style.height = `${grid.tileHeight}px`;
  }, [place, grid]);

  const describe = (at: number): string => {
    const of = summaries[at];
    if (of === undefined) return '';
    return `channel ${firstMap + at}${isDead(of) ? ', dead (all zero)' : ''}: min ${shortNumber(of.low)}, max ${shortNumber(of.high)}`;
  };
  const placeAt = (event: PointerEvent): { place: number; x: number; y: number } | undefined => {
    const bounds = canvas.current?.getBoundingClientRect();
    if (bounds === undefined) return undefined;
    const x = event.clientX - bounds.left;
    const y = event.clientY - bounds.top;
    const column = Math.floor(x / (grid.tileWidth + GAP));
    const row = Math.floor(y / (grid.tileHeight + GAP));
    const at = row * grid.columns + column;
    if (x < 0 || y < 0 || column >= grid.columns || at >= planes.maps) return undefined;
    return { place: at, x: x - column * (grid.tileWidth + GAP), y: y - row * (grid.tileHeight + GAP) };
  };
  const onMove = (event: PointerEvent): void => {
    const at = placeAt(event);
    if (at === undefined || at.x >= grid.tileWidth || at.y >= grid.tileHeight) return;
    const row = Math.floor(at.y / grid.zoom);
    const column = Math.floor(at.x / grid.zoom);
    const channel = order[at.place] ?? 0;
    const value = shortNumber(valueAt(planes, channel, row, column), 7);
    props.onReadout(`channel ${firstMap + channel}, row ${row * props.steps.row}, column ${column * props.steps.column}: ${value}`);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') props.onOpen(firstMap + map);
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(planes.maps - 1, place + move(grid.columns)));
    setCurrent(next);
    props.onReadout(describe(order[next] ?? 0));
    frame.current?.scrollIntoView({ block: 'nearest' });
  };

  const dead = summaries.filter(isDead).length;
  const canvasWidth = grid.columns * (grid.tileWidth + GAP) - GAP;
  const canvasHeight = grid.rows * (grid.tileHeight + GAP) - GAP;
  return (
    <div className="maps" ref={box}>
      <div
        className="tiles" role="listbox" tabIndex={0} aria-orientation="horizontal" aria-activedescendant="current-map"
        aria-label={`Feature maps, ${planes.maps} channels${dead > 0 ? `, ${dead} dead` : ''}; Enter enlarges`}
        onKeyDown={onKey} onPointerMove={onMove}
        onPointerDown={(event) => { const at = placeAt(event); if (at !== undefined) setCurrent(at.place); }}
        onDoubleClick={() => props.onOpen(firstMap + map)}
      >
        <canvas ref={canvas} width={Math.max(1, canvasWidth)} height={Math.max(1, canvasHeight)} aria-hidden="true" data-view="maps" />
        {order.map((channel, at) => {
          const of = summaries[channel];
          return of !== undefined && isDead(of)
            ? <DeadMark key={channel} left={(at % grid.columns) * (grid.tileWidth + GAP)} top={Math.floor(at / grid.columns) * (grid.tileHeight + GAP)} />
            : null;
        })}
        <div
          ref={frame} id="current-map" className="tile-frame" role="option" aria-selected="true" aria-posinset={place + 1} aria-setsize={planes.maps}
          aria-label={summary === undefined ? '' : describe(map)}
        />
      </div>
    </div>
  );
}

/** Colour is never the only sign: a dead map carries a word. */
function DeadMark(props: { readonly left: number; readonly top: number }) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (ref.current === null) return;
    ref.current.style.left = `${props.left}px`;
    ref.current.style.top = `${props.top}px`;
  }, [props.left, props.top]);
  return <span ref={ref} className="dead-mark" aria-hidden="true">dead</span>;
}
