import { badness } from '../../src/core/analysis/flaws.ts';
import type { TensorStats } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { shortJson } from '../tensor/numbers.ts';
import type { ListRow } from './listRows.ts';

/** What the list can be sorted by. */
export type SortKey = 'order' | 'depth' | 'name' | 'size' | 'sparsity' | 'badness';
export const SORT_KEYS: readonly SortKey[] = ['order', 'depth', 'name', 'size', 'sparsity', 'badness'];

/** As the person chooses it. */
export function sortTitle(key: SortKey): string {
  switch (key) {
    case 'order':
      return t('Run order');
    case 'depth':
      return t('Depth');
    case 'name':
      return t('Name');
    case 'size':
      return t('Size');
    case 'sparsity':
      return t('Zeros');
    case 'badness':
      return t('Worst first');
  }
}

/** Elements of a row's output; an unknown axis counts as one. */
export function elements(row: ListRow): number {
  return (row.shape ?? []).reduce((product, size) => product * Math.max(1, size), 1);
}

function statsOf(row: ListRow): TensorStats | undefined {
  return row.tensors[0]?.stats;
}

function zeros(stats: TensorStats | undefined): number {
  return stats === undefined || stats.count === 0 ? -1 : stats.zeros / stats.count;
}

/** Rows by descending number, each worked out once; the order of equals stays. */
function byNumber(rows: readonly ListRow[], number: (row: ListRow) => number): ListRow[] {
  return rows
    .map((row) => ({ row, at: number(row) }))
    .sort((a, b) => b.at - a.at)
    .map(({ row }) => row);
}

/** Sorts rows; the order of equals stays. */
export function sortRows(rows: readonly ListRow[], key: SortKey): readonly ListRow[] {
  switch (key) {
    case 'order':
      return rows;
    case 'depth':
      return byNumber(rows, (row) => -row.depth);
    // not by the rules of a language: 100,000 names would take a third of a second
    case 'name':
      return [...rows].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
    case 'size':
      return byNumber(rows, elements);
    case 'sparsity':
      return byNumber(rows, (row) => zeros(statsOf(row)));
    case 'badness':
      return byNumber(rows, (row) => badness(row.tensors[0]));
  }
}

/** True when a row's name, path or type holds the text. */
export function holdsText(row: ListRow, lowerCase: string): boolean {
  return (
    row.id.toLowerCase().includes(lowerCase, row.id.indexOf(':') + 1) ||
    row.label.toLowerCase().includes(lowerCase) ||
    row.type.toLowerCase().includes(lowerCase)
  );
}

/** The number that belongs to what the list is sorted by. */
export function figureOf(row: ListRow, key: SortKey): string {
  const stats = statsOf(row);
  if (key === 'size') return t('{0} values', elements(row).toLocaleString());
  if (stats === undefined || stats.count === 0) return '';
  if (key === 'sparsity') return t('{0} zeros', `${((100 * stats.zeros) / stats.count).toFixed(0)} %`);
  return stats.mean === undefined ? '' : `${shortJson(stats.mean, 3)} ± ${shortJson(stats.std, 3)}`;
}
