import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { shapeText, shortJson } from '../tensor/numbers.ts';
import { Sparkline } from '../tensor/Sparkline.tsx';
import { sortedRows, statRows, zerosOf, type StatKey, type StatRow } from './statRows.ts';

interface StatisticsTableProps {
  readonly manifest: Manifest;
  readonly onClose: () => void;
  readonly onOpen: (tensor: ManifestTensor) => void;
}

const ROW_HEIGHT = 26;
const HEAD_HEIGHT = 28;
const MOVES: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 16,
  PageUp: -16,
  Home: -Infinity,
  End: Infinity,
};

/** Statistics of every tensor of a run; a row opens its tensor. Virtual, sorted by its heads. */
export function StatisticsTable({ manifest, onClose, onOpen }: StatisticsTableProps) {
  const [sort, setSort] = useState<{ readonly key: StatKey; readonly isDescending: boolean }>({
    key: 'order',
    isDescending: false,
  });
  const [current, setCurrent] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const all = useMemo(() => statRows(manifest), [manifest]);
  const rows = useMemo(() => sortedRows(all, sort.key, sort.isDescending), [all, sort]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const heads: readonly (readonly [StatKey | undefined, string])[] = [
    ['name', t('Name')],
    ['dtype', t('Type')],
    ['shape', t('Shape')],
    ['min', t('min … max')],
    ['mean', t('mean ± sd')],
    ['zeros', t('zeros')],
    ['bad', t('NaN, Inf')],
    [undefined, t('Histogram')],
  ];
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const row = rows[current];
    const move = MOVES[event.key];
    if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) onOpen(row.tensor);
    else if (move !== undefined) {
      const next = Math.max(0, Math.min(rows.length - 1, current + move));
      setCurrent(next);
      virtual.scrollToIndex(next);
    } else return;
    event.preventDefault();
  };
  return (
    <section
      className="statistics"
      aria-label={t('Statistics')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className="stat-title">
        <h2>{rows.length === 1 ? t('Statistics of 1 tensor') : t('Statistics of {0} tensors', rows.length)}</h2>
        <span className="grow" />
        <button
          type="button"
          className="icon"
          title={t('Close the statistics (Escape)')}
          aria-label={t('Close the statistics')}
          onClick={onClose}
        >
          ×
        </button>
      </header>
      <div
        className="stat-grid"
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label={t('Statistics of {0} tensors', rows.length)}
        aria-rowcount={rows.length + 1}
        onKeyDown={onKey}
        aria-activedescendant={items.some(({ index }) => index === current) ? `stat-${current}` : undefined}
      >
        <div className="stat-head" role="rowgroup">
          <div className="stat-row" role="row" aria-rowindex={1}>
            {heads.map(([key, title]) => (
              <span
                key={title}
                role="columnheader"
                className={`of-${key ?? 'histogram'}`}
                aria-sort={key === undefined || sort.key !== key ? 'none' : sort.isDescending ? 'descending' : 'ascending'}
              >
                {key === undefined ? (
                  title
                ) : (
                  <button
                    type="button"
                    onClick={() =>
                      setSort((now) =>
                        now.key !== key
                          ? { key, isDescending: key === 'zeros' || key === 'bad' }
                          : now.isDescending === (key === 'zeros' || key === 'bad')
                            ? { key, isDescending: !now.isDescending }
                            : { key: 'order', isDescending: false },
                      )
                    }
                  >
                    {title}
                    <span className="sort" aria-hidden="true">
                      {sort.key !== key ? '' : sort.isDescending ? ' ▾' : ' ▴'}
                    </span>
                  </button>
                )}
              </span>
            ))}
          </div>
        </div>
        <div
          className="stat-body"
          role="rowgroup"
          ref={(element) => {
            if (element !== null) element.style.height = `${virtual.getTotalSize()}px`;
          }}
        >
          {items.map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <StatLine
                key={row.tensor.name}
                row={row}
                index={index}
                top={start}
                isCurrent={index === current}
                onOpen={() => {
                  setCurrent(index);
                  onOpen(row.tensor);
                }}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}

function StatLine({
  row,
  index,
  top,
  isCurrent,
  onOpen,
}: {
  readonly row: StatRow;
  readonly index: number;
  readonly top: number;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
}) {
  const { stats, tensor } = row;
  const zeros = 100 * zerosOf(row);
  const isText = tensor.dtype === 'string';
  const cells = {
    dtype: tensor.dtype,
    shape: shapeText(tensor.shape),
    min: isText || stats.min === undefined ? '–' : `${shortJson(stats.min, 3)} … ${shortJson(stats.max, 3)}`,
    mean: isText || stats.mean === undefined ? '–' : `${shortJson(stats.mean, 3)} ± ${shortJson(stats.std, 3)}`,
    zeros: isText ? '–' : `${zeros.toFixed(zeros > 0 && zeros < 1 ? 2 : 0)} %`,
  };
  return (
    <div
      id={`stat-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isCurrent}
      className={`stat-row line${isCurrent ? ' current' : ''}`}
      ref={(element) => {
        if (element !== null) element.style.transform = `translateY(${top}px)`;
      }}
      title={[
        tensor.name,
        `${cells.dtype} ${cells.shape}`,
        ...(isText ? [] : [cells.min, cells.mean, t('{0} zeros', cells.zeros)]),
      ].join('\n')}
      onClick={onOpen}
    >
      <span role="gridcell" className="of-name stat-name">
        {row.name}
      </span>
      <span role="gridcell" className="of-dtype">
        {cells.dtype}
      </span>
      <span role="gridcell" className="of-shape">
        {cells.shape}
      </span>
      <span role="gridcell" className="of-min number">
        {cells.min}
      </span>
      <span role="gridcell" className="of-mean number">
        {cells.mean}
      </span>
      <span role="gridcell" className="of-zeros number">
        {cells.zeros}
      </span>
      <span role="gridcell" className={`of-bad number${row.bad > 0 ? ' bad' : ''}`}>
        {row.bad > 0 ? `⚠ ${stats.nan.toLocaleString()}, ${(stats.posInf + stats.negInf).toLocaleString()}` : '–'}
      </span>
      <span role="gridcell" className="of-histogram">
        <Sparkline histogram={stats.histogram} />
      </span>
    </div>
  );
}
