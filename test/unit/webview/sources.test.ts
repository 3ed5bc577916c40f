import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageFormOf, imageText, NO_IMAGE, withPreset, type ImagePreset } from '../../../webview/inputs/imageForm.ts';
import { fileLabel, NO_INPUT, sourcesFor, specOf, stateOf, withFile, type InputState } from '../../../webview/inputs/sources.ts';
import { parseSpec } from '../../../src/core/inputs/spec.ts';

const state = (part: Partial<InputState>): InputState => ({ ...NO_INPUT, ...part });

describe('specOf', () => {
  it.each([
    [state({}), undefined],
    [state({ kind: 'uniform' }), 'random(seed=0)'],
    [state({ kind: 'uniform', seed: '', first: '-1', second: '2' }), 'random(low=-1,high=2)'],
    [state({ kind: 'normal', seed: '7', second: '0.5' }), 'normal(seed=7,std=0.5)'],
    [state({ kind: 'zeros' }), 'zeros'],
    [state({ kind: 'range' }), 'range'],
    [state({ kind: 'json', value: ' [[1, 2]] ' }), '[[1, 2]]'],
    [state({ kind: 'json', value: ' ' }), undefined],
    [state({ kind: 'text', value: 'a, b' }), 'text:a, b'],
    [state({ kind: 'file' }), undefined],
    [state({ kind: 'file', value: '/d/x.npz', key: 'a' }), '/d/x.npz[a]'],
    [state({ kind: 'file', value: '/d/x.npy', key: 'a', image: withPreset(NO_IMAGE, 'signed') }), '/d/x.npy'],
    [
      state({ kind: 'file', value: '/d/p.png', image: withPreset(NO_IMAGE, 'caffe') }),
      '/d/p.png(low=0,high=255,mean=103.939/116.779/123.68,order=bgr)',
    ],
    [
      state({ kind: 'file', value: 'p.JPG', image: { ...NO_IMAGE, preset: 'custom', high: '2', mean: ' 1, 2 3', fit: 'cover' } }),
      'p.JPG(high=2,mean=1/2/3,fit=cover)',
    ],
  ])('%j', (given, spec) => expect(specOf(given)).toBe(spec));

  it('gives what stateOf read, for every value of the form', () => {
    const number = fc.integer({ min: -9, max: 9 }).map(String);
    const image = fc
      .record({
        preset: fc.constantFrom<ImagePreset>('auto', 'unit', 'signed', 'byte', 'torch', 'caffe', 'custom'),
        order: fc.constantFrom('rgb', 'bgr'),
        fit: fc.constantFrom('stretch', 'contain', 'cover'),
      })
      .map(({ preset, order, fit }) => ({
        ...withPreset(NO_IMAGE, preset),
        ...(preset === 'custom' ? { low: '-3', mean: '1 2 3' } : {}),
        order,
        fit,
      }));
    const states = fc.oneof(
      fc.record({ kind: fc.constantFrom('uniform', 'normal'), seed: fc.nat(99).map(String), first: number, second: number }),
      fc.record({ kind: fc.constantFrom('zeros', 'ones', 'range') }),
      fc.record({ kind: fc.constant('json'), value: fc.array(fc.integer()).map((list) => JSON.stringify(list)) }),
      fc.record({ kind: fc.constant('text'), value: fc.string() }).map((each) => ({ ...each, value: each.value.trim() })),
      fc.record({ kind: fc.constant('file'), value: fc.constantFrom('/a b/x.npy', 'C:\\d\\t.csv', 's.wav', 'v.json', 't.txt') }),
      fc.record({ kind: fc.constant('file'), value: fc.constant('/d/x.npz'), key: fc.constantFrom('', 'a', 'b/c') }),
      fc.record({ kind: fc.constant('file'), value: fc.constantFrom('/d/p.png', 'p.jpeg'), image }),
    ) as fc.Arbitrary<Partial<InputState>>;
    fc.assert(
      fc.property(states, (part) => {
        const spec = specOf(state(part)) ?? '';
        const again = specOf(stateOf(spec)) ?? '';
        expect(parseSpec(again)).toEqual(parseSpec(spec));
        expect(specOf(stateOf(again))).toBe(again);
      }),
    );
  });
});

describe('imageForm', () => {
  it('knows the usual ways again, and leaves numbers of one’s own as they are', () => {
    for (const preset of ['auto', 'unit', 'signed', 'byte', 'torch', 'caffe'] as const) {
      const options = parseSpec(`p.png${imageText(withPreset(NO_IMAGE, preset))}`);
      expect(options.kind === 'image' ? imageFormOf(options.options) : undefined).toEqual(withPreset(NO_IMAGE, preset));
    }
    expect(imageFormOf({ low: -2, std: [1, 2] })).toEqual({ ...NO_IMAGE, preset: 'custom', low: '-2', std: '1 2' });
    expect(imageText({ ...NO_IMAGE, preset: 'custom' })).toBe('');
  });
});

describe('sources', () => {
  it('fit the dtype, and an inner tensor is never made up', () => {
    expect(sourcesFor('string', false)).toEqual(['auto', 'file', 'text', 'json']);
    expect(sourcesFor('int64', false)).not.toContain('text');
    expect(sourcesFor(undefined, true)).not.toContain('auto');
  });

  it('forget the array of another file, and keep how pictures are prepared', () => {
    const image = withPreset(NO_IMAGE, 'unit');
    expect(withFile(state({ kind: 'json', value: '1', key: 'a', image }), '/d/p.png')).toEqual(
      state({ kind: 'file', value: '/d/p.png', image }),
    );
    expect([fileLabel('/a/b.npy'), fileLabel('C:\\d\\t.csv'), fileLabel('x')]).toEqual(['b.npy', 't.csv', 'x']);
  });
});
