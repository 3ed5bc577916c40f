import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShowDocument } from '../../src/core/describe/documents.ts';
import type { Manifest } from '../../src/core/run/manifest.ts';
import { parseCheckpointIndex } from '../../src/core/model/checkpoint.ts';
import { parseNpz } from '../../src/core/tensor/npy/npz.ts';
import { fixture, parsed, runCli } from './cli.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lens-damage-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const SUFFIX = '/.ATTRIBUTES/VARIABLE_VALUE';
const COPY = 'Copy or download the variables folder again.';

/** A copy of a fixture, to be damaged; its variables folder. */
async function copyOf(name: string): Promise<{ model: string; variables: string }> {
  const model = await mkdtemp(path.join(root, `${name}-`));
  await cp(fixture(name), model, { recursive: true });
  return { model, variables: path.join(model, 'variables') };
}

async function flipBit(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  await writeFile(file, bytes);
}

/** Name of each damaged variable → kind and file, as `show --json` says. */
async function marked(model: string): Promise<Record<string, string>> {
  const { metaGraphs } = parsed<ShowDocument>(await runCli(['show', model, '--json']));
  return Object.fromEntries(
    metaGraphs.flatMap(({ variables }) =>
      variables.flatMap(({ damage, name }) => (damage === undefined ? [] : [[name, `${damage.kind} ${damage.file}`]])),
    ),
  );
}

interface Outcome {
  readonly code: number | null;
  readonly stderr: string;
  readonly manifest: Manifest;
  readonly arrays: Awaited<ReturnType<typeof parseNpz>>;
}

async function run(model: string, ...words: string[]): Promise<Outcome> {
  const out = path.join(await mkdtemp(path.join(root, 'out-')), 'dump');
  const { code, stderr } = await runCli(['run', model, '--out', out, ...words]);
  const manifest = JSON.parse(await readFile(path.join(out, 'manifest.json'), 'utf8')) as Manifest;
  const file = path.join(out, 'activations.npz');
  return { code, stderr, manifest, arrays: parseNpz(await readFile(file), file) };
}

/** Every value of the damaged model is that of the whole one. */
function expectSameValues(damaged: Outcome, whole: Outcome): void {
  expect(damaged.arrays.size).toBeGreaterThan(0);
  for (const [key, tensor] of damaged.arrays) expect(tensor, key).toEqual(whole.arrays.get(key));
}

