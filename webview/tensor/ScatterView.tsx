import { useMemo, useState, type KeyboardEvent } from 'react';
import { t } from '../state/l10n.ts';
import { ticksOf } from './linePath.ts';
import { shortNumber } from './numbers.ts';
import { numbersOf } from './numbersOf.ts';
import { planWindow } from './planWindow.ts';
import { groupings, groupsOf, rankGroups, SHAPES } from './scatterGroups.ts';
import { Stage } from './Stage.tsx';
import { useAsk } from './useAsk.ts';
import { useSize } from './useSize.ts';
import { axisName } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';

const MARGIN = { left: 58, right: 12, top: 10, bottom: 34 };
const MOST_LISTED = SHAPES.length;

/** Samples of a batch on the two directions in which they differ most, marked by what the model takes them for. */
export default function ScatterView(props: ViewProps) {
  const { host, labels, manifest, onSettings, run, settings, tensor } = props;
  const [box, room] = useSize<HTMLDivElement>();
  const [chosen, setChosen] = useState<number>();
  const samples = settings.mapping.roles.indexOf('row');
  const { slice } = planWindow(tensor.shape, settings.mapping, {});
  const { problem, value } = useAsk(samples < 0 ? undefined : { slice, samples, part: settings.part }, (question, signal) =>
    host.call('projection', { run, name: tensor.name, ...question }, { signal }),
  );
  const choices = useMemo(() => groupings(manifest, tensor.shape[samples] ?? 0, tensor), [manifest, tensor, samples]);
  const outputs = manifest.outputs.map(({ tensor: name }) => name);
  const titleOf = (key: string): string => {
    const output = manifest.outputs.find((each) => each.key === key);
    return output === undefined ? key : t('output {0}', output.name);
  };
  const grouping =
    choices.find(({ name }) => name === settings.colourBy) ??
    (settings.colourBy === '' ? undefined : (choices.find(({ name }) => outputs.includes(name)) ?? choices.at(-1)));
  const { value: groupValues } = useAsk(grouping === undefined ? undefined : { name: grouping.name }, (question, signal) =>
    host.call('window', { run, slice: [], maxElements: 1_000_000, ...question }, { signal }),
  );
  const groups = useMemo(
    () =>
      grouping === undefined || groupValues === undefined ? undefined : groupsOf(numbersOf(groupValues), grouping.shape[0] ?? 0),
    [grouping, groupValues],
  );
  const points = useMemo(
    () =>
      Array.from(value?.indices ?? [], (index, i) => ({
        index,
        x: value?.points[i * value.components] ?? 0,
        y: (value?.components ?? 0) > 1 ? (value?.points[i * value.components + 1] ?? 0) : 0,
        group: groups?.[index],
      })),
    [value, groups],
  );
  const ranks = useMemo(() => rankGroups(points.map(({ group }) => group ?? 0)), [points]);

  const width = Math.max(120, (room?.width ?? 0) - MARGIN.left - MARGIN.right);
  const height = Math.max(80, (room?.height ?? 0) - MARGIN.top - MARGIN.bottom - 4);
  const xs = rangeOf(points.map(({ x }) => x));
  const ys = rangeOf(points.map(({ y }) => y));
  const px = (x: number): number => MARGIN.left + ((x - xs.low) / (xs.high - xs.low)) * width;
  const py = (y: number): number => MARGIN.top + ((ys.high - y) / (ys.high - ys.low)) * height;
  const place = (group: number | undefined): number => Math.min(ranks.get(group ?? 0) ?? 0, MOST_LISTED - 1);
  const nameOf = (group: number): string => labels?.[group] ?? String(group);
  const describe = (i: number): string => {
    const at = points[i];
    if (at === undefined) return '';
    return `${samples < 0 ? '' : axisName(tensor, samples)} ${at.index}: ${shortNumber(at.x)}, ${shortNumber(at.y)}${at.group === undefined ? '' : `, ${t('class {0}', nameOf(at.group))}`}`;
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = {
      ArrowRight: (chosen ?? -1) + 1,
      ArrowDown: (chosen ?? -1) + 1,
      ArrowLeft: (chosen ?? 1) - 1,
      ArrowUp: (chosen ?? 1) - 1,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(points.length - 1, next)));
  };
  const share = (k: number): string => t('component {0} ({1} %)', k + 1, (100 * (value?.explained[k] ?? 0)).toPrecision(3));
  const listed = [...ranks].slice(0, MOST_LISTED);
  return (
    <Stage
      box={box}
      readout={chosen === undefined ? '' : describe(chosen)}
      hint={t('Point at a sample or use the arrow keys.')}
      problem={samples < 0 ? t('Give one axis the role “samples”.') : problem}
      isWaiting={value === undefined}
      notes={
        <>
          {choices.length > 0 && (
            <label className="check-label">
              {t('Marked by')}
              <select value={grouping?.name ?? ''} onChange={(event) => onSettings({ colourBy: event.target.value })}>
                <option value="">{t('nothing')}</option>
                {choices.map((each) => (
                  <option key={each.name} value={each.name}>
                    {each.shape.length === 1 ? titleOf(each.key) : t('argmax of {0}', titleOf(each.key))}
                  </option>
                ))}
              </select>
            </label>
          )}
          {value !== undefined && (
            <span className="dim">{t('{0} samples, {1} features', points.length, value.features.toLocaleString())}</span>
          )}
          {value !== undefined && points.length + value.bad < (tensor.shape[samples] ?? 0) && (
            <span className="dim">{t('an even choice of {0}', tensor.shape[samples] ?? 0)}</span>
          )}
          {value !== undefined && value.bad > 0 && (
            <span className="special warn">{t('{0} left out: NaN or ±Inf', value.bad)}</span>
          )}
        </>
      }
    >
      <div
        className="scatter"
        role="application"
        tabIndex={0}
        onKeyDown={onKey}
        aria-label={`${tensor.name}: ${t('scatter plot of {0} samples; arrow keys read them', points.length)}`}
      >
        <svg
          width={MARGIN.left + width + MARGIN.right}
          height={MARGIN.top + height + MARGIN.bottom}
          aria-hidden="true"
          data-view="scatter"
        >
          {ticksOf(ys.low, ys.high, height / 48).map((tick) => (
            <g key={tick}>
              <line className="grid" x1={MARGIN.left} x2={MARGIN.left + width} y1={py(tick)} y2={py(tick)} />
              <text className="tick" x={MARGIN.left - 6} y={py(tick) + 4} textAnchor="end">
                {shortNumber(tick, 3)}
              </text>
            </g>
          ))}
          {ticksOf(xs.low, xs.high, width / 90).map((tick) => (
            <g key={tick}>
              <line className="grid" x1={px(tick)} x2={px(tick)} y1={MARGIN.top} y2={MARGIN.top + height} />
              <text className="tick" x={px(tick)} y={MARGIN.top + height + 14} textAnchor="middle">
                {shortNumber(tick, 3)}
              </text>
            </g>
          ))}
          <text className="tick" x={MARGIN.left + width / 2} y={MARGIN.top + height + 29} textAnchor="middle">
            {share(0)}
          </text>
          <text className="tick" transform={`translate(11 ${MARGIN.top + height / 2}) rotate(-90)`} textAnchor="middle">
            {share(1)}
          </text>
          {points.map(({ group, index, x, y }, i) => (
            <path
              key={index}
              d={SHAPES[place(group)]}
              className={`mark mark-${place(group)}${i === chosen ? ' chosen' : ''}`}
              transform={`translate(${px(x).toFixed(1)} ${py(y).toFixed(1)})${i === chosen ? ' scale(1.7)' : ''}`}
              data-sample={index}
              onPointerEnter={() => setChosen(i)}
            />
          ))}
        </svg>
        {groups !== undefined && (
          <ul className="marks" aria-label={t('Classes')}>
            {listed.map(([group, rank]) => (
              <li key={group}>
                <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true">
                  <path d={SHAPES[rank]} className={`mark mark-${rank}`} />
                </svg>
                {rank === MOST_LISTED - 1 && ranks.size > MOST_LISTED ? t('{0} and others', nameOf(group)) : nameOf(group)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Stage>
  );
}

/** Range with a margin, never empty. */
function rangeOf(values: readonly number[]): { low: number; high: number } {
  const low = values.reduce((least, each) => Math.min(least, each), Infinity);
  const high = values.reduce((most, each) => Math.max(most, each), -Infinity);
  if (!(low < high)) return { low: (Number.isFinite(low) ? low : 0) - 1, high: (Number.isFinite(high) ? high : 0) + 1 };
  const margin = (high - low) * 0.05;
  return { low: low - margin, high: high + margin };
}
