/** Rectangle of cells, both corners inside; `anchor` is where the selection began. */
export interface CellRange {
  readonly anchorRow: number;
  readonly anchorColumn: number;
  readonly row: number;
  readonly column: number;
}

/** First and behind-last rows and columns of a selection. */
export function boundsOf(range: CellRange): {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
} {
  const span = (a: number, b: number): readonly [number, number] => [Math.min(a, b), Math.max(a, b) + 1];
  return { rows: span(range.anchorRow, range.row), columns: span(range.anchorColumn, range.column) };
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** The selection after a key, as spreadsheets have it; undefined when the key does not move. */
export function moveCell(
  range: CellRange,
  key: string,
  keys: { readonly isShift: boolean; readonly isControl: boolean; readonly pageRows: number },
  rows: number,
  columns: number,
): CellRange | undefined {
  const page = { PageDown: keys.pageRows, PageUp: -keys.pageRows }[key];
  const move = page === undefined ? KEYS[key] : ([page, 0] as const);
  if (move === undefined) return undefined;
  const jump = keys.isControl ? Infinity : 1;
  const step = (by: number): number => (by === 0 ? 0 : by * jump);
  const row = clamp(range.row + (keys.isControl && (key === 'Home' || key === 'End') ? move[1] : step(move[0])), rows);
  const column = clamp(range.column + step(move[1]), columns);
  return keys.isShift ? { ...range, row, column } : { anchorRow: row, anchorColumn: column, row, column };
}

function clamp(at: number, size: number): number {
  return Math.max(0, Math.min(size - 1, at));
}

/** A page of cells around what is on the screen, in whole blocks, so that small scrolls ask for nothing new. */
export function pageAround(first: number, last: number, block: number, size: number): readonly [number, number] {
  return [Math.max(0, Math.floor(first / block) * block - block), Math.min(size, (Math.floor(last / block) + 2) * block)];
}