describe.each(['tfjs-node', 'capi'])('what does not need the damaged part still works with %s', (engine) => {
  it('a shard is missing', async () => {
    const { model, variables } = await copyOf('sharded_checkpoint');
    const file = path.join(variables, 'variables.data-00001-of-00002');
    await rm(file);
    expect(await marked(model)).toEqual({ first: 'missing variables.data-00001-of-00002' });
    const { stdout } = await runCli(['show', model]);
    expect(stdout).toMatch(/first +float32 +\[4,3\] +48 B {2}missing: variables\.data-00001-of-00002\n/);
    const words = ['--select', '@ops', '--engine', engine];
    const damaged = await run(model, ...words);
    expectSameValues(damaged, await run(fixture('sharded_checkpoint'), ...words));
    expect([...damaged.arrays.keys()].some((key) => key.endsWith('MatMul_1/ReadVariableOp'))).toBe(true);
    const sentence = `${file}, which holds one variable (first), is not there.`;
    expect(damaged.code).toBe(2);
    expect(damaged.stderr).toContain(`warning: ${sentence}\n`);
    expect(damaged.stderr).toContain(`error: 6 of 8 selected tensors have no value: ${sentence} ${COPY}\n`);
    expect(damaged.manifest.skipped.filter(({ reason }) => reason === 'missing-weights').length).toBe(6);
  });

  it('a tensor has another checksum', async () => {
    const { model, variables } = await copyOf('dense_stack');
    const file = path.join(variables, 'variables.data-00000-of-00001');
    const index = parseCheckpointIndex(await readFile(path.join(variables, 'variables.index')), 'index');
    const kernel = [...index.entries.values()].find(({ key }) => key === `layer_with_weights-1/kernel${SUFFIX}`);
    await flipBit(file, (kernel?.offset ?? 0) + 9);
    expect(await marked(model)).toEqual({});
    const words = ['--engine', engine];
    const damaged = await run(model, ...words);
    const whole = await run(fixture('dense_stack'), ...words);
    expectSameValues(damaged, whole);
    const sentence = `${file} is damaged: it holds one variable with a wrong checksum: dense_2/kernel.`;
    expect(damaged.code).toBe(2);
    expect(damaged.manifest.warnings.slice(0, 2)).toEqual([
      { code: 'checkpoint-damaged', message: sentence },
      {
        code: 'lost-layers',
        message: 'For want of weights 3 of 5 selected layers cannot be computed: dense_2, dense_3, probabilities.',
      },
    ]);
    expect(damaged.stderr).toContain(`error: 3 of 5 selected tensors have no value: ${sentence} ${COPY}\n`);
  });

  it('the data end too early', async () => {
    const { model, variables } = await copyOf('dense_stack');
    const file = path.join(variables, 'variables.data-00000-of-00001');
    const index = parseCheckpointIndex(await readFile(path.join(variables, 'variables.index')), 'index');
    const entries = [...index.entries.values()];
    const last = entries.find(({ key }) => key === `layer_with_weights-2/kernel${SUFFIX}`);
    const end = (last?.offset ?? 0) + 4;
    await truncate(file, end);
    const beyond = entries.filter(({ key, offset, size }) => key.endsWith(SUFFIX) && offset + size > end);
    expect(Object.values(await marked(model))).toEqual(beyond.map(() => 'truncated variables.data-00000-of-00001'));
    const damaged = await run(model, '--engine', engine);
    expectSameValues(damaged, await run(fixture('dense_stack'), '--engine', engine));
    expect(damaged.code).toBe(2);
    expect(damaged.stderr).toMatch(/is cut off before the end of \d+ variables: .*dense_3\/kernel/);
  });

  it('one part of a partitioned variable is damaged', async () => {
    const { model, variables } = await copyOf('partitioned_variables');
    await flipBit(path.join(variables, 'variables.data-00000-of-00001'), 20);
    const { code, manifest } = await run(model, '--select', '@ops', '--engine', engine);
    expect(code).toBe(2);
    expect(manifest.warnings[0]?.message).toMatch(/is damaged: it holds one variable with a wrong checksum: w\.$/);
    expect(manifest.tensors.length).toBeGreaterThan(0);
  });

  it('an asset is missing', async () => {
    const model = path.join(fixture('broken'), 'no_asset');
    const words = ['--engine', engine, '--select', '@ops', '--input', 'words=["two","never seen"]'];
    const damaged = await run(model, ...words);
    const whole = await run(fixture('tables_assets'), ...words);
    expectSameValues(damaged, whole);
    expect([...damaged.arrays.keys()].some((key) => key.endsWith('StringUpper'))).toBe(true);
    const file = path.join(model, 'assets', 'vocabulary.txt');
    expect(damaged.stderr).toMatch(
      new RegExp(`error: 10 of 17 selected tensors have no value: The asset ${file} is not there\\. Copy or download the assets`),
    );
    expect(damaged.manifest.skipped.find(({ reason }) => reason === 'missing-weights')?.message).toMatch(
      /needs table "hash_table_1", whose contents are missing\.$/,
    );
  });
});

describe('show', () => {
  it('marks every variable of a model without an index', async () => {
    const { model, variables } = await copyOf('dense_stack');
    await rm(path.join(variables, 'variables.index'));
    const all = await marked(model);
    expect(Object.keys(all).length).toBeGreaterThan(5);
    expect(new Set(Object.values(all))).toEqual(new Set(['missing variables.index']));
  });
});
