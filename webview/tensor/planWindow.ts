import type { SliceTerm } from '../../src/rpc/tensorService.ts';
import { extentOf, type AxisMapping, type AxisRole, type Extent } from './axes.ts';

/** A window to ask for. */
export interface PlannedWindow {
  readonly slice: readonly SliceTerm[];
  /** axis → neighbours that become one value on the way */
  readonly blocks: readonly number[];
  /** axis → where the values that arrive stand in the tensor: `count` places, `step` apart */
  readonly places: readonly Extent[];
}

/** The slice for a mapping; `limits` bounds the values that arrive along an axis, `ranges` narrows the extent first (pages). */
export function planWindow(
  shape: readonly number[],
  mapping: AxisMapping,
  limits: Readonly<Partial<Record<AxisRole, number>>>,
  ranges: Readonly<Partial<Record<AxisRole, readonly [number, number]>>> = {},
): PlannedWindow {
  const blocks: number[] = [];
  const places: Extent[] = [];
  const slice = shape.map((_, axis): SliceTerm => {
    const role = mapping.roles[axis] ?? 'fixed';
    if (role === 'fixed') {
      blocks.push(1);
      places.push({ start: mapping.indices[axis] ?? 0, step: 1, count: 1 });
      return mapping.indices[axis] ?? 0;
    }
    const whole = extentOf(mapping, shape, axis);
    const [from, to] = ranges[role] ?? [0, whole.count];
    const extent = {
      start: whole.start + from * whole.step,
      step: whole.step,
      count: Math.max(0, Math.min(whole.count, to) - from),
    };
    const block = Math.max(1, Math.ceil(extent.count / Math.max(1, limits[role] ?? Infinity)));
    blocks.push(block);
    places.push({ start: extent.start, step: extent.step * block, count: Math.ceil(extent.count / block) });
    return termOf(extent);
  });
  return { slice, blocks, places };
}

/** Python's slice for an extent: one that runs backwards to the first element has no stop. */
function termOf({ count, start, step }: Extent): SliceTerm {
  const stop = start + count * step;
  if (count === 0) return { start: 0, stop: 0 };
  return stop < 0 ? { start, step } : { start, stop, step };
}

/** Position on an axis of the tensor of the value that arrived at `i`; `5` or, when blocks were reduced, `5–8`. */
export function placeText(planned: PlannedWindow, axis: number, i: number): string {
  const { start, step } = planned.places[axis] ?? { start: 0, step: 1 };
  const block = planned.blocks[axis] ?? 1;
  const first = start + i * step;
  return block === 1 ? String(first) : `${first}–${first + step - Math.sign(step)}`;
}
