import { numberAttr } from '../nodeAttrs.ts';
import type { FlatNode } from '../types.ts';
import type { ShapeRule } from './rule.ts';

/** The slice of one axis: `begin:end:step`, or one index that drops the axis. */
export interface AxisSlice {
  readonly axis: number;
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly step: number;
  readonly drops: boolean;
}

/** Shape of `StridedSlice`; a slice whose bounds are not fixed has an unknown size. */
export const stridedSlice: ShapeRule = ({ node, input, values }) => {
  const x = input(0);
  const parts = x === undefined ? undefined : sliceParts(node, x.length, [values(1), values(2), values(3)]);
  if (x === undefined || parts === undefined) return [];
  const result: number[] = [];
  for (const part of parts) {
    if (part === 'new') result.push(1);
    else if (!part.drops) result.push(slicedSize(x[part.axis] ?? -1, part));
  }
  return [result];
};

/** The slices in order, with axes the spec leaves out taken whole; `new` inserts an axis. Undefined for a spec that is not fixed. */
export function sliceParts(
  node: FlatNode,
  rank: number,
  spec: readonly (readonly number[] | undefined)[],
): readonly (AxisSlice | 'new')[] | undefined {
  const [begins, ends, steps] = spec;
  const length = (begins ?? ends ?? steps)?.length;
  if (length === undefined) return undefined;
  const has = (mask: string, at: number): boolean => (((numberAttr(node, mask) ?? 0) >> at) & 1) === 1;
  const parts: (AxisSlice | 'new')[] = [];
  const specified = Array.from({ length }, (_, at) => at).filter(
    (at) => !has('new_axis_mask', at) && !has('ellipsis_mask', at),
  ).length;
  let axis = 0;
  const whole = (): AxisSlice => ({ axis: axis++, begin: undefined, end: undefined, step: 1, drops: false });
  for (let at = 0; at < length && parts.length <= 2 * rank + length; at++) {
    if (has('ellipsis_mask', at)) for (let left = rank - specified; left > 0; left--) parts.push(whole());
    else if (has('new_axis_mask', at)) parts.push('new');
    else {
      const bound = (mask: string, list: readonly number[] | undefined): number | undefined =>
        has(mask, at) ? undefined : (list?.[at] ?? NaN);
      parts.push({
        axis: axis++,
        begin: bound('begin_mask', begins),
        end: bound('end_mask', ends),
        step: steps?.[at] ?? NaN,
        drops: has('shrink_axis_mask', at),
      });
    }
  }
  while (axis < rank) parts.push(whole());
  return parts;
}

function slicedSize(size: number, { begin, end, step }: AxisSlice): number {
  if (begin === undefined && end === undefined && Math.abs(step) === 1) return size;
  if (size < 0 || Number.isNaN(step) || step === 0 || Number.isNaN(begin) || Number.isNaN(end)) return -1;
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (value: number): number => Math.min(Math.max(value < 0 ? value + size : value, low), high);
  const from = begin === undefined ? (step > 0 ? 0 : size - 1) : clamp(begin);
  const to = end === undefined ? (step > 0 ? size : -1) : clamp(end);
  return Math.max(0, Math.ceil((to - from) / step));
}
