import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../src/core/graph/inline.ts';
import type { FlatGraph } from '../../src/core/graph/types.ts';
import { openModelFiles } from '../../src/node/modelFiles.ts';
import { resolveInputs } from '../../src/node/inputs/resolveInputs.ts';
import { CORPUS, EXPECTED, hasCorpus } from './corpus.ts';

interface Expectation {
  readonly signature: string;
  readonly inputs: readonly { readonly key: string; readonly fed?: { readonly shape: readonly number[] } }[];
}

/** One of each kind: sound, picture, text, tf.Example of TF 1, scalars of every dtype, functions of an agent. */
const MODELS = [
  'basic-pitch-nmp',
  'dm21-functional',
  'dotnet-types',
  'dtln-norm-500h',
  'guesslang-estimator',
  'keras3-vad-lstm',
  'potato-disease-cnn',
  'rust-keras-multi-input',
  'scisharp-lstm',
  'serving-half-plus-two-tf1',
  'serving-half-plus-two-tf2',
  'text-vectorizer',
  'tfagents-cartpole-policy',
  'tfjs-int64-multiply',
];

async function open(name: string, signature: string): Promise<FlatGraph> {
  const { model } = await openModelFiles(path.join(CORPUS, name));
  const metaGraph = model.metaGraphs.find(({ signatures }) => signatures.has(signature));
  if (metaGraph === undefined) throw new Error(`${name} has no signature ${signature}`);
  return inlineEntry(metaGraph, { signature });
}

const nothing = { inputs: [], feeds: [], dims: {} };

describe.skipIf(!hasCorpus())('inputs of corpus models', () => {
  it.each(MODELS)('%s: takes the expected inputs, and makes up inputs of the same shapes', async (name) => {
    const expected = JSON.parse(readFileSync(path.join(EXPECTED, name, 'expect.json'), 'utf8')) as Expectation;
    const flat = await open(name, expected.signature);
    const { synthesised } = await resolveInputs(flat, nothing, '.');
    const shapes = Object.fromEntries(synthesised.map(({ name: key, shape }) => [key, shape]));
    expect(shapes).toEqual(Object.fromEntries(expected.inputs.map(({ key, fed }) => [key, fed?.shape])));
    const given = await resolveInputs(
      flat,
      { ...nothing, inputsFile: path.join(EXPECTED, name, 'inputs.npz'), strictInputs: true },
      '.',
    );
    expect(given.warnings).toEqual([]);
    expect(given.inputs.map(({ value }) => value.shape)).toEqual(given.inputs.map(({ name: key }) => shapes[key]));
  });

  it('builds a tf.Example where the graph parses one', async () => {
    const flat = await open('serving-half-plus-two-tf1', 'regress_x_to_y');
    expect((await resolveInputs(flat, nothing, '.')).synthesised).toEqual([
      { name: 'inputs', how: 'a serialised tf.Example with the features that the graph parses', dtype: 'string', shape: [1] },
    ]);
  });

  it('says what is wrong with an input, and what was expected', async () => {
    const flat = await open('rust-keras-multi-input', 'serving_default');
    const given = (name: string, spec: string): Promise<unknown> =>
      resolveInputs(flat, { ...nothing, inputs: [{ name, spec }] }, '/nowhere');
    await expect(given('test_in3', 'zeros')).rejects.toThrow('The model has no input and no tensor called test_in3.');
    await expect(given('test_in1', '[[1,2]]')).rejects.toThrow(
      'The value of the input test_in1 from [[1,2]] has the shape [1,2]; [?,5] is expected.',
    );
    await expect(given('test_in1', '[["a",1,1,1,1]]')).rejects.toThrow('holds "a"; float32 is expected.');
    await expect(given('test_in1', 'x.npy')).rejects.toThrow('The input file /nowhere/x.npy does not exist.');
    await expect(given('test_in1', 'http://host/x.npy')).rejects.toThrow('is a network address');
    await expect(given('test_in1', '/dev/zero.npy')).rejects.toThrow('does not exist');
    await expect(resolveInputs(flat, { ...nothing, strictInputs: true }, '.')).rejects.toThrow(
      '2 inputs are not given: test_in1 (float32 [?,5]), test_in2 (float32 [?,5]).',
    );
    await expect(resolveInputs(flat, { ...nothing, dims: { 'test_in1.1': 4 } }, '.')).rejects.toThrow(
      '--dim test_in1.1=4 contradicts the shape [?,5] of the input test_in1.',
    );
    await expect(resolveInputs(flat, { ...nothing, dims: { 'x.1': 4 } }, '.')).rejects.toThrow('--dim x.1 names no input');
  });

  it('feeds a tensor inside the graph, by name or alias, and sizes by --batch and --dim', async () => {
    const flat = await open('rust-keras-multi-input', 'serving_default');
    const inner = flat.nodes.find(({ op }) => op === 'ConcatV2')?.name ?? '';
    const { inputs, warnings } = await resolveInputs(
      flat,
      { ...nothing, batch: 3, dims: { 'test_in2.0': 2 }, feeds: [{ name: `${inner}:0`, spec: 'ones' }] },
      '.',
    );
    expect(inputs.map(({ name, value }) => [name, value.shape[0]])).toEqual([
      [inner, 3],
      ['test_in1', 3],
      ['test_in2', 2],
    ]);
    expect(warnings).toEqual([
      {
        code: 'input-synthesised',
        message:
          'No value was given for test_in1 (float32 [3,5]: uniform [0,1)), test_in2 (float32 [2,5]: uniform [0,1)): made up.',
      },
    ]);
  });
});
