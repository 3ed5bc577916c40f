import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { t } from '../state/l10n.ts';
import { extentOf, spreadAxes } from './axes.ts';
import { specialsOf } from './colouring.ts';
import { SPECIAL_COLOURS } from './colourTable.ts';
import { indexTicks, linePath, linePoints, markWords, ticksOf, type LinePoint } from './linePath.ts';
import { shortNumber } from './numbers.ts';
import { placeText, planWindow } from './planWindow.ts';
import { Stage } from './Stage.tsx';
import { useSize } from './useSize.ts';
import { useWheel } from './useWheel.ts';
import { useWindow, type WindowQuestion } from './useWindow.ts';
import { useZoom } from './useZoom.ts';
import { axisName } from './tensorFacts.ts';
import type { ViewProps } from './viewProps.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

const LEFT = 76;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 38;
/** Few values are bars (a vector of features has no order to join), many are a line of minima and maxima per pixel. */
const MOST_BARS = 128;

function domainOf(points: readonly LinePoint[], isBars: boolean): { low: number; high: number } {
  let low = isBars ? 0 : Infinity;
  let high = isBars ? 0 : -Infinity;
  for (const point of points) {
    if (point.low < low) low = point.low;
    if (point.high > high) high = point.high;
  }
  if (low > high) return { low: 0, high: 1 };
  return low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high };
}

