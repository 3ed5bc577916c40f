import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { t } from '../state/l10n.ts';
import type { Colouring } from './colouring.ts';
import type { TileGrid } from './fit.ts';
import { labelTiles, paintTiles } from './paintTiles.ts';
import { gridSize, tileAt, tileCorner, type Tile } from './tiles.ts';
import type { Planes } from './plane.ts';
import { useTheme } from '../widgets/useTheme.ts';

interface TileGridViewProps {
  readonly planes: Planes;
  readonly tiles: readonly Tile[];
  readonly grid: TileGrid;
  readonly colouring: Colouring;
  readonly view: string;
  readonly label: string;
  /** a chosen tile, or undefined: the cursor is free */
  readonly chosen?: number | undefined;
  /** what a tile is, in words */
  readonly describe: (place: number) => string;
  /** what a value is, in words */
  readonly describeValue: (place: number, row: number, column: number) => string;
  readonly onOpen: (place: number) => void;
  readonly onReadout: (text: string) => void;
}

const MOVES: Readonly<Record<string, (columns: number) => number>> = {
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  ArrowDown: (columns) => columns,
  ArrowUp: (columns) => -columns,
  PageDown: (columns) => columns * 4,
  PageUp: (columns) => -columns * 4,
  Home: () => -Infinity,
  End: () => Infinity,
};

/** Maps side by side on one canvas; a one-option list box over it serves keyboard and screen reader. */
export function TileGridView(props: TileGridViewProps) {
  const { colouring, grid, planes, tiles } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [free, setFree] = useState(0);
  const place = Math.min(props.chosen ?? free, Math.max(0, tiles.length - 1));
  const size = gridSize(grid, tiles.length);
  const theme = useTheme();
  const gridKey = JSON.stringify(grid);

  useLayoutEffect(() => {
    const [element, over] = [canvas.current, overlay.current];
    if (element === null || over === null) return;
    if (element.width !== size.width || element.height !== size.height) {
      element.width = Math.max(1, size.width);
      element.height = Math.max(1, size.height);
    }
    over.style.width = `${size.width}px`;
    over.style.height = `${size.height}px`;
    paintTiles(element, planes, grid, tiles, colouring);
  }, [planes, tiles, gridKey, colouring]);
  useLayoutEffect(() => {
    if (overlay.current !== null) labelTiles(overlay.current, grid, tiles, t('dead'));
  }, [tiles, gridKey, theme]);
  useLayoutEffect(() => {
    const style = frame.current?.style;
    if (style === undefined) return;
    const { left, top } = tileCorner(grid, place);
    style.left = `${left}px`;
    style.top = `${top}px`;
    style.width = `${grid.tileWidth}px`;
    style.height = `${grid.tileHeight}px`;
  }, [place, gridKey]);

  const hit = (event: PointerEvent | React.MouseEvent): ReturnType<typeof tileAt> => {
    const bounds = canvas.current?.getBoundingClientRect();
    return bounds === undefined ? undefined : tileAt(grid, tiles.length, event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const onMove = (event: PointerEvent): void => {
    const at = hit(event);
    if (at !== undefined)
      props.onReadout(props.describeValue(at.place, Math.floor(at.down * planes.rows), Math.floor(at.across * planes.columns)));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      props.onOpen(place);
    }
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(tiles.length - 1, place + move(grid.columns)));
    setFree(next);
    if (props.chosen !== undefined) props.onOpen(next);
    props.onReadout(props.describe(next));
    frame.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div
      className="tiles"
      role="listbox"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-activedescendant={`tile-${props.view}`}
      aria-label={props.label}
      onKeyDown={onKey}
      onPointerMove={onMove}
      onClick={(event) => {
        const at = hit(event);
        if (at !== undefined) {
          setFree(at.place);
          props.onOpen(at.place);
        }
      }}
    >
      <canvas ref={canvas} aria-hidden="true" data-view={props.view} />
      <canvas ref={overlay} className="overlay" aria-hidden="true" />
      <div
        ref={frame}
        id={`tile-${props.view}`}
        className={props.chosen === undefined ? 'tile-frame' : 'tile-frame chosen'}
        role="option"
        aria-selected="true"
        aria-posinset={place + 1}
        aria-setsize={Math.max(1, tiles.length)}
        aria-label={props.describe(place)}
      />
    </div>
  );
}
