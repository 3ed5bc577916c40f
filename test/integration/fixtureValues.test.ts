import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/core/run/manifest.ts';
import { parseNpz, writeNpz } from '../../src/core/tensor/npy/npz.ts';
import type { Tensor } from '../../src/core/tensor/tensor.ts';
import { isComplex, toFloat64At } from '../../src/core/tensor/values.ts';
import index from '../fixtures/index.json' with { type: 'json' };
import { fixture, runCli } from './cli.ts';

interface FixtureRow {
  readonly name: string;
  readonly signature: string;
  readonly tags?: readonly string[];
  readonly values: readonly string[];
  readonly random?: boolean;
  /** TensorFlow itself gives one value or another */
  readonly unordered?: boolean;
}

const ROWS: readonly FixtureRow[] = (index as readonly FixtureRow[]).filter(({ values }) => values.length > 0);
async function readNpz(file: string): Promise<Map<string, Tensor>> {
  return parseNpz(await readFile(file), file);
}

/** Largest difference over the values, relative to the value, or to a hundredth of the largest one where it is smaller; 0 for equal strings. */
function difference(actual: Tensor, expected: Tensor): number {
  expect(actual.shape).toEqual(expected.shape);
  if (actual.dtype === 'string' || expected.dtype === 'string') {
    expect(actual.data).toEqual(expected.data);
    return 0;
  }
  const [got, want] = [toFloat64At(actual), toFloat64At(expected)];
  const count = expected.data.length / (isComplex(expected) ? 2 : 1);
  const values = Array.from({ length: count }, (_, i) => [got(i), want(i)] as const);
  const largest = values.reduce((most, [, each]) => (Number.isFinite(each) ? Math.max(most, Math.abs(each)) : most), 0);
  return values.reduce(
    (worst, [a, b]) =>
      Object.is(a, b) || a === b ? worst : Math.max(worst, Math.abs(a - b) / Math.max(Math.abs(b), 1e-2 * largest)),
    0,
  );
}

/** One run of the command line with the fixture's inputs: its manifest and arrays. */
async function run(
  row: FixtureRow,
  engine: string,
  work: string,
  expected: ReadonlyMap<string, Tensor>,
): Promise<{ manifest: Manifest; arrays: Map<string, Tensor> }> {
  const inputs = new Map(
    [...expected].filter(([key]) => key.startsWith('input:')).map(([key, tensor]) => [key.slice('input:'.length), tensor]),
  );
  const out = join(work, 'dump');
  const argv = [
    'run',
    fixture(row.name),
    '--engine',
    engine,
    '--signature',
    row.signature,
    '--select',
    '@ops',
    '--out',
    out,
    '--quiet',
  ];
  const named = [...expected.keys()].filter((key) => /^(inner|tensor):/.test(key)).map((key) => key.slice(key.indexOf(':') + 1));
  if (named.some((key) => key.includes('@'))) argv.push('--select', '/@/');
  // @ops leaves out what lies inside TensorFlow 1 loops and branches
  for (const key of named) if (!key.includes('@') && row.random !== true) argv.push('--select', `"${key}"`);
  if (row.tags !== undefined) argv.push('--tag-set', row.tags.join(','));
  if (inputs.size > 0) {
    await writeFile(join(work, 'in.npz'), writeNpz(inputs));
    argv.push('--inputs', join(work, 'in.npz'));
  }
  const { code, stderr } = await runCli(argv);
  expect(stderr).not.toMatch(/^error/m);
  expect(code).toBe(0);
  return {
    manifest: JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest,
    arrays: await readNpz(join(out, 'activations.npz')),
  };
}

describe.each(['tfjs-node', 'capi'])("values of the fixtures with %s equal Python TensorFlow's", (engine) => {
  it.each(ROWS.map((row) => [row.name, row] as const))('%s', async (name, row) => {
    const work = await mkdtemp(join(tmpdir(), 'savedmodel-lens-test-'));
    try {
      const expected = await readNpz(join(fixture(''), '..', 'expected', `${name}.npz`));
      const { manifest, arrays } = await run(row, engine, work, expected);
      const keys = new Map(
        manifest.tensors.flatMap(({ aliases, key, name: own }) => [own, ...aliases].map((alias) => [alias, key])),
      );
      const outputs = new Map(manifest.outputs.map(({ key, name: own }) => [own, key]));
      for (const output of manifest.outputs) {
        const isJudged = row.random !== true && row.unordered !== true && expected.has(`output:${output.name}`);
        if (isJudged) expect([output.name, output.unchanged]).toEqual([output.name, true]);
        else expect([output.name, output.unchanged === false]).toEqual([output.name, false]);
      }
      for (const [label, tensor] of expected) {
        const [kind, key] = [label.slice(0, label.indexOf(':')), label.slice(label.indexOf(':') + 1)];
        if (kind === 'input' || row.random === true) continue;
        const actual = arrays.get((kind === 'output' ? outputs : keys).get(key) ?? key);
        if (actual === undefined) throw new Error(`${label} is missing`);
        expect(difference(actual, tensor), label).toBeLessThan(1e-4);
      }
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
});
