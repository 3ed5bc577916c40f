import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/core/run/manifest.ts';
import { parseNpz, writeNpz } from '../../src/core/tensor/npy/npz.ts';
import type { Tensor } from '../../src/core/tensor/tensor.ts';
import { fixture, runCli } from './cli.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lens-compatibility-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A copy of a fixture in whose graph every occurrence of a name is another of the same length. */
async function renamed(name: string, from: string, to: string): Promise<string> {
  expect(to.length).toBe(from.length);
  const model = await mkdtemp(path.join(root, `${name}-`));
  await cp(fixture(name), model, { recursive: true });
  const file = path.join(model, 'saved_model.pb');
  const before = (await readFile(file)).toString('latin1');
  expect(before).toContain(from);
  await writeFile(file, Buffer.from(before.replaceAll(from, to), 'latin1'));
  return model;
}

async function run(model: string, ...words: string[]) {
  const out = path.join(await mkdtemp(path.join(root, 'out-')), 'dump');
  const { code, stderr } = await runCli(['run', model, '--select', '@outputs', '--out', out, ...words]);
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/^error/m)]);
  const manifest = JSON.parse(await readFile(path.join(out, 'manifest.json'), 'utf8')) as Manifest;
  const file = path.join(out, 'activations.npz');
  const arrays = parseNpz(await readFile(file), file);
  const values = new Map(manifest.outputs.map(({ key, name }) => [name, [...((arrays.get(key)?.data ?? []) as Float32Array)]]));
  return { manifest, values };
}

/** Inputs and first output of a fixture as Python TensorFlow computed them. */
async function expectedOf(name: string): Promise<{ inputs: string; output: readonly number[] }> {
  const file = path.join(fixture(''), '..', 'expected', `${name}.npz`);
  const arrays = parseNpz(await readFile(file), file);
  const given = [...arrays]
    .filter(([key]) => key.startsWith('input:'))
    .map(([key, tensor]): [string, Tensor] => [key.slice(6), tensor]);
  const inputs = path.join(root, `${name}.npz`);
  await writeFile(inputs, writeNpz(new Map(given)));
  const [, output] = [...arrays].find(([key]) => key.startsWith('output:')) ?? [];
  return { inputs, output: [...((output?.data ?? []) as Float32Array)] };
}

async function expectValues(model: string, expectedName: string, engine: string): Promise<Manifest> {
  const { inputs, output } = await expectedOf(expectedName);
  const { manifest, values } = await run(model, '--engine', engine, '--inputs', inputs);
  const [actual = []] = [...values.values()];
  expect(actual.length).toBe(output.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(output[i] ?? NaN, 5);
  });
  expect(manifest.outputs.map(({ unchanged }) => unchanged)).toEqual(manifest.outputs.map(() => true));
  return manifest;
}

describe.each(['tfjs-node', 'capi'])('models of other TensorFlows and machines, with %s', (engine) => {
  it('an op of the future where nothing is inferred', async () => {
    await expectValues(await renamed('dense_stack', 'DisableCopyOnRead', 'DoSomethingFuture'), 'dense_stack', engine);
  });

  it.each(['/device:GPU:0', '/device:TPU:7'])('a graph placed on %s', async (device) => {
    await expectValues(await renamed('gpu_placed', '/device:GPU:0', device), 'gpu_placed', engine);
  });

  it('attributes of the future', async () => {
    await expectValues(fixture('newer_attributes'), 'newer_attributes', engine);
  });

  it('a Keras 3 model whose own restore leaves its variables out, with a warning', async () => {
    const { warnings } = await expectValues(fixture('keras3_tf_save'), 'keras3_tf_save', engine);
    expect(warnings).toContainEqual({
      code: 'repaired-restore',
      message:
        "10 variables that the model's own restore op leaves uninitialised (first: out/bias) were read from the copies Keras 3 saved; TensorFlow itself cannot run this model as stored.",
    });
  });

  it('names of nodes that TensorFlow itself would refuse', async () => {
    await expectValues(fixture('hostile_nodes'), 'newer_attributes', engine);
  });

  it('an input that has a default in the signature gets it when it is not given', async () => {
    const { manifest, values } = await run(fixture('signature_defaults'), '--engine', engine, '--input', 'x=[[1, 2, 3]]');
    expect([...values.values()]).toEqual([[2.5, 5, 7.5]]);
    const message = "No value was given for factor (float32 []): the signature's default is used.";
    expect(manifest.warnings).toContainEqual({ code: 'input-synthesised', message });
  });

  it('functions that only the object graph knows, each trace of them', async () => {
    const words = ['--engine', engine, '--input', 'a=[1, 2]', '--input', 'b=7'];
    const scaled = await run(fixture('functions_only'), '--function', 'step', ...words);
    expect(Object.fromEntries(scaled.values)).toEqual({ next: [2, 4], 'pair/0': [7], 'pair/1': [2, 3] });
    const plain = await run(fixture('functions_only'), '--function', 'step#1', ...words);
    expect(Object.fromEntries(plain.values)).toEqual({ next: [1, 2], 'pair/0': [7], 'pair/1': [2, 3] });
    const start = await run(fixture('functions_only'), '--function', 'inner/start', '--engine', engine);
    expect(Object.fromEntries(start.values)).toEqual({ a: [0, 0], b: [0] });
  });
});
