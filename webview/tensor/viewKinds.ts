import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import { t } from '../state/l10n.ts';
import { arityOf, defaultMapping, spreadAxes, withRole, type AxisMapping, type AxisRole, type Spread } from './axes.ts';

/** Ways to look at a tensor. */
export type ViewKind =
  'maps' | 'attention' | 'heatmap' | 'rgb' | 'line' | 'values' | 'histogram' | 'classes' | 'text' | 'scatter';

/** Titles of the tabs. */
export function viewTitle(kind: ViewKind): string {
  switch (kind) {
    case 'maps':
      return t('Feature maps');
    case 'attention':
      return t('Attention');
    case 'heatmap':
      return t('Heatmap');
    case 'rgb':
      return t('Image');
    case 'line':
      return t('Line');
    case 'values':
      return t('Values');
    case 'histogram':
      return t('Histogram');
    case 'classes':
      return t('Top classes');
    case 'text':
      return t('Text');
    case 'scatter':
      return t('Scatter');
  }
}

/** Axes that a view spreads. */
export const VIEW_SPREAD: Readonly<Record<ViewKind, Spread>> = {
  maps: { roles: ['row', 'column', 'map'], others: 'fixed' },
  attention: { roles: ['map', 'row', 'column'], others: 'fixed' },
  heatmap: { roles: ['row', 'column'], others: 'fixed' },
  rgb: { roles: ['row', 'column', 'map'], others: 'fixed' },
  line: { roles: ['column'], others: 'fixed' },
  values: { roles: ['row', 'column'], others: 'fixed' },
  histogram: { roles: [], others: 'all' },
  classes: { roles: ['column'], others: 'fixed' },
  text: { roles: ['row', 'column'], others: 'fixed' },
  scatter: { roles: [], others: 'all' },
};

/** What a role is called in a view. */
export function roleTitle(role: AxisRole, kind: ViewKind): string {
  switch (role) {
    case 'fixed':
      return t('at');
    case 'row':
      return kind === 'attention' ? t('queries') : kind === 'scatter' ? t('samples') : t('rows');
    case 'column':
      return kind === 'attention' ? t('keys') : kind === 'classes' ? t('classes') : kind === 'line' ? t('along') : t('columns');
    case 'map':
      return kind === 'attention' ? t('heads') : t('channels');
    case 'all':
      return kind === 'scatter' ? t('features') : t('all');
  }
}

const CHANNELS_FIRST: Spread = { roles: ['map', 'row', 'column'], others: 'fixed' };
/** More channels than a picture has, fewer than its sides. */
const PICTURE_CHANNELS = 4;

/** Whether the channels stand before rows and columns: the last two sizes are one picture's sides and the one before is not. */
export function areChannelsFirst(shape: readonly number[]): boolean {
  const [a = 1, b = 1, c = 1] = shape.slice(-3);
  if (shape.length < 3) return false;
  if (b === c && a !== b) return b > 1;
  return a <= PICTURE_CHANNELS && b > PICTURE_CHANNELS && c > PICTURE_CHANNELS && a !== b;
}

/** Mapping for a view, as an earlier mapping left the fixed axes. */
export function mappingFor(kind: ViewKind, shape: readonly number[], earlier?: AxisMapping): AxisMapping {
  if (earlier !== undefined && suits(kind, earlier)) return earlier;
  if (kind === 'scatter') {
    const samples = shape.findIndex((size) => size > 2);
    const mapping = defaultMapping(shape, VIEW_SPREAD.scatter, earlier);
    return { ...mapping, roles: mapping.roles.map((role, axis) => (axis === Math.max(0, samples) ? 'row' : role)) };
  }
  const isPicture = kind === 'maps' || kind === 'rgb';
  const { column, map, row } = earlier === undefined ? { column: -1, map: -1, row: -1 } : spreadAxes(earlier);
  // From channels to one plane: the same plane of the channel that was looked at last.
  if (earlier !== undefined && VIEW_SPREAD[kind].roles.length === 2 && row >= 0 && column >= 0 && map >= 0)
    return withRole(earlier, map, 'fixed');
  if (VIEW_SPREAD[kind].roles.length === 2 && isPictureShape(shape))
    return withRole(mappingFor('maps', shape, earlier), mappingFor('maps', shape).roles.indexOf('map'), 'fixed');
  return defaultMapping(shape, isPicture && areChannelsFirst(shape) ? CHANNELS_FIRST : VIEW_SPREAD[kind], earlier);
}

