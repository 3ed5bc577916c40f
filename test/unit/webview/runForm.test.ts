import { describe, expect, it } from 'vitest';
import { parseRunFile, runFileOf } from '../../../src/core/run/runFile.ts';
import type { RunForm } from '../../../src/rpc/panelService.ts';
import type { TensorSpecRow } from '../../../src/rpc/modelService.ts';
import { besideRun, changed, EMPTY_FORM, filledFrom, formOf, type FormState } from '../../../webview/inputs/formState.ts';
import { hasOpenBatch, openSizes, sizeOf } from '../../../webview/inputs/openSizes.ts';
import { NO_INPUT } from '../../../webview/inputs/sources.ts';
import { bytesOf, limitText, secondsText } from '../../../webview/run/sizeText.ts';

const ENTRY = { tagSet: ['serve'], signature: 's' };
const STATE: FormState = {
  isTouched: true,
  inputs: {
    x: { ...NO_INPUT, kind: 'file', value: '/d/x.npz', key: 'k' },
    y: { ...NO_INPUT, kind: 'normal', seed: '2' },
    z: NO_INPUT,
  },
  feeds: [
    { name: 'dense_1', state: { ...NO_INPUT, kind: 'zeros' } },
    { name: ' ', state: { ...NO_INPUT, kind: 'ones' } },
  ],
  inputsFile: '/d/all.npz',
  dims: { 'x.1': 3 },
  batch: 2,
  terms: '@ops, !relu',
  iterations: 'last',
  limits: { timeout: 9 },
};

describe('a form beside a run', () => {
  const given = { inputs: [{ name: 'x', spec: '/d/digit.npy' }], feeds: [], dims: { 'x.1': 4 }, batch: 2 };

  it('holds what the run was given until the person changes an input', () => {
    const filled = besideRun(EMPTY_FORM, given);
    expect(formOf(ENTRY, filled, [])).toEqual({ entry: ENTRY, select: [], ...given });
    expect(besideRun(filled, { inputs: [], feeds: [], dims: {} })).toEqual(EMPTY_FORM);
    const own = changed(filled, { inputs: {} });
    expect(besideRun(own, given)).toBe(own);
  });

  it('follows the run on when only the selection or the limits were changed', () => {
    const selected = changed(EMPTY_FORM, { terms: '@ops', limits: { timeout: 3 } });
    expect(besideRun(selected, given)).toMatchObject({ terms: '@ops', limits: { timeout: 3 }, batch: 2 });
  });
});

describe('a size', () => {
  it('is a whole number, and nothing else is', () => {
    expect([' 12 ', '0', '007'].map((text) => sizeOf(text, 0))).toEqual([12, 0, 7]);
    expect(['', 'abc', '-1', '1.5', '1e3', '0x10', '99999999999999999999'].map((text) => sizeOf(text, 0))).toEqual(
      Array(7).fill(undefined),
    );
    expect(sizeOf('0', 1)).toBeUndefined();
  });
});

describe('formOf', () => {
  it('asks for what is filled in', () => {
    expect(formOf(ENTRY, STATE, ['"a/b"'])).toEqual({
      entry: ENTRY,
      select: ['"a/b"', '@ops, !relu'],
      inputs: [
        { name: 'x', spec: '/d/x.npz[k]' },
        { name: 'y', spec: 'normal(seed=2)' },
      ],
      feeds: [{ name: 'dense_1', spec: 'zeros' }],
      inputsFile: '/d/all.npz',
      dims: { 'x.1': 3 },
      batch: 2,
      iterations: 'last',
      limits: { timeout: 9 },
    });
    expect(formOf(ENTRY, EMPTY_FORM, [])).toEqual({ entry: ENTRY, select: [], inputs: [], feeds: [], dims: {} });
  });

  it('comes back whole from the run file that it was saved as', () => {
    const form = formOf(ENTRY, STATE, ['"a/b"']);
    const { entry, ...asked } = form;
    const file = parseRunFile(JSON.stringify(runFileOf({ ...entry, ...asked }, (path) => path.replace('/d/', 'rel/'))), 'r.json');
    expect(file.inputs?.['x']).toBe('rel/x.npz[k]');
    const read: RunForm = {
      entry: { tagSet: file.tagSet ?? [], signature: file.signature ?? '' },
      select: file.select ?? [],
      dims: file.dims ?? {},
      batch: file.batch ?? 0,
      iterations: file.iterations ?? 'all',
      limits: file.limits ?? {},
      inputs: Object.entries(file.inputs ?? {}).map(([name, spec]) => ({ name, spec: spec.replace('rel/', '/d/') })),
      feeds: Object.entries(file.feeds ?? {}).map(([name, spec]) => ({ name, spec })),
      inputsFile: file.inputsFile?.replace('rel/', '/d/') ?? '',
    };
    expect(read).toEqual(form);
    const { state, checked } = filledFrom(read, new Set(['a/b']));
    expect(checked).toEqual(['a/b']);
    expect(formOf(ENTRY, state, ['"a/b"'])).toEqual(form);
  });
});

describe('openSizes', () => {
  const row = (name: string, shape: readonly number[] | null): TensorSpecRow => ({ name, tensor: name, dtype: 'int32', shape });
  it('asks once for axes that inputs share', () => {
    expect(openSizes([row('ids', [-1, -1]), row('mask', [-1, -1]), row('len', [-1])])).toEqual([
      { title: 'axis 1', dims: ['ids.1', 'mask.1'], inputs: ['ids', 'mask'] },
    ]);
    expect(openSizes([row('image', [-1, -1, -1, 3])]).map(({ title }) => title)).toEqual(['height', 'width']);
    expect(openSizes([row('x', [-1, 4, -1])]).map(({ title }) => title)).toEqual(['x.2']);
    expect(openSizes([row('any', null), row('known', [3, 4])])).toEqual([]);
    expect([
      hasOpenBatch([row('a', [2]), row('b', [-1, 3])]),
      hasOpenBatch([row('a', [2, -1]), row('n', null), row('s', [])]),
    ]).toEqual([true, false]);
  });
});

describe('limits', () => {
  it('are read and written as a person writes sizes', () => {
    expect(['500MB', '2 GiB', '1048576', '1.5kb'].map(bytesOf)).toEqual([5e8, 2 ** 31, 1_048_576, 1500]);
    expect(['', 'x', '-1', '0', '5 parsecs'].map(bytesOf)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect([2 ** 31, 5e8, 1_048_576, 40_000, 1234].map(limitText)).toEqual(['2 GiB', '500 MB', '1 MiB', '40 kB', '1234 B']);
    for (const bytes of [2 ** 31, 5e8, 1234, 7 * 2 ** 20]) expect(bytesOf(limitText(bytes))).toBe(bytes);
    expect([90, 600, 61.5].map(secondsText)).toEqual(['90 s', '10 min', '61.5 s']);
  });
});
