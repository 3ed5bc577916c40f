import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { Arity } from './axes.ts';

/** Ways to look at a tensor. */
export type ViewKind = 'maps' | 'heatmap' | 'rgb' | 'line' | 'values' | 'histogram' | 'classes' | 'text';

export const VIEW_TITLES: Readonly<Record<ViewKind, string>> = {
  maps: 'Feature maps', heatmap: 'Heatmap', rgb: 'Image', line: 'Line', values: 'Values', histogram: 'Histogram',
  classes: 'Top classes', text: 'Text',
};

/** Axes a view spreads. */
export const VIEW_ARITY: Readonly<Record<ViewKind, Arity>> = {
  maps: 3, heatmap: 2, rgb: 3, line: 1, values: 2, histogram: 0, classes: 1, text: 2,
};

function looksLikeClasses(tensor: ManifestTensor): boolean {
  const classes = tensor.shape.at(-1) ?? 0;
  const { min, max } = tensor.stats;
  return tensor.shape.length <= 2 && classes >= 2 && typeof min === 'number' && typeof max === 'number' && min >= 0 && max <= 1.000001;
}

/** Views that make sense for a tensor, the best first. */
export function viewsFor(tensor: ManifestTensor, isOutput: boolean): readonly ViewKind[] {
  if (tensor.dtype === 'string') return ['text'];
  if (tensor.stats.count === 0) return ['values'];
  const spread = tensor.shape.filter((size) => size > 1).length;
  const views: ViewKind[] = [];
  if (tensor.shape.length >= 3 && spread >= 2) {
    const [height = 1, width = 1, channels = 1] = tensor.shape.slice(-3);
    const isPicture = tensor.shape.length >= 4 && height > 1 && width > 1;
    views.push(...(isPicture ? (['maps', 'heatmap'] as const) : (['heatmap', 'maps'] as const)));
    if (isPicture && channels === 3) views.unshift('rgb');
    views.push('line');
  } else if (spread >= 2) {
    views.push('heatmap', 'line');
  } else if (spread === 1) {
    views.push('line');
    if (tensor.shape.length >= 2) views.push('heatmap');
  }
  if (isOutput && looksLikeClasses(tensor)) views.unshift('classes');
  views.push('values', 'histogram');
  return views;
}
