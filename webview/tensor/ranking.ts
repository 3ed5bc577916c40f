/** A class with its value and its share after a softmax. */
export interface RankedClass {
  readonly index: number;
  readonly value: number;
  readonly share: number;
}

/** The classes with the greatest values, NaN left out; shares are of all finite values. */
export function rankClasses(values: ArrayLike<number>, count: number): RankedClass[] {
  const order = Array.from({ length: values.length }, (_, i) => i).filter((i) => !Number.isNaN(values[i]));
  order.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  const most = order.map((i) => values[i] ?? 0).find(Number.isFinite) ?? 0;
  const total = order.reduce((sum, i) => sum + (Number.isFinite(values[i]) ? Math.exp((values[i] ?? 0) - most) : 0), 0);
  return order
    .slice(0, count)
    .map((index) => ({
      index,
      value: values[index] ?? NaN,
      share: Number.isFinite(values[index]) ? Math.exp((values[index] ?? 0) - most) / total : NaN,
    }));
}
