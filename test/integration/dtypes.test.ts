import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dtypeAttr, GraphDraft } from '../../src/core/instrument/graphDraft.ts';
import type { Manifest } from '../../src/core/run/manifest.ts';
import type { DType } from '../../src/core/tensor/dtype.ts';
import { newData } from '../../src/core/tensor/layout.ts';
import { parseNpy, writeNpy } from '../../src/core/tensor/npy/npy.ts';
import { npyCast } from '../../src/core/tensor/npy/npyTypes.ts';
import { parseNpz } from '../../src/core/tensor/npy/npz.ts';
import { encodeSmallFloat } from '../../src/core/tensor/smallFloats.ts';
import type { Tensor } from '../../src/core/tensor/tensor.ts';
import { runCli } from './cli.ts';
import { writeModel } from './madeModel.ts';

/** Values at the ends of each dtype's range, all exact in it. */
const SAMPLES: Partial<Record<DType, readonly (number | bigint)[]>> = {
  int8: [-128, -1, 0, 127],
  int16: [-32768, -1, 0, 32767],
  int32: [-(2 ** 31), -1, 0, 2 ** 31 - 1],
  int64: [-(2n ** 63n), -(2n ** 53n) - 1n, 0n, 2n ** 63n - 1n],
  uint8: [0, 1, 128, 255],
  uint16: [0, 1, 32768, 65535],
  uint32: [0, 1, 2 ** 31, 2 ** 32 - 1],
  uint64: [0n, 1n, 2n ** 53n + 1n, 2n ** 64n - 1n],
  float16: [-65504, 0.5, 2 ** -24, Infinity],
  bfloat16: [-(2 ** 127), 0.5, 1.0078125, Infinity],
  float32: [-3.4028234663852886e38, 0.5, 2 ** -149, NaN],
  float64: [-Number.MAX_VALUE, 0.1, 5e-324, NaN],
  complex64: [1, -2, 0, 0.5, -0.25, 0, 3, Infinity],
  complex128: [1, -2, 0, 0.1, -0.25, 5e-324, 3, Infinity],
  bool: [1, 0, 0, 1],
  qint8: [-128, -1, 0, 127],
  quint8: [0, 1, 128, 255],
  qint16: [-32768, -1, 0, 32767],
  quint16: [0, 1, 32768, 65535],
  qint32: [-(2 ** 31), -1, 0, 2 ** 31 - 1],
  float8_e5m2: [-57344, 0.5, 2 ** -16, Infinity],
  float8_e4m3fn: [-448, 0.5, 2 ** -9, NaN],
  float8_e4m3fnuz: [-240, 0.5, 2 ** -10, NaN],
  float8_e4m3b11fnuz: [-30, 0.5, 2 ** -13, NaN],
  float8_e5m2fnuz: [-57344, 0.5, 2 ** -17, NaN],
  float4_e2m1fn: [-6, 0.5, 1.5, 6],
  int4: [-8, -1, 0, 7],
  uint4: [0, 1, 8, 15],
  int2: [-2, -1, 0, 1],
  uint2: [0, 1, 2, 3],
};

const TEXTS = ['', 'plain', 'Grüße, 世界', 'a\u0000b'].map((text) => new TextEncoder().encode(text));
const TYPES: readonly DType[] = [...(Object.keys(SAMPLES) as DType[]), 'string'];

const SHAPES: readonly (readonly [name: string, shape: readonly number[]])[] = [
  ['a vector', [4]],
  ['a matrix', [2, 2]],
  ['a scalar', []],
  ['nothing', [3, 0]],
];

/** What TensorFlow can neither cast nor reinterpret, so that the addon cannot move it. */
const NOT_WITH_ADDON: ReadonlySet<string> = new Set([
  'float8_e4m3fnuz',
  'float8_e4m3b11fnuz',
  'float8_e5m2fnuz',
  'float4_e2m1fn',
  'int2',
  'uint2',
]);

/** How NumPy prints some of the vectors. */
const PRINTED: Partial<Record<DType, string>> = {
  int64: '[-9223372036854775808    -9007199254740993                    0\n  9223372036854775807]',
  uint64: '[                   0                    1     9007199254740993\n 18446744073709551615]',
  float16: '[-6.55e+04  5.00e-01  5.96e-08       inf]',
  float64: '[-1.79769313e+308  1.00000000e-001  4.94065646e-324              nan]',
  complex64: '[ 1.  -2.j   0.  +0.5j -0.25+0.j   3.  +infj]',
  bool: '[ True False False  True]',
  int4: '[-8 -1  0  7]',
  quint16: '[    0     1 32768 65535]',
  string: String.raw`[b'' b'plain' b'Gr\xc3\xbc\xc3\x9fe, \xe4\xb8\x96\xe7\x95\x8c' b'a\x00b']`,
};