/** Height and width of a picture, and its channels, by where they stand. */
function pictureSides(shape: readonly number[]): { readonly height: number; readonly width: number; readonly channels: number } {
  const [a = 1, b = 1, c = 1] = shape.slice(-3);
  return areChannelsFirst(shape) ? { height: b, width: c, channels: a } : { height: a, width: b, channels: c };
}

/** A batch of pictures with channels: its planes are rows × columns of one channel. */
function isPictureShape(shape: readonly number[]): boolean {
  const { height, width } = pictureSides(shape);
  return shape.length >= 4 && height > 1 && width > 1;
}

/** Whether a mapping spreads just the axes that a view needs. */
function suits(kind: ViewKind, mapping: AxisMapping): boolean {
  const { others, roles } = VIEW_SPREAD[kind];
  const used: readonly AxisRole[] = mapping.roles.filter((role) => role !== 'fixed');
  const wanted = roles.slice(Math.max(0, roles.length - mapping.roles.length));
  return others === 'fixed' && used.length === wanted.length && wanted.every((role) => used.includes(role));
}

/** A view for a mapping that a person changed: the current one while it spreads as many axes. */
export function kindFor(current: ViewKind, mapping: AxisMapping, views: readonly ViewKind[]): ViewKind {
  if (VIEW_SPREAD[current].others === 'all' || suits(current, mapping)) return current;
  const fitting = views.find((kind) => suits(kind, mapping));
  return fitting ?? (arityOf(mapping) <= 2 && (current === 'values' || current === 'text') ? current : 'values');
}

function looksLikeClasses(tensor: ManifestTensor): boolean {
  const { min, max } = tensor.stats;
  return typeof min === 'number' && typeof max === 'number' && min >= 0 && max <= 1.000001;
}

/** Rows that each sum to 1 have the mean 1/keys: a law of softmax, whatever made it. */
function looksLikeAttention(tensor: ManifestTensor): boolean {
  const keys = tensor.shape.at(-1) ?? 0;
  const { mean } = tensor.stats;
  return (
    tensor.shape.length === 4 &&
    keys > 1 &&
    looksLikeClasses(tensor) &&
    typeof mean === 'number' &&
    Math.abs(mean * keys - 1) < 1e-3
  );
}

/** Views that make sense for a tensor, the best first. */
export function viewsFor(tensor: ManifestTensor, isOutput: boolean): readonly ViewKind[] {
  const { shape } = tensor;
  if (tensor.dtype === 'string') return ['text'];
  if (tensor.stats.count === 0) return ['values'];
  const spread = shape.filter((size) => size > 1).length;
  const views: ViewKind[] = [];
  if (shape.length >= 3 && spread >= 2) views.push(...pictureViews(shape));
  else if (spread >= 2) views.push('heatmap', 'line');
  else if (spread === 1) views.push('line', ...(shape.length >= 2 ? (['heatmap'] as const) : []));
  if (looksLikeAttention(tensor)) {
    // Queries look at as many keys in self-attention; a picture of class probabilities hardly ever has as many classes as columns.
    if (shape[2] === shape[3]) views.unshift('attention');
    else views.push('attention');
  }
  const classes = shape.at(-1) ?? 0;
  if (isOutput && shape.length >= 1 && shape.length <= 2 && classes >= 2) {
    if (looksLikeClasses(tensor)) views.unshift('classes');
    else views.push('classes');
  }
  views.push('values', 'histogram');
  // Samples stand along the first axis: of one sample there is nothing to compare.
  if (shape.length >= 2 && spread >= 2 && (shape[0] ?? 0) > 2) views.push('scatter');
  return views;
}

function pictureViews(shape: readonly number[]): ViewKind[] {
  const views: ViewKind[] = isPictureShape(shape) ? ['maps', 'heatmap'] : ['heatmap', 'maps'];
  if (isPictureShape(shape) && pictureSides(shape).channels === 3) views.unshift('rgb');
  return [...views, 'line'];
}
