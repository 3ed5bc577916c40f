import type { TensorStats } from '../../src/core/run/manifest.ts';
import type { Box } from '../../src/rpc/graphService.ts';
import { t } from '../state/l10n.ts';
import { colourAt, SPECIAL_COLOURS } from '../tensor/colourTable.ts';
import { finiteJson, shortJson, shortNumber } from '../tensor/numbers.ts';
import { KIND_COLOURS, kindOf, kindTitle, type LayerKind } from './layerKinds.ts';

/** What the colour of a box says. */
export type ColourMode = 'type' | 'magnitude' | 'sparsity' | 'broken' | 'size';
export const COLOUR_MODES: readonly ColourMode[] = ['type', 'magnitude', 'sparsity', 'broken', 'size'];

/** Names of the modes, as the person chooses them. */
export function modeTitle(mode: ColourMode): string {
  switch (mode) {
    case 'type':
      return t('Type');
    case 'magnitude':
      return t('Magnitude (RMS)');
    case 'sparsity':
      return t('Zeros');
    case 'broken':
      return t('NaN and Inf');
    case 'size':
      return t('Size');
  }
}

/** Colour of one box, and the number it stands for; no colour: the run says nothing of it. */
export interface BoxColour {
  readonly colour: string | undefined;
  readonly text: string;
}

/** How a picture is coloured: each box, and the legend. */
export interface Colouring {
  readonly of: (box: Box) => BoxColour;
  readonly legend:
    | { readonly kind: 'types'; readonly entries: readonly { readonly colour: string; readonly title: string }[] }
    | { readonly kind: 'scale'; readonly stops: readonly string[]; readonly low: string; readonly high: string }
    | { readonly kind: 'none' };
}

const NO_VALUE: BoxColour = { colour: undefined, text: '' };
const STOPS = 9;

/** Root of the mean of the squares, exactly, from what every run keeps. */
export function rms({ mean, std }: TensorStats): number | undefined {
  const [m, s] = [finiteJson(mean), finiteJson(std)];
  return m === undefined || s === undefined ? undefined : Math.hypot(m, s);
}

/** Statistics of a box's tensor in the run shown. */
export type StatsOf = (box: Pick<Box, 'tensor'>) => TensorStats | undefined;

function elements(box: Box, stats: TensorStats | undefined): number | undefined {
  return stats?.count ?? box.shape?.reduce((product, size) => product * Math.max(1, size), 1);
}

const broken = (stats: TensorStats): number => (stats.nan + stats.posInf + stats.negInf) / Math.max(1, stats.count);

/** The number that a mode shows; undefined when there is none. */
function valueOf(mode: Exclude<ColourMode, 'type'>, box: Box, stats: TensorStats | undefined): number | undefined {
  if (mode === 'size') return elements(box, stats);
  if (stats === undefined || stats.count === 0) return undefined;
  return mode === 'magnitude' ? rms(stats) : mode === 'sparsity' ? stats.zeros / stats.count : broken(stats);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

function textOf(mode: Exclude<ColourMode, 'type'>, value: number): string {
  switch (mode) {
    case 'magnitude':
      return t('{0} rms', shortNumber(value, 3));
    case 'sparsity':
      return t('{0} zeros', percent(value));
    case 'broken':
      return value === 0 ? t('all finite') : t('{0} NaN, Inf', percent(value));
    case 'size':
      return t('{0} values', value.toLocaleString());
  }
}

/** Colours for all boxes of a picture: one range for all of them, so that they can be compared. */
export function colouring(mode: ColourMode, boxes: readonly Box[], statsOf: StatsOf): Colouring {
  const shown = boxes.filter(({ isOpen }) => !isOpen);
  if (mode === 'type') return byType(shown, statsOf);
  const values = shown.flatMap((box) => valueOf(mode, box, statsOf(box)) ?? []);
  if (values.length === 0) return { of: () => NO_VALUE, legend: { kind: 'none' } };
  const isLogarithmic = mode === 'magnitude' || mode === 'size';
  const positive = values.filter((value) => value > 0);
  const low =
    mode === 'sparsity' || mode === 'broken' ? 0 : Math.min(...(isLogarithmic && positive.length > 0 ? positive : values));
  const high = mode === 'sparsity' ? 1 : Math.max(...values);
  const place = (value: number): number => {
    if (high <= low) return 0.5;
    const share =
      isLogarithmic && low > 0 ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
    return Math.min(1, Math.max(0, share));
  };
  const colour = (share: number): string => (mode === 'broken' ? SPECIAL_COLOURS.nan : colourAt('viridis', share));
  return {
    of: (box) => {
      const value = valueOf(mode, box, statsOf(box));
      if (value === undefined) return NO_VALUE;
      return { colour: mode === 'broken' && value === 0 ? KIND_COLOURS.other : colour(place(value)), text: textOf(mode, value) };
    },
    legend:
      mode === 'broken'
        ? {
            kind: 'types',
            entries: [
              { colour: KIND_COLOURS.other, title: t('all finite') },
              { colour: SPECIAL_COLOURS.nan, title: t('has NaN or Inf') },
            ],
          }
        : {
            kind: 'scale',
            stops: Array.from({ length: STOPS }, (_, i) => colour(i / (STOPS - 1))),
            low: textOf(mode, low),
            high: textOf(mode, high),
          },
  };
}

/** `mean ± standard deviation` */
function spread(stats: TensorStats | undefined): string {
  return stats?.mean === undefined ? '' : `${shortJson(stats.mean, 3)} ± ${shortJson(stats.std, 3)}`;
}

function byType(boxes: readonly Box[], statsOf: StatsOf): Colouring {
  const kind = (box: Box): LayerKind =>
    box.kind === 'output' || box.kind === 'input' ? 'end' : box.kind === 'ops' ? 'other' : kindOf(box.type);
  const present = new Set(boxes.map(kind));
  return {
    of: (box) => ({ colour: KIND_COLOURS[kind(box)], text: spread(statsOf(box)) }),
    legend: {
      kind: 'types',
      entries: (Object.keys(KIND_COLOURS) as LayerKind[])
        .filter((each) => present.has(each))
        .map((each) => ({ colour: KIND_COLOURS[each], title: kindTitle(each) })),
    },
  };
}