/** The sample in the dtype that a NumPy file has for it. */
function sample(dtype: DType, shape: readonly number[]): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (dtype === 'string') return { dtype, shape, data: TEXTS.slice(TEXTS.length - count) };
  const stored = npyCast(dtype) ?? (dtype === 'float16' ? 'float32' : dtype);
  const data = newData(stored, count);
  const values = (SAMPLES[dtype] ?? []).slice(0, data.length);
  values.forEach((value, i) => (data[i] = value));
  return { dtype: stored, shape, data };
}

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lens-dtypes-'));
  const draft = new GraphDraft();
  const entries = (prefix: string): Record<string, { tensor: string; dtype: DType }> =>
    Object.fromEntries(TYPES.map((dtype) => [`${prefix}_${dtype}`, { tensor: `${prefix}_${dtype}:0`, dtype }]));
  for (const dtype of TYPES) {
    draft.placeholder(`in_${dtype}`, dtype, undefined);
    draft.add(`inner_${dtype}`, 'Identity', [`in_${dtype}:0`], { T: dtypeAttr(dtype) });
    draft.add(`out_${dtype}`, 'Identity', [`inner_${dtype}:0`], { T: dtypeAttr(dtype) });
  }
  await writeModel(path.join(root, 'model'), { draft, inputs: entries('in'), outputs: entries('out') });
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Inputs as .npy files, one run with a dump; what it wrote and said. */
async function runWith(inputs: ReadonlyMap<string, Tensor>, words: readonly string[]): Promise<Ran> {
  const work = await mkdtemp(path.join(root, 'run-'));
  const given: string[] = [];
  for (const [key, tensor] of inputs) {
    const file = path.join(work, `${key}.npy`);
    await writeFile(file, writeNpy(tensor));
    given.push('--input', `${key}=${file}`);
  }
  const dump = path.join(work, 'dump');
  const { code, stderr, stdout } = await runCli(['run', path.join(root, 'model'), ...words, ...given, '--out', dump]);
  expect(stderr).not.toMatch(/^error/m);
  expect(code).toBe(0);
  return { dump, stdout, manifest: JSON.parse(await readFile(path.join(dump, 'manifest.json'), 'utf8')) as Manifest };
}

interface Ran {
  readonly dump: string;
  readonly stdout: string;
  readonly manifest: Manifest;
}

async function npzOf({ dump }: Ran): Promise<ReadonlyMap<string, Tensor>> {
  const file = path.join(dump, 'activations.npz');
  return parseNpz(await readFile(file), file);
}

/** A NumPy file has halves of its own. */
function held(dtype: DType, given: Tensor): Tensor {
  if (dtype !== 'float16') return given;
  const data = Uint16Array.from(given.data as Float32Array, (value) => encodeSmallFloat('float16', value));
  return { dtype, shape: given.shape, data };
}

