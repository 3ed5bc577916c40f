import { useMemo } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { exactText } from './exactText.ts';
import { numbersOf } from './numbersOf.ts';
import { planWindow } from './planWindow.ts';
import { rankClasses } from './ranking.ts';
import { Stage } from './Stage.tsx';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import type { ViewProps } from './viewProps.ts';

const TOPS: readonly number[] = [5, 10, 20, 50, 100];
/** No model has more classes; 4 MB of values. */
const MOST_CLASSES = 1_000_000;

/** The classes with the greatest values, named by a labels file when there is one. */
export default function ClassesView(props: ViewProps) {
  const { host, labels, onSettings, run, settings, tensor } = props;
  const { mapping } = settings;
  const question = useMemo<WindowQuestion>(
    () => ({ mapping, planned: planWindow(tensor.shape, mapping, {}), by: 'extreme', most: MOST_CLASSES }),
    [mapping, tensor],
  );
  const { problem, value: window } = useWindow(host, run, tensor.name, question);
  const numbers = useMemo(() => (window === undefined ? undefined : numbersOf(window)), [window]);
  const ranked = useMemo(() => (numbers === undefined ? [] : rankClasses(numbers, settings.top)), [numbers, settings.top]);
  const axis = spreadAxes(mapping).column;
  const extent = extentOf(mapping, tensor.shape, axis);
  const classes = tensor.shape[axis] ?? 0;
  const lengths = ranked.map(({ share, value }) => (settings.isSoftmax ? share : value));
  const most = Math.max(...lengths.filter(Number.isFinite), Number.MIN_VALUE);
  return (
    <Stage
      readout={ranked[0] === undefined ? '' : t('Greatest: {0}', nameOf(extent.start + ranked[0].index * extent.step, labels))}
      problem={problem}
      isWaiting={window === undefined}
      notes={
        <>
          <label className="check-label">
            {t('Show')}
            <select
              value={settings.top}
              aria-label={t('Number of classes')}
              onChange={(event) => onSettings({ top: Number(event.target.value) })}
            >
              {TOPS.map((top) => (
                <option key={top} value={top}>
                  {top}
                </option>
              ))}
            </select>
          </label>
          <label className="check-label">
            <input
              type="checkbox"
              checked={settings.isSoftmax}
              onChange={(event) => onSettings({ isSoftmax: event.target.checked })}
            />
            {t('Softmax')}
          </label>
          <button type="button" className="mini wide" onClick={props.onLabels}>
            {labels === undefined ? t('Name the classes…') : t('Other names…')}
          </button>
          {labels !== undefined && labels.length !== classes && (
            <span className="special warn">
              {t('The labels file has {0} lines, the tensor {1} classes.', labels.length, classes)}
            </span>
          )}
        </>
      }
    >
      <div className="classes" data-view="classes" tabIndex={0} role="region" aria-label={t('Top classes')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Class')}</th>
              <th scope="col" className="number">
                {settings.isSoftmax ? t('Softmax') : t('Value')}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {ranked.map(({ index, share }, place) => {
              const position = extent.start + index * extent.step;
              return (
                <tr key={index}>
                  <th scope="row" title={t('class {0}', position)}>
                    {nameOf(position, labels)}
                    {labels?.[position] === undefined ? null : <span className="dim"> {position}</span>}
                  </th>
                  <td className="number">
                    {settings.isSoftmax
                      ? Number.isNaN(share)
                        ? '–'
                        : `${(100 * share).toPrecision(4)} %`
                      : window === undefined
                        ? ''
                        : exactText(window, index)}
                  </td>
                  <td className="share">
                    <div
                      className="share-bar"
                      aria-hidden="true"
                      style={{ width: `${Math.max(0, Math.min(1, (lengths[place] ?? 0) / most)) * 100}%` }}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Stage>
  );
}

function nameOf(position: number, labels: readonly string[] | undefined): string {
  const label = labels?.[position];
  return label === undefined || label === '' ? t('class {0}', position) : label;
}
