import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMAGE_FITS, imageOptionsText, type ImageOptions } from '../../../../src/core/inputs/imageOptions.ts';
import { movedSpec, parseSpec } from '../../../../src/core/inputs/spec.ts';

const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -300, max: 300, noNaN: true }).map((value) => value + 0),
);
const list = fc.array(number, { minLength: 1, maxLength: 4 });
const options = fc.record(
  {
    low: number,
    high: number,
    mean: list,
    std: list.map((values) => values.map((value) => (value === 0 ? 1 : value))),
    order: fc.constantFrom('rgb', 'bgr'),
    fit: fc.constantFrom(...IMAGE_FITS),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ImageOptions>;

describe('imageOptions', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(options, (given) => {
        expect(parseSpec(`a b/p.png${imageOptionsText(given)}`)).toEqual({ kind: 'image', path: 'a b/p.png', options: given });
      }),
    );
  });

  it('are refused with the word that is wrong', () => {
    expect(() => parseSpec('p.png(fit=tile)')).toThrow(
      'The input value p.png(fit=tile) has a fit that is none of stretch, contain, cover.',
    );
    expect(() => parseSpec('p.png(std=1/0/1)')).toThrow('has a std of 0, by which nothing can be divided.');
    expect(() => parseSpec('p.png(order=grb)')).toThrow('has an order that is neither rgb nor bgr.');
  });

  it('stay where they are when the file moves', () => {
    expect(movedSpec('p.png(high=255)', (file) => `../${file}`)).toBe('../p.png(high=255)');
    expect(movedSpec('d/x.npz[a]', (file) => `../${file}`)).toBe('../d/x.npz[a]');
    expect(movedSpec('random(seed=3)', () => 'wrong')).toBe('random(seed=3)');
  });
});
