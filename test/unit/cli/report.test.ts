import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { tensorFigure } from '../../../src/cli/report/figure.ts';
import { html } from '../../../src/cli/report/html.ts';
import { reportPage } from '../../../src/cli/report/reportPage.ts';
import type { Manifest, ManifestTensor } from '../../../src/core/run/manifest.ts';

const EVIL = `<script>alert(1)</script>"'&[x](command:evil)`;
const STATS = {
  count: 8,
  min: -1,
  max: 2,
  mean: 0.5,
  std: 0.1,
  zeros: 2,
  nan: 1,
  posInf: 0,
  negInf: 0,
  histogram: { edges: [-1, 0, 2], counts: [3, 4], sampled: false },
};

function manifest(name: string): Manifest {
  const tensor: ManifestTensor = {
    name,
    key: name,
    aliases: [],
    op: 'Relu',
    layer: name,
    dtype: 'float32',
    shape: [1, 2, 2, 2],
    file: null,
    stats: STATS,
  };
  return {
    schema: 1,
    tool: 'savedmodel-lens',
    version: '0.0.0',
    engine: { name: 'capi', version: '2.21.0', library: 'x' },
    model: { path: name, sha256: '00', producer: '2.21.0' },
    tagSet: ['serve'],
    signature: name,
    inputs: [{ name, tensor: name, dtype: 'float32', shape: [1], source: name, sha256: '00' }],
    outputs: [{ name, tensor: name, key: name, unchanged: null, bitEqual: null, maxAbsDifference: null, reason: name }],
    tensors: [tensor],
    skipped: [{ name, reason: 'resource', message: name }],
    warnings: [],
    limits: {},
    partial: false,
    timings: { open: 1, plan: 1, load: 1, run: 1, verify: 1, dump: 1 },
  };
}

describe('report', () => {
  it('escapes every name and needs no script or outside file', () => {
    const figures = new Map([[EVIL, tensorFigure(EVIL, { shape: [1, 2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] }) ?? html``]]);
    const rankings = new Map([[EVIL, [{ label: EVIL, score: 1, share: 1 }]]]);
    const page = reportPage(manifest(EVIL), { modelName: EVIL, figures, rankings });
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|<link|url\(|https?:/i);
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;');
    expect(page).toContain('src="data:image/png;base64,');
  });

  it('draws channels side by side on one colour scale, NaN in its own colour', () => {
    const { text } = tensorFigure('t', { shape: [1, 2, 2, 2], data: [0, 9, 0, 9, 0, 9, NaN, 9] }) ?? html``;
    const png = decode(Buffer.from(/base64,([^"]+)/.exec(text)?.[1] ?? '', 'base64'));
    const pixel = (x: number, y: number): number[] => [
      ...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 4),
    ];
    expect([png.width, png.height]).toEqual([5, 2]);
    expect(pixel(0, 0)).toEqual([0x44, 0x01, 0x54, 255]);
    expect(pixel(1, 1)).toEqual([255, 0, 255, 255]);
    expect(pixel(2, 0)[3]).toBe(0);
    expect(pixel(3, 0)).toEqual([0xfd, 0xe7, 0x25, 255]);
  });

  it.each([
    [[], [1], undefined],
    [[1, 10], Array.from({ length: 10 }, (_, i) => i - 5), 'class="chart"'],
    [[1, 5000], Array.from({ length: 5000 }, Math.sin), 'class="chart line"'],
    [[4, 3], Array.from({ length: 12 }, () => NaN), '<img'],
    [[1, 1, 1, 6], [1, 2, 3, 4, 5, 6], 'class="chart"'],
    [[2, 2, 2, 2, 2], Array.from({ length: 32 }, () => 1), undefined],
  ])('shape %j gives a fitting picture', (shape, data, part) => {
    const figure = tensorFigure('t', { shape, data });
    if (part === undefined) expect(figure).toBeUndefined();
    else expect(figure?.text).toContain(part);
  });
});
