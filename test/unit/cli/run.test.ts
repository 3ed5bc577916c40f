import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBindings, parseDims, parseInputsOption } from '../../../src/cli/run/bindings.ts';
import { bestClasses } from '../../../src/cli/run/ranking.ts';
import { prepareTargets, refuseInsideModel, refuseUnlessNew } from '../../../src/cli/run/targets.ts';
import { nameSoleInput } from '../../../src/cli/run/soleInput.ts';
import { sparkline } from '../../../src/cli/run/tensorRows.ts';
import { nanLine, runExitCode, verdictLine } from '../../../src/cli/run/verdict.ts';
import { styleFor } from '../../../src/cli/text/style.ts';
import type { TensorSpecRow } from '../../../src/core/describe/documents.ts';
import type { ManifestOutput, ManifestTensor } from '../../../src/core/run/manifest.ts';

const tensorSpec = (name: string): TensorSpecRow => ({ name, tensor: `${name}:0`, dtype: 'float32', shape: null });
const PLAIN = styleFor({ write: () => undefined }, {});
const output = (unchanged: boolean | null, reason?: string): ManifestOutput => ({
  name: 'y',
  tensor: 'y',
  key: 'y',
  unchanged,
  bitEqual: unchanged,
  maxAbsDifference: unchanged === false ? 0.5 : 0,
  ...(reason === undefined ? {} : { reason }),
});

describe('--inputs', () => {
  it('reads a value with = as saved_model_cli does', () => {
    expect(parseInputsOption(['x=a.npz[k];y=b.npy'])).toEqual({
      bindings: [
        { name: 'x', spec: 'a.npz[k]' },
        { name: 'y', spec: 'b.npy' },
      ],
    });
    expect(parseInputsOption(['all.npz'])).toEqual({ file: 'all.npz', bindings: [] });
    expect(() => parseInputsOption(['a.npz', 'b.npz'])).toThrow('--inputs names 2 files.');
  });
  it('takes a value without NAME= for the only input', () => {
    const one = (text: string): unknown => parseBindings('--input', [text])[0];
    for (const spec of ['digit.npy', 'p.png(low=-1,high=1)', '[[1]]', 'normal(seed=1)'])
      expect(one(spec)).toEqual({ name: '', spec });
    expect(one('x=p.png(low=-1)')).toEqual({ name: 'x', spec: 'p.png(low=-1)' });
    expect(() => parseBindings('--feed', ['digit.npy'])).toThrow('--feed "digit.npy" is not NAME=SPEC.');
  });
  it('gives it to that input, and says the names where there are several', () => {
    const wish = { select: [], inputs: [{ name: '', spec: 'a.npy' }], feeds: [], dims: {} };
    const named = (...names: string[]): unknown =>
      nameSoleInput(wish, {
        schema: 1,
        path: '',
        sha256: '',
        metaGraphs: [
          {
            ...{ tagSet: ['serve'], producer: '', functions: [], ops: {}, variables: [], assets: [], warnings: [] },
            signatures: [{ key: 's', method: '', outputs: [tensorSpec('z')], inputs: names.map((name) => tensorSpec(name)) }],
          },
        ],
      }).inputs;
    expect(named('image')).toEqual([{ name: 'image', spec: 'a.npy' }]);
    expect(() => named('x', 'y')).toThrow('--input a.npy does not say which input it is for; the model has x, y.');
  });
  it('asks for NAME= in the words of the option', () => {
    expect(() => parseBindings('--input', ['a.npy', 'b.npy'])).toThrow('--input gives a value without a name more than once.');
  });
  it('reads sizes of dimensions, whatever dots a name has', () => {
    expect(parseDims(['a.b.0=4', 'x.1=2'])).toEqual({ 'a.b.0': 4, 'x.1': 2 });
    expect(() => parseDims(['x=4'])).toThrow('--dim "x=4" is not NAME.AXIS=SIZE.');
  });
});

