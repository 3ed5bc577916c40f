import { printable } from '../../core/printable.ts';

/** One column of a text table. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  readonly paint?: (text: string) => string;
}

/** Wider cells push the rest of their row aside: one name of a hundred thousand characters must not make every row as long. */
const WIDEST_COLUMN = 200;

/** Aligned columns, two blanks apart, without trailing blanks; cells are made safe to print. Titles that are all empty give no head. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: { indent?: string; head?: (text: string) => string } = {},
): string[] {
  const cells = rows.map((row) => row.map(printable));
  const hasHead = columns.some(({ title }) => title !== '');
  const widths = columns.map(({ title }, index) =>
    Math.min(
      WIDEST_COLUMN,
      cells.reduce((width, row) => Math.max(width, displayWidth(row[index] ?? '')), displayWidth(title)),
    ),
  );
  const line = (row: readonly string[], paint: (text: string, column: Column) => string): string =>
    trimEnd(
      (options.indent ?? '') +
        columns
          .map((column, index) => {
            const text = row[index] ?? '';
            const pad = ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(text)));
            const painted = text === '' ? '' : paint(text, column);
            return column.align === 'right' ? pad + painted : painted + pad;
          })
          .join('  '),
    );
  const head = options.head ?? ((text: string) => text);
  return [
    ...(hasHead
      ? [
          line(
            columns.map(({ title }) => title),
            head,
          ),
        ]
      : []),
    ...cells.map((row) => line(row, (text, column) => column.paint?.(text) ?? text)),
  ];
}

/** By hand: a regular expression tries every run of blanks from each of its places. */
function trimEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
}

/** Columns a text takes: code points, wide East Asian ones and emoji counted twice. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(
      character,
    )
      ? 2
      : 1;
  return width;
}
