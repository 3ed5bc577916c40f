import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { QUANTILE_SHARES } from '../../src/core/tensor/distribution.ts';
import { t } from '../state/l10n.ts';
import { SPECIAL_COLOURS } from './colourTable.ts';
import { ticksOf } from './linePath.ts';
import { shortNumber } from './numbers.ts';
import { planWindow } from './planWindow.ts';
import { Stage } from './Stage.tsx';
import { useAsk } from './useAsk.ts';
import { useSize } from './useSize.ts';
import type { ViewProps } from './viewProps.ts';

const LEFT = 58;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
const BINS = 100;

/** How the values of the slice are spread: exact counts, exact quantiles. */
export default function HistogramView(props: ViewProps) {
  const { host, onSettings, run, settings, tensor } = props;
  const [box, room] = useSize<HTMLDivElement>();
  const [chosen, setChosen] = useState<number>();
  const { slice } = planWindow(tensor.shape, settings.mapping, {});
  const { problem, value } = useAsk({ slice, part: settings.part }, (question, signal) =>
    host.call('distribution', { run, name: tensor.name, bins: BINS, ...question }, { signal }),
  );
  const counts = value?.counts ?? new Float64Array(0);
  const edges = value?.edges ?? new Float64Array(0);
  const width = Math.max(120, (room?.width ?? 0) - LEFT - RIGHT);
  const height = Math.max(60, (room?.height ?? 0) - TOP - BOTTOM - 46);
  const most = counts.reduce((found, count) => Math.max(found, count), 1);
  const share = (count: number): number =>
    count === 0 ? 0 : settings.isLogCount ? (Math.log10(count) + 0.3) / (Math.log10(most) + 0.3) : count / most;
  const [low = 0, high = 1] = [edges[0], edges.at(-1)];
  const x = (place: number): number => LEFT + ((place / 2 - low / 2) / (high / 2 - low / 2 || 1)) * width;
  const slot = width / Math.max(1, counts.length);
  const describe = (bin: number): string =>
    `${t('{0} to {1}', shortNumber(edges[bin] ?? 0, 6), shortNumber(edges[bin + 1] ?? 0, 6))}: ${t('{0} values, {1} %', (counts[bin] ?? 0).toLocaleString(), ((100 * (counts[bin] ?? 0)) / Math.max(1, value?.finite ?? 1)).toPrecision(3))}`;
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const bin = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT) / slot);
    if (bin >= 0 && bin < counts.length) setChosen(bin);
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = { ArrowRight: (chosen ?? -1) + 1, ArrowLeft: (chosen ?? 1) - 1, Home: 0, End: counts.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(counts.length - 1, next)));
  };
  const ticks = settings.isLogCount
    ? Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power)
    : ticksOf(0, most, Math.max(2, height / 40)).filter((tick) => Number.isInteger(tick));
  const specials = (
    [
      [value?.nan ?? 0, 'NaN', SPECIAL_COLOURS.nan],
      [value?.posInf ?? 0, '+Inf', SPECIAL_COLOURS.posInf],
      [value?.negInf ?? 0, '−Inf', SPECIAL_COLOURS.negInf],
    ] as const
  ).filter(([count]) => count > 0);
  return (
    <Stage
      box={box}
      readout={chosen === undefined || chosen >= counts.length ? '' : describe(chosen)}
      hint={t('Pointer or arrow keys read counts.')}
      problem={problem}
      isWaiting={value === undefined}
      notes={
        <>
          <label className="check-label">
            <input
              type="checkbox"
              checked={settings.isLogCount}
              onChange={(event) => onSettings({ isLogCount: event.target.checked })}
            />
            {t('Logarithmic counts')}
          </label>
          {specials.map(([count, word, colour]) => (
            <span key={word} className="special">
              <span className="swatch" aria-hidden="true" style={{ background: colour }} />
              {count.toLocaleString()} {word}
            </span>
          ))}
          {value !== undefined && (
            <span className="dim">
              {t('{0} values, {1} zero', value.finite.toLocaleString(), value.zeros.toLocaleString())}
              {value.stride > 1 ? `, ${t('quantiles from every {0}th', value.stride)}` : ''}
            </span>
          )}
        </>
      }
    >
      {counts.length === 0 ? (
        <p className="empty">{t('There are no finite values to count.')}</p>
      ) : (
        <div className="histogram">
          <div
            role="application"
            tabIndex={0}
            onKeyDown={onKey}
            aria-label={t(
              'Histogram of {0} bins from {1} to {2}; arrow keys read counts',
              counts.length,
              shortNumber(low),
              shortNumber(high),
            )}
          >
            <svg
              width={LEFT + width + RIGHT}
              height={TOP + height + BOTTOM}
              aria-hidden="true"
              data-view="histogram"
              onPointerMove={onMove}
              onPointerLeave={() => setChosen(undefined)}
            >
              {ticks.map((tick) => (
                <g key={tick}>
                  <line
                    className="grid"
                    x1={LEFT}
                    x2={LEFT + width}
                    y1={TOP + height * (1 - share(tick))}
                    y2={TOP + height * (1 - share(tick))}
                  />
                  <text className="tick" x={LEFT - 6} y={TOP + height * (1 - share(tick)) + 4} textAnchor="end">
                    {tick >= 10_000 ? shortNumber(tick, 3) : tick}
                  </text>
                </g>
              ))}
              {Array.from(counts, (count, bin) => (
                <rect
                  key={bin}
                  className={bin === chosen ? 'bar chosen' : 'bar'}
                  x={LEFT + bin * slot + (slot > 3 ? 0.5 : 0)}
                  width={Math.max(0.5, slot - (slot > 3 ? 1 : 0))}
                  y={TOP + height - Math.max(count > 0 ? 1 : 0, share(count) * height)}
                  height={Math.max(count > 0 ? 1 : 0, share(count) * height)}
                />
              ))}
              <line className="axis" x1={LEFT} x2={LEFT + width} y1={TOP + height} y2={TOP + height} />
              {value?.quantiles.map((place, i) =>
                QUANTILE_SHARES[i] === 0.5 || QUANTILE_SHARES[i] === 0.25 || QUANTILE_SHARES[i] === 0.75 ? (
                  <path
                    key={i}
                    className="quantile"
                    d={`M${x(place)} ${TOP}V${TOP + height}`}
                    strokeDasharray={QUANTILE_SHARES[i] === 0.5 ? undefined : '3 3'}
                  />
                ) : null,
              )}
              {ticksOf(low, high, width / 90).map((tick) => (
                <text key={tick} className="tick" x={x(tick)} y={TOP + height + 16} textAnchor="middle">
                  {shortNumber(tick, 4)}
                </text>
              ))}
            </svg>
          </div>
          <dl className="quantiles" aria-label={t('Quantiles')}>
            {value?.quantiles.map((place, i) => (
              <div key={i}>
                <dt>
                  {QUANTILE_SHARES[i] === 0
                    ? t('min')
                    : QUANTILE_SHARES[i] === 1
                      ? t('max')
                      : QUANTILE_SHARES[i] === 0.5
                        ? t('median')
                        : `${(QUANTILE_SHARES[i] ?? 0) * 100} %`}
                </dt>
                <dd>{shortNumber(place)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Stage>
  );
}
