import { useMemo, type PointerEvent } from 'react';
import { shortNumber } from './numbers.ts';
import { finiteDomain } from './scale.ts';
import { useWidth } from './useWidth.ts';

const HEIGHT = 260;
const LEFT = 64;
const BOTTOM = 22;

interface LineViewProps {
  readonly values: ArrayLike<number>;
  readonly step: number;
  readonly label: string;
  readonly onReadout: (text: string) => void;
}

/** Few values are bars (a vector of features has no order to join), many are a line of minima and maxima per pixel. */
const MOST_BARS = 128;

function linePath(values: ArrayLike<number>, width: number, y: (value: number) => number): string {
  const parts: string[] = [];
  let isOpen = false;
  const perPixel = Math.max(1, Math.ceil(values.length / Math.max(1, width)));
  const x = (i: number): string => ((i * width) / Math.max(1, values.length - 1)).toFixed(1);
  for (let i = 0; i < values.length; i += perPixel) {
    const domain = finiteDomain(Array.from({ length: Math.min(perPixel, values.length - i) }, (_, k) => values[i + k] ?? NaN));
    if (domain === undefined) {
      isOpen = false;
      continue;
    }
    parts.push(`${isOpen ? 'L' : 'M'}${x(i)} ${y(domain.high).toFixed(1)}`);
    if (domain.low !== domain.high) parts.push(`L${x(i)} ${y(domain.low).toFixed(1)}`);
    isOpen = true;
  }
  return parts.join('');
}

/** One axis of a tensor as bars or a line; gaps are NaN or Inf. */
export function LineView(props: LineViewProps) {
  const { values } = props;
  const [box, boxWidth] = useWidth<HTMLDivElement>();
  const width = Math.max(120, boxWidth - LEFT - 8);
  const domain = useMemo(() => finiteDomain(values) ?? { low: 0, high: 1 }, [values]);
  const isBars = values.length <= MOST_BARS;
  const low = isBars ? Math.min(0, domain.low) : domain.low;
  const high = isBars ? Math.max(0, domain.high) : domain.high;
  const span = high - low || 1;
  const y = (value: number): number => ((high - value) / span) * (HEIGHT - 8) + 4;
  const slot = width / Math.max(1, values.length);
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const at = event.clientX - bounds.left - LEFT;
    const i = isBars ? Math.floor(at / slot) : Math.round((at * (values.length - 1)) / width);
    if (i >= 0 && i < values.length) props.onReadout(`index ${i * props.step}: ${shortNumber(values[i] ?? NaN, 7)}`);
  };
  return (
    <div className="line" ref={box}>
      <svg width={width + LEFT + 8} height={HEIGHT + BOTTOM} role="img" aria-label={`${props.label}: ${values.length} values from ${shortNumber(domain.low)} to ${shortNumber(domain.high)}`} onPointerMove={onMove} data-view="line">
        {[high, (high + low) / 2, low].map((tick) => (
          <g key={tick}>
            <line className="grid" x1={LEFT} x2={LEFT + width} y1={y(tick)} y2={y(tick)} />
            <text className="tick" x={LEFT - 6} y={y(tick) + 4} textAnchor="end">{shortNumber(tick, 3)}</text>
          </g>
        ))}
        <text className="tick" x={LEFT} y={HEIGHT + 16}>0</text>
        <text className="tick" x={LEFT + width} y={HEIGHT + 16} textAnchor="end">{(values.length - 1) * props.step}</text>
        {isBars
          ? Array.from({ length: values.length }, (_, i) => {
            const value = values[i] ?? NaN;
            if (!Number.isFinite(value)) return <text key={i} className="tick warn" x={LEFT + i * slot} y={y(0) - 4}>{shortNumber(value)}</text>;
            const top = Math.min(y(value), y(0));
            return <rect key={i} className="bar" x={LEFT + i * slot + slot * 0.1} width={Math.max(0.5, slot * 0.8)} y={top} height={Math.max(1, Math.abs(y(value) - y(0)))} />;
          })
          : <path className="series" d={linePath(values, width, y)} transform={`translate(${LEFT} 0)`} />}
      </svg>
    </div>
  );
}
