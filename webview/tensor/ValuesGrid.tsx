import type { TensorWindow } from '../../src/rpc/modelService.ts';
import { Button } from '../toolkit.ts';
import { exactText } from './exactText.ts';
import { type Planes } from './plane.ts';

/** Rows and columns of one page of exact numbers. */
export const PAGE_ROWS = 64;
export const PAGE_COLUMNS = 16;

interface ValuesGridProps {
  readonly window: TensorWindow;
  readonly planes: Planes;
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly rows: number;
  readonly columns: number;
  readonly onPage: (row: number, column: number) => void;
  readonly onCopy: (text: string) => void;
}

type Cells = readonly (readonly string[])[];

function cellsOf(window: TensorWindow, planes: Planes): Cells {
  return Array.from({ length: planes.rows }, (_, row) =>
    Array.from({ length: planes.columns }, (_, column) => exactText(window, row * planes.rowStride + column * planes.columnStride)));
}

function asNumpy(cells: Cells): string {
  return `np.array([${cells.map((row) => `[${row.map((cell) => cell.replace('NaN', 'np.nan').replace('+Inf', 'np.inf').replace('−Inf', '-np.inf')).join(', ')}]`).join(',\n          ')}])`;
}

function asMarkdown(cells: Cells): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(first.map(() => '---')), ...rest.map(line)].join('\n');
}

/** Numbers exactly as the tensor holds them, a page at a time. */
export function ValuesGrid(props: ValuesGridProps) {
  const cells = cellsOf(props.window, props.planes);
  const lastRow = Math.min(props.rows, props.firstRow + PAGE_ROWS);
  const lastColumn = Math.min(props.columns, props.firstColumn + PAGE_COLUMNS);
  return (
    <div className="values">
      <div className="bar">
        <span>rows {props.firstRow}–{lastRow - 1} of {props.rows.toLocaleString()}, columns {props.firstColumn}–{lastColumn - 1} of {props.columns.toLocaleString()}</span>
        <Pager label="rows" at={props.firstRow} page={PAGE_ROWS} size={props.rows} onMove={(row) => props.onPage(row, props.firstColumn)} />
        <Pager label="columns" at={props.firstColumn} page={PAGE_COLUMNS} size={props.columns} onMove={(column) => props.onPage(props.firstRow, column)} />
        <span className="grow" />
        <Button appearance="secondary" onClick={() => props.onCopy(asNumpy(cells))}>Copy as NumPy</Button>
        <Button appearance="secondary" onClick={() => props.onCopy(cells.map((row) => row.join(',')).join('\n'))}>CSV</Button>
        <Button appearance="secondary" onClick={() => props.onCopy(asMarkdown(cells))}>Markdown</Button>
      </div>
      <div className="values-scroll" tabIndex={0} role="region" aria-label="Values">
        <table>
          <thead>
            <tr><td />{Array.from({ length: props.planes.columns }, (_, column) => <th key={column} scope="col">{props.firstColumn + column}</th>)}</tr>
          </thead>
          <tbody>
            {cells.map((row, at) => (
              <tr key={props.firstRow + at}>
                <th scope="row">{props.firstRow + at}</th>
                {row.map((cell, column) => <td key={props.firstColumn + column} className={/NaN|Inf/.test(cell) ? 'warn' : undefined}>{cell}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Pager(props: { readonly label: string; readonly at: number; readonly page: number; readonly size: number; readonly onMove: (at: number) => void }) {
  if (props.size <= props.page) return null;
  return (
    <span className="pager">
      <Button appearance="icon" aria-label={`Previous ${props.label}`} disabled={props.at === 0} onClick={() => props.onMove(Math.max(0, props.at - props.page))}>‹</Button>
      <Button appearance="icon" aria-label={`Next ${props.label}`} disabled={props.at + props.page >= props.size} onClick={() => props.onMove(props.at + props.page)}>›</Button>
    </span>
  );
}
