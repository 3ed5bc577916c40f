import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import { elementCount } from '../../src/core/tensor/layout.ts';
import { parseNpz } from '../../src/core/tensor/npy/npz.ts';
import type { Tensor } from '../../src/core/tensor/tensor.ts';
import { fixture, runCli } from './cli.ts';

interface Dump {
  readonly manifest: Manifest;
  readonly arrays: ReadonlyMap<string, Tensor>;
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  nested_control_flow: ['x=[1, 2, 3]', 'steps=4'],
  jagged_loops: ['start=[0.5, -1]'],
  v1_nested_frames: ['x=[[0.5, -1, 2], [0.25, 1.5, -0.75]]', 'limit=2', 'wanted=true'],
};
/** Loops of TensorFlow 1 are recorded when they are named. */
const SELECTED: Readonly<Record<string, readonly string[]>> = {
  v1_nested_frames: [
    'rows/columns/inner_cell',
    'rows/going',
    'rows/text',
    'rows/cond/even',
    'rows/grown',
    'choice/chosen/squared',
  ],
};

let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'savedmodel-lens-test-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

async function dump(name: string, engine: string, iterations: string): Promise<Dump> {
  const out = join(work, `${name}-${engine}-${iterations}`);
  const options = ['--engine', engine, '--iterations', iterations, '--out', out, '--quiet'];
  for (const input of INPUTS[name] ?? []) options.push('--input', input);
  for (const term of SELECTED[name] ?? ['/@/']) options.push('--select', term);
  const { code, stderr } = await runCli(['run', fixture(name), ...options]);
  expect([code, stderr.match(/^error.*/m)?.[0]]).toEqual([0, undefined]);
  return {
    manifest: JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest,
    arrays: parseNpz(await readFile(join(out, 'activations.npz')), out),
  };
}

/** The last entry of the first axis, as an array with that axis still there. */
function lastOf({ data, dtype, shape }: Tensor): Tensor {
  const [count = 0, ...inner] = shape;
  const size = elementCount(inner);
  const start = Math.max(0, count - 1) * size;
  return { dtype, shape: [Math.min(1, count), ...inner], data: data.slice(start, start + size) };
}

function numbersOf({ shape, stats: { count, max, mean, min, nan, negInf, posInf, std, zeros } }: ManifestTensor): object {
  const about = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
  return { shape, count, zeros, nan, posInf, negInf, min, max, mean: about(mean), std: about(std) };
}

describe.each(['tfjs-node', 'capi'])('--iterations with %s', (engine) => {
  describe.each(Object.keys(INPUTS))('%s', (name) => {
    let all: Dump;
    beforeAll(async () => {
      all = await dump(name, engine, 'all');
      expect(all.manifest.iterations).toBeUndefined();
    });
    const inLoops = (): readonly ManifestTensor[] => all.manifest.tensors.filter(({ axes }) => axes !== undefined);

    it('stats: the statistics of every iteration together, and no values', async () => {
      const { arrays, manifest } = await dump(name, engine, 'stats');
      const rows = new Map(manifest.tensors.map((tensor) => [tensor.name, tensor]));
      expect([manifest.iterations, inLoops().length > 4]).toEqual(['stats', true]);
      for (const tensor of inLoops()) {
        const row = rows.get(tensor.name);
        if (row === undefined) throw new Error(`${tensor.name} is missing`);
        expect([row.name, numbersOf(row)]).toEqual([row.name, numbersOf(tensor)]);
        expect([row.file, arrays.has(row.key), row.dtype, row.axes]).toEqual([null, false, tensor.dtype, tensor.axes]);
      }
      expect(manifest.outputs.every(({ key, unchanged }) => unchanged === true && arrays.has(key))).toBe(true);
    });

    it('last: the value of the last iteration alone', async () => {
      const { arrays, manifest } = await dump(name, engine, 'last');
      const rows = new Map(manifest.tensors.map((tensor) => [tensor.name, tensor]));
      let judged = 0;
      for (const tensor of inLoops()) {
        const [row, value] = [rows.get(tensor.name), all.arrays.get(tensor.key)];
        if (row === undefined || value === undefined) throw new Error(`${tensor.name} is missing`);
        expect(row.axes).toEqual(tensor.axes?.map((axis) => `last ${axis}`));
        expect(row.axes?.every((_, axis) => (row.shape[axis] ?? 0) <= 1)).toBe(true);
        if (tensor.axes?.length !== 1 || tensor.note !== undefined) continue;
        judged += 1;
        expect([row.name, arrays.get(row.key)]).toEqual([row.name, lastOf(value)]);
      }
      expect(judged).toBeGreaterThan(1);
      expect(manifest.outputs.every(({ unchanged }) => unchanged === true)).toBe(true);
    });
  });
});
