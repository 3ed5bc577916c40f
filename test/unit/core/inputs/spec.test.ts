import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../../src/core/inputs/spec.ts';

describe('parseSpec', () => {
  it.each([
    ['zeros', { kind: 'zeros' }],
    ['range', { kind: 'range' }],
    ['random', { kind: 'random', seed: 0, low: 0, high: 1 }],
    ['random(seed=3, high=2)', { kind: 'random', seed: 3, low: 0, high: 2 }],
    ['random(3,-1,1)', { kind: 'random', seed: 3, low: -1, high: 1 }],
    ['normal(mean=1e-3)', { kind: 'normal', seed: 0, mean: 0.001, std: 1 }],
    ['text:a, b', { kind: 'text', text: 'a, b' }],
    [
      '[[1,2],[3,4]]',
      {
        kind: 'json',
        value: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ['-1.5', { kind: 'json', value: -1.5 }],
    ['"x.npy"', { kind: 'json', value: 'x.npy' }],
    ['true', { kind: 'json', value: true }],
    ['a b/x.npy', { kind: 'npy', path: 'a b/x.npy' }],
    ['1.npy', { kind: 'npy', path: '1.npy' }],
    ['2x.NPZ', { kind: 'npz', path: '2x.NPZ', key: undefined }],
    ['x.npz[a/b:0]', { kind: 'npz', path: 'x.npz', key: 'a/b:0' }],
    ['s.wav', { kind: 'wav', path: 's.wav' }],
    ['t.tsv', { kind: 'csv', path: 't.tsv' }],
    [
      'p.jpeg(low=-1,mean=1/2/3,order=bgr)',
      { kind: 'image', path: 'p.jpeg', options: { low: -1, mean: [1, 2, 3], order: 'bgr' } },
    ],
  ])('%s', (text, expected) => {
    expect(parseSpec(text)).toEqual(expected);
  });

  it.each([
    ['', 'is neither a known kind of file nor a value'],
    ['x.pkl', 'is neither a known kind of file nor a value'],
    ['[1,2', 'looks like a JSON literal and is none'],
    ['[null]', 'holds something other than numbers'],
    ['[null]', 'holds something other than numbers'],
    ['random(scale=2)', 'has the argument scale=2; seed, low, high are known'],
    ['random(seed=1,seed=2)', 'says seed twice'],
    ['normal(std=x)', 'has a std that is no number'],
    ['x.npy(low=1)', 'has options, which only images have'],
    ['x.png(order=gbr)', 'has an order that is neither rgb nor bgr'],
    ['x.png(mean=1/a)', 'has a mean that is no number'],
  ])('refuses %s', (text, expected) => {
    expect(() => parseSpec(text)).toThrow(expected);
  });

  it('never fails but by its own error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseSpec(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-input-spec' });
        }
      }),
    );
  });
});
