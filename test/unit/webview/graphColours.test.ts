import { describe, expect, it } from 'vitest';
import type { TensorStats } from '../../../src/core/run/manifest.ts';
import type { Box } from '../../../src/rpc/graphService.ts';
import { colouring, rms, type ColourMode } from '../../../webview/graph/colouring.ts';
import { KIND_COLOURS, kindOf } from '../../../webview/graph/layerKinds.ts';
import { colourAt, SPECIAL_COLOURS } from '../../../webview/tensor/colourTable.ts';

const box = (id: string, part: Partial<Box> = {}): Box => ({
  id,
  path: id,
  kind: 'layer',
  label: id,
  type: 'Conv2D',
  isOpen: false,
  canOpen: false,
  ops: 1,
  parameters: 0,
  hiddenBefore: 0,
  hiddenAfter: 0,
  tensor: id,
  parent: undefined,
  shape: undefined,
  dtype: undefined,
  ...part,
});
const stats = (part: Partial<TensorStats>): TensorStats => ({
  count: 10,
  zeros: 0,
  nan: 0,
  posInf: 0,
  negInf: 0,
  mean: 0,
  std: 1,
  ...part,
});
const RUN: Readonly<Record<string, TensorStats>> = {
  a: stats({ mean: 3, std: 4, zeros: 5 }),
  b: stats({ mean: 0, std: 0.05, zeros: 0 }),
  broken: stats({ nan: 1, posInf: 1, mean: 'nan', std: 'nan' }),
};
const BOXES = [box('a'), box('b'), box('broken'), box('unrun')];
const of = (mode: ColourMode, boxes: readonly Box[] = BOXES) => colouring(mode, boxes, ({ tensor }) => RUN[tensor ?? '']);

describe('colours of the graph', () => {
  it('by type need no run, and the legend names only what is there', () => {
    const { legend, of: colour } = of('type', [
      box('a'),
      box('d', { type: 'Dense' }),
      box('open', { type: 'LSTM', isOpen: true }),
    ]);
    expect(colour(box('a')).colour).toBe(KIND_COLOURS.convolution);
    expect(colour(box('out', { kind: 'output' })).colour).toBe(KIND_COLOURS.end);
    expect(legend.kind === 'types' && legend.entries.map(({ title }) => title)).toEqual(['convolution', 'dense']);
  });

  it('by magnitude are logarithmic from the least to the greatest, exact at both ends', () => {
    expect(rms(RUN['a'] ?? stats({}))).toBe(5);
    expect(rms(RUN['broken'] ?? stats({}))).toBeUndefined();
    const { legend, of: colour } = of('magnitude');
    expect(colour(box('a'))).toEqual({ colour: colourAt('viridis', 1), text: '5 rms' });
    expect(colour(box('b')).colour).toBe(colourAt('viridis', 0));
    expect(legend).toMatchObject({ kind: 'scale', low: '0.05 rms', high: '5 rms' });
  });

  it('by zeros cover nought to all, whatever the run has', () => {
    const { legend, of: colour } = of('sparsity');
    expect(colour(box('a')).colour).toBe(colourAt('viridis', 0.5));
    expect(legend).toMatchObject({ low: '0 % zeros', high: '100 % zeros' });
  });

  it('by NaN and Inf tell two things apart only', () => {
    const { of: colour } = of('broken');
    expect(colour(box('broken'))).toEqual({ colour: SPECIAL_COLOURS.nan, text: '20 % NaN, Inf' });
    expect(colour(box('a'))).toEqual({ colour: KIND_COLOURS.other, text: 'all finite' });
  });

  it('say nothing of a box that the run says nothing of', () => {
    for (const mode of ['magnitude', 'sparsity', 'broken'] as const)
      expect(of(mode).of(box('unrun'))).toEqual({ colour: undefined, text: '' });
    expect(of('magnitude', [box('unrun')]).legend).toEqual({ kind: 'none' });
    expect(of('size', [box('x', { shape: [-1, 4, 2] })]).of(box('x', { shape: [-1, 4, 2] })).text).toBe('8 values');
  });

  it('know kinds of layers by their type', () => {
    expect(['DepthwiseConv2D', 'LayerNormalization', 'MultiHeadAttention', 'MaxPooling2D', 'Whatever'].map(kindOf)).toEqual([
      'convolution',
      'normalisation',
      'sequence',
      'pooling',
      'other',
    ]);
  });
});
