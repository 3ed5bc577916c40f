import { RANGE_MARKS } from '../../src/core/tensor/pool.ts';

/** One place along a line: its finite range (NaN where it has none) and marks of what is not finite. */
export interface LinePoint {
  readonly low: number;
  readonly high: number;
  readonly marks: number;
}

/** Points of a `range` window: three numbers each. */
export function linePoints(data: ArrayLike<number>): LinePoint[] {
  return Array.from({ length: Math.floor(data.length / 3) }, (_, i) => ({
    low: data[3 * i] ?? NaN,
    high: data[3 * i + 1] ?? NaN,
    marks: data[3 * i + 2] ?? 0,
  }));
}

/** SVG path through the points, down and up where a point is a range; broken where there is nothing finite. */
export function linePath(points: readonly LinePoint[], x: (i: number) => number, y: (value: number) => number): string {
  const parts: string[] = [];
  let isOpen = false;
  for (const [i, { high, low }] of points.entries()) {
    if (Number.isNaN(low)) {
      isOpen = false;
      continue;
    }
    const across = x(i).toFixed(1);
    parts.push(`${isOpen ? 'L' : 'M'}${across} ${y(high).toFixed(1)}`);
    if (low !== high) parts.push(`L${across} ${y(low).toFixed(1)}`);
    else if (!isOpen) parts.push('h0.1');
    isOpen = true;
  }
  return parts.join('');
}

/** Words for the marks of a point. */
export function markWords(marks: number): string[] {
  return [
    ...(marks & RANGE_MARKS.nan ? ['NaN'] : []),
    ...(marks & RANGE_MARKS.posInf ? ['+Inf'] : []),
    ...(marks & RANGE_MARKS.negInf ? ['−Inf'] : []),
  ];
}

/** Round numbers inside a range, at most about `most` of them. */
export function ticksOf(low: number, high: number, most: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const raw = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

/** Round indices along an axis of which a part is shown, and the point that each belongs to. */
export function indexTicks(
  places: { readonly start: number; readonly step: number } | undefined,
  block: number,
  points: number,
  most: number,
): readonly { readonly at: number; readonly index: number }[] {
  const { start, step } = places ?? { start: 0, step: 1 };
  const end = start + (points - 1) * block * step;
  return ticksOf(Math.min(start, end), Math.max(start, end), most)
    .filter((index) => Number.isInteger(index))
    .map((index) => ({ index, at: (index - start) / (step * block) }))
    .filter(({ at }) => at >= 0 && at <= points - 1);
}