describe('what a run says', () => {
  it('judges the outputs', () => {
    expect(verdictLine([output(true)], PLAIN)).toBe('outputs unchanged (bit for bit)');
    expect(verdictLine([output(true, 'Compared with a copy.')], PLAIN)).toBe(
      'outputs unchanged (bit for bit). Compared with a copy.',
    );
    expect(verdictLine([output(false), output(true)], PLAIN)).toBe('outputs changed: y by up to 0.5');
    expect(verdictLine([output(null, 'the graph is random')], PLAIN)).toBe('outputs not compared: the graph is random');
  });
  it('names the tensor that is computed first where values are no numbers', () => {
    const tensor = (name: string, layer: string | null, order: number, nan: number): ManifestTensor => ({
      ...{ name, key: name, aliases: [], op: 'Relu', layer, order, dtype: 'float32', shape: [1], file: null },
      stats: { count: 1000, zeros: 0, nan, posInf: 0, negInf: 0 },
    });
    const tensors = [
      tensor('PartitionedCall/Identity', null, 3, 1000),
      tensor('PartitionedCall/model/late/Relu', 'late', 2, 1000),
      tensor('PartitionedCall/model/sound/Relu', 'sound', 0, 0),
      tensor('PartitionedCall/model/early/Relu', 'early', 1, 1000),
    ];
    expect(nanLine({ tensors, outputs: [{ ...output(true), tensor: 'PartitionedCall/Identity' }] })).toBe(
      'NaN found in 3 of 4 tensors; the first computed of them is early/Relu (1,000 of 1,000 values).',
    );
    expect(nanLine({ tensors: tensors.slice(2, 3), outputs: [] })).toBeUndefined();
  });
  it('ends with 1 for changed outputs and 2 for a partial run', () => {
    const code = (partial: boolean, ...outputs: ManifestOutput[]): number => runExitCode({ partial, outputs });
    expect([code(false, output(true)), code(false, output(null)), code(false, output(false)), code(true, output(true))]).toEqual([
      0, 0, 1, 2,
    ]);
  });
  it('shows any value in a sparkline and ranks classes', () => {
    expect(sparkline({ edges: [], counts: [100, 0, 1, 50], sampled: false })).toBe('█ ▁▅');
    expect(bestClasses([0.1, NaN, 0.7, 0.2], ['a', 'b', 'c'], 3)).toEqual([
      { label: 'c', score: 0.7, share: 1 },
      { label: 'class 3', score: 0.2, share: 0.2 / 0.7 },
      { label: 'a', score: 0.1, share: 0.1 / 0.7 },
    ]);
  });
});

describe('where a run may write', () => {
  it('refuses a folder that is called like a file, and files that are not its own', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'lens-targets-'));
    try {
      await expect(prepareTargets({ out: 'x.npz' }, root, root)).rejects.toThrow(
        `--out ${path.join(root, 'x.npz')} has the name of a file, but a dump is a folder.`,
      );
      const [theirs, ours] = [path.join(root, 'theirs.html'), path.join(root, 'ours.html')];
      await writeFile(theirs, 'notes');
      await writeFile(ours, '<!doctype html><title>Activations of digits</title>');
      const model = path.join(root, 'model');
      for (const option of ['report', 'saveRun'])
        await expect(prepareTargets({ [option]: theirs }, root, model)).rejects.toThrow(
          `${theirs} is there already and was not written by this command.`,
        );
      expect(await prepareTargets({ report: ours }, root, model)).toMatchObject({ report: ours });
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('refuses the model directory, also through a link, and folders that hold something', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'lens-targets-'));
    try {
      const model = path.join(root, 'model');
      await mkdir(path.join(model, 'variables'), { recursive: true });
      await symlink(model, path.join(root, 'link'));
      for (const target of [model, path.join(model, 'new'), path.join(root, 'link', 'variables', 'x')]) {
        await expect(refuseInsideModel('--out', target, model)).rejects.toThrow(
          `--out ${target} lies inside the model's directory, which is never written to.`,
        );
      }
      await refuseInsideModel('--out', path.join(root, 'model2'), model);
      await refuseUnlessNew('--out', path.join(model, 'variables'), false);
      await expect(refuseUnlessNew('--out', model, true)).rejects.toThrow(`--out ${model} is not empty: it holds variables.`);
      const dump = path.join(root, 'dump');
      await mkdir(dump);
      await writeFile(path.join(dump, 'manifest.json'), JSON.stringify({ schema: 1, tool: 'savedmodel-lens', tensors: [] }));
      await expect(refuseUnlessNew('--out', dump, false)).rejects.toMatchObject({
        hint: 'Name a new or empty folder, or add --overwrite to replace this dump.',
      });
      await refuseUnlessNew('--out', dump, true);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
