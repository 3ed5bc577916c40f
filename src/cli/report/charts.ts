import { html } from './html.ts';
import type { Html } from './html.ts';
import { finiteRange } from './planes.ts';
import type { Histogram } from '../../core/run/manifest.ts';

const MOST_BARS = 192;
const MOST_POINTS = 1024;

/** A histogram as bars; `tiny` for a table cell. */
export function histogramChart({ counts }: Histogram, size: { width: number; height: number }, label: string): Html {
  const most = counts.reduce((left, right) => Math.max(left, right), 1);
  const step = size.width / Math.max(1, counts.length);
  const path = counts
    .map((count, index) => {
      if (count === 0) return '';
      // the square root keeps rare values visible beside a spike of zeros
      const height = Math.max(0.5, Math.sqrt(count / most) * size.height);
      return `M${round(index * step)} ${size.height}v${round(-height)}h${round(step * 0.9)}v${round(height)}z`;
    })
    .join('');
  return html`<svg
    class="chart"
    viewBox="0 0 ${size.width} ${size.height}"
    width="${size.width}"
    height="${size.height}"
    role="img"
    aria-label="${label}"
  >
    <path d="${path}" />
  </svg>`;
}

/** A vector as bars around zero, or as a line when it is long. */
export function vectorChart(data: ArrayLike<number>, label: string): Html {
  const width = Math.min(640, Math.max(160, data.length * 32));
  const height = 140;
  const { low, high } = finiteRange(data);
  const bottom = Math.min(0, low);
  const top = Math.max(0, high);
  const y = (value: number): number => round(top === bottom ? height / 2 : ((top - value) / (top - bottom)) * height);
  const path = data.length <= MOST_BARS ? barsPath(data, width, y) : linePath(data, width, y);
  const kind = data.length <= MOST_BARS ? 'chart' : 'chart line';
  return html`<svg
    class="${kind}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    <path class="axis" d="M0 ${y(0)}h${width}" />
    <path d="${path}" />
  </svg>`;
}

function barsPath(data: ArrayLike<number>, width: number, y: (value: number) => number): string {
  const step = width / Math.max(1, data.length);
  const zero = y(0);
  return Array.from(data, (value, index) =>
    Number.isFinite(value)
      ? `M${round(index * step)} ${zero}H${round((index + 0.85) * step)}V${y(value)}H${round(index * step)}z`
      : '',
  ).join('');
}

/** A long line keeps the extremes of every stretch that falls on one point. */
function linePath(data: ArrayLike<number>, width: number, y: (value: number) => number): string {
  const stretch = Math.max(1, Math.ceil(data.length / MOST_POINTS));
  let path = '';
  for (let start = 0; start < data.length; start += stretch) {
    const { low, high } = finiteRange(data, start, start + stretch);
    const x = round((start / data.length) * width);
    path += `${path === '' ? 'M' : 'L'}${x} ${y(low)}${low === high ? '' : `L${x} ${y(high)}`}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