describe.each(['tfjs-node', 'capi'])('every dtype goes in and comes out with %s', (engine) => {
  const moved = TYPES.filter((dtype) => engine === 'capi' || !NOT_WITH_ADDON.has(dtype));

  it.each(SHAPES)('%s', async (_name, shape) => {
    const given = new Map(moved.map((dtype) => [dtype, sample(dtype, shape)]));
    const inputs = new Map([...given].map(([dtype, tensor]) => [`in_${dtype}`, tensor]));
    const unmoved = TYPES.filter((dtype) => !moved.includes(dtype)).map((dtype) => `!inner_${dtype}`);
    const select = ['--engine', engine, '--select', ['inner_*', ...unmoved].join(',')];
    const asNpz = await runWith(inputs, [...select, '--print']);
    const npz = await npzOf(asNpz);
    const asNpy = await runWith(inputs, [...select, '--format', 'npy']);
    for (const [dtype, tensor] of given) {
      const row = asNpy.manifest.tensors.find(({ name }) => name === `inner_${dtype}`);
      expect([row?.dtype, row?.cast]).toEqual([dtype, npyCast(dtype)]);
      const file = path.join(asNpy.dump, row?.file ?? '');
      const wanted = held(dtype, tensor);
      for (const key of [`inner_${dtype}`, `out_${dtype}`]) expect([key, npz.get(key)]).toEqual([key, wanted]);
      expect([file, parseNpy(new Uint8Array(await readFile(file)), file)]).toEqual([file, wanted]);
      const printed = PRINTED[dtype];
      if (printed !== undefined && shape.length === 1)
        expect(asNpz.stdout).toContain(`inner_${dtype}  ${dtype} [4]\n${printed}\n`);
    }
    for (const { name, unchanged } of asNpz.manifest.outputs)
      expect([name, unchanged]).toEqual([name, moved.includes(name.replace('out_', '') as DType) ? true : null]);
  });

  it('what was dumped can be fed inside the graph again', async () => {
    const shape = [2, 2];
    const first = await runWith(new Map(moved.map((dtype) => [`in_${dtype}`, sample(dtype, shape)])), [
      '--engine',
      engine,
      ...moved.flatMap((dtype) => ['--select', `inner_${dtype}`]),
    ]);
    const feeds = moved.flatMap((dtype) => [
      '--feed',
      `inner_${dtype}=${path.join(first.dump, 'activations.npz')}[inner_${dtype}]`,
    ]);
    const again = await runWith(new Map(), ['--engine', engine, '--select', '@outputs', ...feeds]);
    const outputs = await npzOf(again);
    for (const dtype of moved) expect([dtype, outputs.get(`out_${dtype}`)]).toEqual([dtype, held(dtype, sample(dtype, shape))]);
  });

  it('statistics', async () => {
    const { manifest } = await runWith(new Map(moved.map((dtype) => [`in_${dtype}`, sample(dtype, [4])])), [
      '--engine',
      engine,
      '--format',
      'stats',
      ...moved.flatMap((dtype) => ['--select', `inner_${dtype}`]),
    ]);
    for (const dtype of moved.filter((each) => each !== 'string')) {
      const stats = manifest.tensors.find(({ name }) => name === `inner_${dtype}`)?.stats;
      const { finite, nan, infinite, zeros } = count(dtype);
      expect([dtype, stats?.count, stats?.nan, (stats?.posInf ?? 0) + (stats?.negInf ?? 0), stats?.zeros]).toEqual([
        dtype,
        4,
        nan,
        infinite,
        zeros,
      ]);
      const sorted = [...finite].sort((a, b) => (a < b ? -1 : 1));
      expect([dtype, String(stats?.min), String(stats?.max)]).toEqual([dtype, String(sorted[0]), String(sorted.at(-1))]);
      const mean = finite.reduce<number>((sum, value) => sum + Number(value) / finite.length, 0);
      expect(Math.abs(Number(stats?.mean) - mean)).toBeLessThanOrEqual(1e-12 * Math.abs(mean));
    }
  });
});

it('what neither Cast nor Bitcast knows is skipped with the addon, and the rest is given', async () => {
  const inputs = new Map(TYPES.map((dtype) => [`in_${dtype}`, sample(dtype, [4])]));
  const { manifest } = await runWith(inputs, ['--engine', 'tfjs-node', '--select', 'inner_*']);
  expect(new Set(manifest.skipped.map(({ name }) => name.replace(/^(?:inner|out)_/, '')))).toEqual(NOT_WITH_ADDON);
  expect(manifest.skipped.find(({ name }) => name === 'inner_int2')?.message).toMatch(/Cast int32 to int2 is not supported/);
  expect(manifest.tensors.length).toBe(2 * (TYPES.length - NOT_WITH_ADDON.size));
});

/** What the sample holds, complex numbers by their absolute value. */
function count(dtype: DType): { finite: (number | bigint)[]; nan: number; infinite: number; zeros: number } {
  const values = [...(SAMPLES[dtype] ?? [])];
  const all = dtype.startsWith('complex')
    ? values.flatMap((value, i) => (i % 2 === 0 ? [Math.hypot(Number(value), Number(values[i + 1]))] : []))
    : values.map((value) => (typeof value === 'bigint' ? value : roundTo(dtype, value)));
  const finite = all.filter((value) => typeof value === 'bigint' || Number.isFinite(value));
  return {
    finite,
    nan: all.filter((value) => Number.isNaN(value)).length,
    infinite: all.filter((value) => Math.abs(Number(value)) === Infinity).length,
    zeros: finite.filter((value) => Number(value) === 0).length,
  };
}

function roundTo(dtype: DType, value: number): number {
  return dtype === 'float32' ? Math.fround(value) : value;
}
