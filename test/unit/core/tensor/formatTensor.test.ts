import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatTensor } from '../../../../src/core/tensor/format/formatTensor.ts';
import { parseNpy } from '../../../../src/core/tensor/npy/npy.ts';

interface Golden {
  readonly npy: string;
  readonly options: { threshold?: number; edgeitems?: number; linewidth?: number; precision?: number };
  readonly text: string;
}

/** Made by test/unit/core/tensor/make_numpy_goldens.py with NumPy 2.4. */
const goldens = JSON.parse(readFileSync(new URL('numpyPrint.golden.json', import.meta.url), 'utf8')) as Golden[];

describe('formatTensor', () => {
  it.each(goldens.map((golden, i) => ({ i, ...golden })))('prints case $i as NumPy does', ({ npy, options, text }) => {
    const { edgeitems, linewidth, ...same } = options;
    const tensor = parseNpy(Buffer.from(npy, 'base64'), 'golden.npy');
    const given = {
      ...same,
      ...(edgeitems === undefined ? {} : { edgeItems: edgeitems }),
      ...(linewidth === undefined ? {} : { lineWidth: linewidth }),
    };
    expect(formatTensor(tensor, given)).toBe(text);
  });
});