/** One axis of a tensor as bars or a line; what is NaN or Inf is marked where it stands. */
export default function LineView(props: ViewProps) {
  const { host, run, settings, tensor } = props;
  const { mapping, part } = settings;
  const [box, room] = useSize<HTMLDivElement>();
  const [readout, setReadout] = useState('');
  const [cursor, setCursor] = useState<number>();
  const axis = spreadAxes(mapping).column;
  const count = extentOf(mapping, tensor.shape, axis).count;
  const width = Math.max(80, (room?.width ?? 0) - LEFT - RIGHT);
  const height = Math.max(80, (room?.height ?? 0) - TOP - BOTTOM - 4);
  const question = useMemo<WindowQuestion | undefined>(
    () =>
      room === undefined
        ? undefined
        : { mapping, planned: planWindow(tensor.shape, mapping, { column: Math.floor(width) }), by: 'range', part },
    [room === undefined, width, tensor, mapping, part],
  );
  const { asked, problem, value: window } = useWindow(host, run, tensor.name, question);
  const zoom = useZoom(props);
  const wheel = useWheel((factor, across) => zoom.zoom(factor, Math.max(0, Math.min(1, (across - LEFT) / width)), 0.5));
  const points = useMemo(() => (window === undefined ? [] : linePoints(window.data as Float64Array)), [window]);
  const isBars = points.length <= MOST_BARS;
  const { high, low } = useMemo(() => domainOf(points, isBars), [points, isBars]);
  const y = (value: number): number => TOP + ((high / 2 - value / 2) / (high / 2 - low / 2)) * height;
  const slot = width / Math.max(1, points.length);
  const x = (i: number): number => LEFT + (isBars ? (i + 0.5) * slot : (i * width) / Math.max(1, points.length - 1));
  const zero = Math.max(TOP, Math.min(TOP + height, y(0)));

  const describe = (i: number): string => {
    const point = points[i];
    if (point === undefined || asked === undefined) return '';
    const finite = Number.isNaN(point.low)
      ? []
      : [
          point.low === point.high
            ? shortNumber(point.low, 8)
            : t('{0} to {1}', shortNumber(point.low, 8), shortNumber(point.high, 8)),
        ];
    return `${axis < 0 ? t('value') : `${axisName(tensor, axis)} ${placeText(asked.planned, axis, i)}`}: ${[...finite, ...markWords(point.marks)].join(', ')}`;
  };
  const point = (i: number): void => {
    if (i < 0 || i >= points.length) return;
    setCursor(i);
    setReadout(describe(i));
  };
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    point(isBars ? Math.floor(at / slot) : Math.round((at * (points.length - 1)) / width));
  };
  const onKey = (event: KeyboardEvent): void => {
    const now = Math.min(cursor ?? -1, points.length - 1);
    const share = points.length <= 1 ? 0.5 : Math.max(0, now) / (points.length - 1);
    if (event.key === '+' || event.key === '=') zoom.zoom(0.7, share, 0.5);
    else if (event.key === '-') zoom.zoom(1 / 0.7, share, 0.5);
    else if (event.key === '0') zoom.reset();
    const next = {
      ArrowRight: now + 1,
      ArrowLeft: Math.max(0, now - 1),
      PageDown: Math.min(points.length - 1, now + 20),
      PageUp: Math.max(0, now - 20),
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next >= points.length) zoom.pan(1 / points.length, 0);
    else if (event.key === 'ArrowLeft' && now === 0) zoom.pan(-1 / points.length, 0);
    point(Math.min(next, points.length - 1));
  };
  const special = specialsOf(window?.summary);
  const block = asked?.planned.blocks[axis] ?? 1;
  const places = asked?.planned.places[axis];
  return (
    <Stage
      box={box}
      readout={readout}
      hint={t('Pointer or arrow keys read values; wheel or + zooms.')}
      problem={problem}
      isWaiting={window === undefined}
      notes={
        <>
          <ZoomButtons zoom={zoom} />
          {block > 1 && <span className="dim">{t('reduced {0}×: least and greatest of each', block)}</span>}
          {special.nan + special.posInf + special.negInf > 0 && (
            <span className="special">
              {[
                [special.nan, 'NaN'],
                [special.posInf, '+Inf'],
                [special.negInf, '−Inf'],
              ]
                .filter(([found]) => found !== 0)
                .map(([found, word]) => `${found?.toLocaleString()} ${word}`)
                .join(', ')}
            </span>
          )}
        </>
      }
    >
      {/* Arrow keys read values: a control of its own kind, whose picture the label describes. */}
      <div
        className="line"
        ref={wheel}
        role="application"
        tabIndex={0}
        onKeyDown={onKey}
        aria-label={`${tensor.name}: ${t('{0} values from {1} to {2}; arrow keys read values', count, shortNumber(low), shortNumber(high))}`}
      >
        <svg
          width={LEFT + width + RIGHT}
          height={TOP + height + BOTTOM}
          aria-hidden="true"
          onPointerMove={onMove}
          data-view="line"
        >
          {ticksOf(low, high, Math.max(2, height / 48)).map((tick) => (
            <g key={tick}>
              <line className="grid" x1={LEFT} x2={LEFT + width} y1={y(tick)} y2={y(tick)} />
              <text className="tick" x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
                {shortNumber(tick, 4)}
              </text>
            </g>
          ))}
          <line className="axis" x1={LEFT} x2={LEFT + width} y1={zero} y2={zero} />
          {indexTicks(places, block, points.length, width / 70).map(({ at, index }) => (
            <text key={index} className="tick" x={x(at)} y={TOP + height + 16} textAnchor="middle">
              {index}
            </text>
          ))}
          <text className="tick" x={LEFT + width / 2} y={TOP + height + 32} textAnchor="middle">
            {axis < 0 ? t('value') : axisName(tensor, axis)}
          </text>
          <text className="tick" transform={`translate(11 ${TOP + height / 2}) rotate(-90)`} textAnchor="middle">
            {t('value')}
          </text>
          {isBars ? (
            points.map((each, i) =>
              Number.isNaN(each.low) ? null : (
                <rect
                  key={i}
                  className="bar"
                  x={x(i) - slot * 0.4}
                  width={Math.max(0.5, slot * 0.8)}
                  y={Math.min(y(each.high), zero)}
                  height={Math.max(1, Math.abs(y(each.low) - zero))}
                />
              ),
            )
          ) : (
            <path className="series" d={linePath(points, x, y)} />
          )}
          {points.map((each, i) =>
            each.marks === 0 ? null : (
              <SpecialMarks key={i} x={x(i)} marks={each.marks} top={TOP} bottom={TOP + height} hasWords={slot > 34} />
            ),
          )}
          {cursor !== undefined && cursor < points.length && (
            <line className="cursor-line" x1={x(cursor)} x2={x(cursor)} y1={TOP} y2={TOP + height} />
          )}
        </svg>
      </div>
    </Stage>
  );
}

/** NaN over the whole height, infinities at the edge they lie beyond; a word where there is room. */
function SpecialMarks(props: {
  readonly x: number;
  readonly marks: number;
  readonly top: number;
  readonly bottom: number;
  readonly hasWords: boolean;
}) {
  const { bottom, marks, top, x } = props;
  const words = markWords(marks);
  return (
    <g>
      {words.includes('NaN') && (
        <line x1={x} x2={x} y1={top} y2={bottom} stroke={SPECIAL_COLOURS.nan} strokeDasharray="3 3" strokeWidth={1.5} />
      )}
      {words.includes('+Inf') && (
        <path d={`M${x - 4} ${top + 7}L${x} ${top}L${x + 4} ${top + 7}Z`} fill={SPECIAL_COLOURS.posInf} />
      )}
      {words.includes('−Inf') && (
        <path d={`M${x - 4} ${bottom - 7}L${x} ${bottom}L${x + 4} ${bottom - 7}Z`} fill={SPECIAL_COLOURS.negInf} />
      )}
      {props.hasWords && (
        <text className="tick" x={x} y={words.includes('−Inf') ? bottom - 10 : top + 18} textAnchor="middle">
          {words.join(' ')}
        </text>
      )}
    </g>
  );
}
