import { useMemo, useState } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { CopyButtons } from './CopyButtons.tsx';
import { planesOf, positionOf } from './plane.ts';
import { planWindow } from './planWindow.ts';
import { Stage } from './Stage.tsx';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import type { ViewProps } from './viewProps.ts';
import { visiblePieces } from './visibleText.ts';

/** Strings on one page. */
const PAGE = 500;
/** Longer strings are shown to here; the copy and the dump have all of them. */
const MOST_LETTERS = 4000;

/** Strings of a slice, each with its indices; invisible characters as escapes. */
export default function TextView(props: ViewProps) {
  const {
    host,
    run,
    settings: { mapping },
    tensor,
  } = props;
  const [first, setFirst] = useState(0);
  const axes = spreadAxes(mapping);
  const columns = extentOf(mapping, tensor.shape, axes.column);
  const rows = extentOf(mapping, tensor.shape, axes.row);
  // Whole rows on a page where there are rows; else a part of the one axis.
  const isColumn = axes.row < 0;
  const perPage = isColumn ? PAGE : Math.max(1, Math.floor(PAGE / Math.max(1, columns.count)));
  const total = isColumn ? columns.count : rows.count;
  const question = useMemo<WindowQuestion>(() => {
    const range: readonly [number, number] = [first, Math.min(total, first + perPage)];
    return {
      mapping,
      planned: planWindow(tensor.shape, mapping, {}, isColumn ? { column: range } : { row: range }),
      by: 'extreme',
    };
  }, [mapping, tensor, isColumn, first, perPage, total]);
  const { asked, problem, value: window } = useWindow(host, run, tensor.name, question);
  const planes =
    window === undefined || asked === undefined ? undefined : planesOf(new Float64Array(0), window.shape, asked.mapping);
  const items =
    planes === undefined || window === undefined || asked === undefined
      ? []
      : Array.from({ length: planes.rows * planes.columns }, (_, i) => {
          const [row, column] = [Math.floor(i / planes.columns), i % planes.columns];
          const at = (axis: number, place: number): string[] => {
            const { start = 0, step = 1 } = asked.planned.places[axis] ?? {};
            return axis < 0 ? [] : [String(start + place * step)];
          };
          return {
            place: [...at(axes.row, row), ...at(axes.column, column)].join(', '),
            text: String(window.data[positionOf(planes, 0, row, column)] ?? ''),
          };
        });
  return (
    <Stage
      readout={t('{0} strings', tensor.stats.count.toLocaleString())}
      problem={problem}
      isWaiting={window === undefined}
      notes={
        <>
          {total > perPage && (
            <span className="pager">
              <button
                type="button"
                className="mini"
                aria-label={t('Previous strings')}
                disabled={first === 0}
                onClick={() => setFirst(Math.max(0, first - perPage))}
              >
                ‹
              </button>
              {t('{0}–{1} of {2}', first, Math.min(total, first + perPage) - 1, total)}
              <button
                type="button"
                className="mini"
                aria-label={t('Next strings')}
                disabled={first + perPage >= total}
                onClick={() => setFirst(first + perPage)}
              >
                ›
              </button>
            </span>
          )}
          <CopyButtons {...props} isColumn={isColumn} isSelection={false} bounds={undefined} />
        </>
      }
    >
      <div className="texts" tabIndex={0} role="region" aria-label={t('Strings')}>
        {items.length === 0 ? (
          <p className="empty">{t('There are no strings.')}</p>
        ) : (
          <table data-view="text">
            <tbody>
              {items.map(({ place, text }, i) => (
                <tr key={i}>
                  <th scope="row">{place}</th>
                  <td className="text">
                    {text === '' ? (
                      <span className="dim">{t('(empty)')}</span>
                    ) : (
                      visiblePieces(text.slice(0, MOST_LETTERS)).map((piece, at) =>
                        piece.isEscape ? (
                          <span key={at} className="escape">
                            {piece.text}
                          </span>
                        ) : (
                          piece.text
                        ),
                      )
                    )}
                    {text.length > MOST_LETTERS && (
                      <span className="dim"> {t('… {0} more characters', (text.length - MOST_LETTERS).toLocaleString())}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Stage>
  );
}
