import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { CopyButtons } from './CopyButtons.tsx';
import { exactText } from './exactText.ts';
import { planesOf, positionOf } from './plane.ts';
import { placeText, planWindow } from './planWindow.ts';
import { Stage } from './Stage.tsx';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import { boundsOf, moveCell, pageAround, type CellRange } from './valuesGrid.ts';
import { axisName } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';

const ROW_HEIGHT = 22;
const BLOCK_ROWS = 64;
const BLOCK_COLUMNS = 16;
/** Rows of one page of the scroller: browsers draw no taller element. */
const MOST_ROWS = 1_000_000;

/** Numbers exactly as the tensor holds them: a grid that fetches what is scrolled to, with a selection to copy. */
export default function ValuesView(props: ViewProps) {
  const {
    host,
    run,
    settings: { mapping },
    tensor,
  } = props;
  const { shape } = tensor;
  const axes = spreadAxes(mapping);
  // One axis is written downwards: a long row says less than a column.
  const isColumn = axes.row < 0;
  const [rowAxis, columnAxis] = isColumn ? [axes.column, -1] : [axes.row, axes.column];
  const allRows = extentOf(mapping, shape, rowAxis).count;
  const columns = extentOf(mapping, shape, columnAxis).count;
  const [start, setStart] = useState(0);
  const rows = Math.max(0, Math.min(MOST_ROWS, allRows - start));
  const [selection, setSelection] = useState<CellRange>({ anchorRow: 0, anchorColumn: 0, row: 0, column: 0 });
  const [width, setWidth] = useState(72);
  const scroller = useRef<HTMLDivElement>(null);
  const down = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns,
    getScrollElement: () => scroller.current,
    estimateSize: () => width,
    overscan: 3,
  });
  const [lines, cells] = [down.getVirtualItems(), across.getVirtualItems()];
  const pageRows = pageAround(lines[0]?.index ?? 0, lines.at(-1)?.index ?? 0, BLOCK_ROWS, rows);
  const pageColumns = pageAround(cells[0]?.index ?? 0, cells.at(-1)?.index ?? 0, BLOCK_COLUMNS, columns);
  const question = useMemo<WindowQuestion>(() => {
    const range: readonly [number, number] = [start + pageRows[0], start + pageRows[1]];
    return {
      mapping,
      planned: planWindow(shape, mapping, {}, isColumn ? { column: range } : { row: range, column: pageColumns }),
      by: 'extreme',
    };
  }, [mapping, shape, isColumn, start, pageRows[0], pageRows[1], pageColumns[0], pageColumns[1]]);
  const { asked, problem, value: window } = useWindow(host, run, tensor.name, question);

  const planes = useMemo(
    () =>
      window === undefined || asked === undefined
        ? undefined
        : planesOf(window.data as ArrayLike<number>, window.shape, asked.mapping),
    [window, asked],
  );
  const offset = (axis: number): number => {
    const { start: first = 0, step = 1 } = asked?.planned.places[axis] ?? {};
    const extent = extentOf(mapping, shape, axis);
    return axis < 0 ? 0 : Math.round((first - extent.start) / step);
  };
  const [firstRow, firstColumn] = [offset(rowAxis), offset(columnAxis)];
  const textOf = (row: number, column: number): string | undefined => {
    if (planes === undefined || window === undefined) return undefined;
    const [r, c] = [row + start - firstRow, column - firstColumn];
    const has = isColumn ? r >= 0 && r < planes.columns : r >= 0 && r < planes.rows && c >= 0 && c < planes.columns;
    return has ? exactText(window, isColumn ? positionOf(planes, 0, 0, r) : positionOf(planes, 0, r, c)) : undefined;
  };
  useLayoutEffect(() => {
    if (planes === undefined || window === undefined) return;
    // The widest of what is here, in characters: columns stay still while one scrolls through values of a kind.
    let most = 6;
    for (let i = 0; i < Math.min(4000, planes.rows * planes.columns); i++) most = Math.max(most, exactText(window, i).length);
    setWidth((now) => Math.max(now, Math.min(360, most * 7.4 + 18)));
  }, [planes, window]);
  useEffect(() => across.measure(), [width]);

  const onKey = (event: KeyboardEvent): void => {
    const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 200) / ROW_HEIGHT) - 2);
    const next = moveCell(
      selection,
      event.key,
      { isShift: event.shiftKey, isControl: event.ctrlKey || event.metaKey, pageRows: pageSize },
      rows,
      columns,
    );
    if (next === undefined) return;
    event.preventDefault();
    setSelection(next);
    down.scrollToIndex(next.row);
    across.scrollToIndex(next.column);
  };
  const bounds = boundsOf(selection);
  const isMany = bounds.rows[1] - bounds.rows[0] > 1 || bounds.columns[1] - bounds.columns[0] > 1;
  const isIn = (row: number, column: number): boolean =>
    row >= bounds.rows[0] && row < bounds.rows[1] && column >= bounds.columns[0] && column < bounds.columns[1];
  const place = (axis: number, i: number): string =>
    placeText({ ...question.planned, places: shape.map((_, each) => extentOf(mapping, shape, each)) }, axis, i);
  const active = textOf(selection.row, selection.column);
  const where = [
    [rowAxis, selection.row + start],
    [columnAxis, selection.column],
  ]
    .flatMap(([axis = -1, i = 0]) => (axis < 0 ? [] : [`${axisName(tensor, axis)} ${place(axis, i)}`]))
    .join(', ');
  return (
    <Stage
      readout={active === undefined ? '' : `${where}${where === '' ? '' : ': '}${active}`}
      problem={problem}
      isWaiting={false}
      notes={
        <>
          {allRows > MOST_ROWS && (
            <span className="pager">
              <button
                type="button"
                className="mini"
                aria-label={t('Previous rows')}
                disabled={start === 0}
                onClick={() => setStart(Math.max(0, start - MOST_ROWS))}
              >
                ‹
              </button>
              {t('rows from {0}', start.toLocaleString())}
              <button
                type="button"
                className="mini"
                aria-label={t('Next rows')}
                disabled={start + MOST_ROWS >= allRows}
                onClick={() => setStart(start + MOST_ROWS)}
              >
                ›
              </button>
            </span>
          )}
          <CopyButtons
            {...props}
            isColumn={isColumn}
            isSelection={isMany}
            bounds={isMany ? { rows: [bounds.rows[0] + start, bounds.rows[1] + start], columns: bounds.columns } : undefined}
          />
        </>
      }
    >
      <div
        ref={scroller}
        className="values"
        role="grid"
        tabIndex={0}
        aria-label={t('Values, {0} rows, {1} columns', allRows, columns)}
        aria-rowcount={allRows + 1}
        aria-colcount={columns + 1}
        aria-multiselectable="true"
        data-view="values"
        onKeyDown={onKey}
        {...(lines.some(({ index }) => index === selection.row) && cells.some(({ index }) => index === selection.column)
          ? { 'aria-activedescendant': 'active-cell' }
          : {})}
      >
        {allRows * columns === 0 ? (
          <p className="empty">{t('The tensor has no values: its shape is [{0}].', shape.join(', '))}</p>
        ) : (
          <Sized height={down.getTotalSize() + ROW_HEIGHT} width={across.getTotalSize() + 84}>
            <div role="row" aria-rowindex={1} className="values-head">
              <span role="columnheader" aria-colindex={1} className="corner">
                {isColumn
                  ? rowAxis < 0
                    ? ''
                    : `${shortAxis(tensor, rowAxis)} ↓`
                  : `${shortAxis(tensor, rowAxis)} ↓ ${shortAxis(tensor, columnAxis)} →`}
              </span>
              {cells.map(({ index, start: left, size }) => (
                <Placed key={index} left={left + 84} width={size}>
                  <span role="columnheader" aria-colindex={index + 2}>
                    {columnAxis < 0 ? t('value') : place(columnAxis, index)}
                  </span>
                </Placed>
              ))}
            </div>
            {lines.map(({ index, start: top }) => (
              <Line key={index} top={top + ROW_HEIGHT} rowIndex={index + start + 2}>
                <span role="rowheader" aria-colindex={1} className="row-head">
                  {rowAxis < 0 ? '' : place(rowAxis, index + start)}
                </span>
                {cells.map(({ index: column, start: left, size }) => {
                  const text = textOf(index, column);
                  const isActive = index === selection.row && column === selection.column;
                  return (
                    <Placed key={column} left={left + 84} width={size}>
                      <span
                        role="gridcell"
                        aria-colindex={column + 2}
                        aria-selected={isIn(index, column)}
                        {...(isActive ? { id: 'active-cell' } : {})}
                        className={`cell${isIn(index, column) ? ' in' : ''}${isActive ? ' active' : ''}${text !== undefined && /NaN|Inf/.test(text) ? ' warn' : ''}`}
                        onClick={(event) =>
                          setSelection(
                            event.shiftKey
                              ? { ...selection, row: index, column }
                              : { anchorRow: index, anchorColumn: column, row: index, column },
                          )
                        }
                      >
                        {text ?? '…'}
                      </span>
                    </Placed>
                  );
                })}
              </Line>
            ))}
          </Sized>
        )}
      </div>
    </Stage>
  );
}

/** An axis as the corner of the grid has room for. */
function shortAxis(tensor: ManifestTensor, axis: number): string {
  return tensor.axes?.[axis] ?? String(axis);
}

function Sized(props: { readonly width: number; readonly height: number; readonly children: React.ReactNode }) {
  return (
    <div role="rowgroup" className="values-space" style={{ width: props.width, height: props.height }}>
      {props.children}
    </div>
  );
}

function Placed(props: { readonly left: number; readonly width: number; readonly children: React.ReactNode }) {
  return (
    <span role="presentation" className="values-cell" style={{ left: props.left, width: props.width }}>
      {props.children}
    </span>
  );
}

function Line(props: { readonly top: number; readonly rowIndex: number; readonly children: React.ReactNode }) {
  return (
    <div role="row" aria-rowindex={props.rowIndex} className="values-row" style={{ top: props.top }}>
      {props.children}
    </div>
  );
}
