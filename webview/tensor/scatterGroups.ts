import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';

/** Tensors that say of each sample what it is: whole numbers, or scores whose greatest counts. */
export function groupings(manifest: Manifest, samples: number, shown: ManifestTensor): ManifestTensor[] {
  return manifest.tensors.filter((tensor) => {
    if (tensor.file === null || tensor === shown || tensor.shape[0] !== samples) return false;
    const isWhole = /^(u?int|bool)/.test(tensor.dtype);
    if (tensor.shape.length === 1) return isWhole;
    const classes = tensor.shape[1] ?? 0;
    return tensor.shape.length === 2 && /^b?float/.test(tensor.dtype) && classes >= 2 && classes <= 1000;
  });
}

/** Group of each sample, from the values of a grouping row by row. */
export function groupsOf(values: ArrayLike<number>, samples: number): Int32Array {
  const width = samples > 0 ? Math.floor(values.length / samples) : 0;
  return Int32Array.from({ length: samples }, (_, sample) => {
    if (width === 1) return values[sample] ?? -1;
    let best = 0;
    for (let i = 1; i < width; i++) if ((values[sample * width + i] ?? NaN) > (values[sample * width + best] ?? NaN)) best = i;
    return best;
  });
}

/** Groups by size, the greatest first, with the place each has in colours and shapes. */
export function rankGroups(groups: ArrayLike<number>): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const group of Array.from(groups)) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = [...sizes].sort(([a, many], [b, others]) => others - many || a - b);
  return new Map(order.map(([group], place) => [group, place]));
}

/** SVG paths about the origin, told apart without colour. */
export const SHAPES: readonly string[] = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z',
  'M-3.6 -3.6H3.6V3.6H-3.6Z',
  'M0 -4.8L4.5 3.4H-4.5Z',
  'M0 -5L5 0L0 5L-5 0Z',
  'M0 4.8L4.5 -3.4H-4.5Z',
  'M-1.4 -4.5H1.4V-1.4H4.5V1.4H1.4V4.5H-1.4V1.4H-4.5V-1.4H-1.4Z',
  'M-4.4 -2.8L-2.8 -4.4L0 -1.6L2.8 -4.4L4.4 -2.8L1.6 0L4.4 2.8L2.8 4.4L0 1.6L-2.8 4.4L-4.4 2.8L-1.6 0Z',
  'M-5 -2H5V2H-5Z',
  'M-2 -5H2V5H-2Z',
  'M0 -5L1.5 -1.5L5 0L1.5 1.5L0 5L-1.5 1.5L-5 0L-1.5 -1.5Z',
];
