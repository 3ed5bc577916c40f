import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, NODES, parsed, runCli, startCli } from './cli.ts';
import type { Manifest } from '../../src/core/run/manifest.ts';
import type { LayersDocument, ShowDocument } from '../../src/core/describe/documents.ts';
import { lensCacheDirectory } from '../../src/node/cachePaths.ts';
import { formatTensor } from '../../src/core/tensor/format/formatTensor.ts';
import { parseNpy, writeNpy } from '../../src/core/tensor/npy/npy.ts';
import { parseNpz } from '../../src/core/tensor/npy/npz.ts';

let root = '';
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lens-run-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A path that nothing has used yet. */
function fresh(name = 'out'): string {
  count += 1;
  return path.join(root, `${count}-${name}`);
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
}

/** The values that TensorFlow in Python gave for a fixture. */
async function expected(name: string): Promise<ReturnType<typeof parseNpz>> {
  const file = path.join(fixture('..'), 'expected', `${name}.npz`);
  return parseNpz(await readFile(file), file);
}

/** An npz with the inputs that the expected values were computed from. */
async function inputArguments(name: string): Promise<string[]> {
  const words: string[] = [];
  for (const [key, tensor] of await expected(name)) {
    if (!key.startsWith('input:')) continue;
    const file = fresh('input.npy');
    await writeFile(file, writeNpy(tensor));
    words.push('--input', `${key.slice('input:'.length)}=${file}`);
  }
  return words;
}

/** Relative error as the specification has it: 1e-5 of the value or 1e-6 of the largest. */
function expectClose(actual: ArrayLike<number | bigint>, wanted: ArrayLike<number | bigint>): void {
  expect(actual.length).toBe(wanted.length);
  const largest = Array.from(wanted).reduce<number>((most, value) => Math.max(most, Math.abs(Number(value))), 0);
  for (let index = 0; index < wanted.length; index += 1) {
    const [a, b] = [Number(actual[index]), Number(wanted[index])];
    expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.max(1e-5 * Math.abs(b), 1e-6 * largest));
  }
}

const MISSION: readonly (readonly [
  what: string,
  model: string,
  select: string,
  layers: readonly string[],
  tensors: readonly string[],
  output: string,
])[] = [
  [
    'three dense layers by name',
    'dense_stack',
    'dense_1,dense_2,dense_3',
    ['dense_1', 'dense_2', 'dense_3'],
    ['dense_1/Relu', 'dense_2/Relu', 'dense_3/Tanh'],
    'probabilities',
  ],
  [
    'layers by index',
    'indexed_layers',
    'layers[2],layers[5]',
    ['normalise', 'residual'],
    ['normalise/batchnorm/add_1', 'residual/add'],
    'classes',
  ],
  ['a custom layer by name', 'custom_layer', 'my_custom_layer', ['my_custom_layer'], ['my_custom_layer/mul'], 'after'],
  [
    'an object path on a tf.Module',
    'module_encoder',
    'encoder.blocks[0].proj',
    ['encoder/blocks[0]/proj'],
    ['StatefulPartitionedCall/add'],
    'y',
  ],
];

describe('the activation of any layer beside the final output, in one run', () => {
  it.each(MISSION)('%s', async (_what, model, select, layers, tensors, output) => {
    const out = fresh();
    const { code, stdout, stderr } = await runCli([
      'run',
      fixture(model),
      ...(await inputArguments(model)),
      '--select',
      select,
      '--print',
      '--out',
      out,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `note: written: ${out}\n` });
    const manifest = await manifestOf(out);
    const wanted = await expected(model);
    const dumped = parseNpz(await readFile(path.join(out, 'activations.npz')), 'activations.npz');
    const selected = manifest.tensors.filter(({ layer }) => layer !== null && layers.includes(layer));
    expect(selected.map(({ layer }) => layer)).toEqual(layers);
    selected.forEach(({ name, key }, index) => {
      expect(name.endsWith(tensors[index] ?? '?')).toBe(true);
      const values = dumped.get(key);
      expect(values).toBeDefined();
      if (values === undefined || !ArrayBuffer.isView(values.data)) return;
      const truth = wanted.get(`tensor:${name}`)?.data;
      expect(truth).toBeDefined();
      if (ArrayBuffer.isView(truth)) expectClose(values.data, truth);
      expect(stdout).toContain(`${formatTensor(values)}\n`);
    });
    expect(manifest.outputs.map(({ name, unchanged }) => ({ name, unchanged }))).toEqual([{ name: output, unchanged: true }]);
    expect(stdout).toMatch(/\noutputs unchanged( \(bit for bit\))?\n$/);
  });

  it('takes normal input of shape (1, 10) as the examples do', async () => {
    const { code, stdout } = await runCli([
      'run',
      fixture('dense_stack'),
      '--input',
      'features=normal(seed=3)',
      '--batch',
      '1',
      '--select',
      'dense_1,dense_2,dense_3',
      '--json',
    ]);
    expect(code).toBe(0);
    const manifest = JSON.parse(stdout) as Manifest;
    expect(manifest.inputs).toMatchObject([{ name: 'features', dtype: 'float32', shape: [1, 10], source: 'normal(seed=3)' }]);
    expect(manifest.tensors.map(({ shape }) => shape)).toEqual(
      expect.arrayContaining([
        [1, 16],
        [1, 12],
        [1, 8],
        [1, 4],
      ]),
    );
  });
});

describe.each(NODES.map((node) => [path.basename(path.dirname(path.dirname(node))), node]))('on %s', (_name, node) => {
  it('shows, lists and runs', async () => {
    const model = fixture('indexed_layers');
    const shown = await runCli(['show', model, '--json'], { node });
    expect(shown.code).toBe(0);
    expect(parsed<ShowDocument>(shown).metaGraphs[0]?.signatures.map(({ key }) => key)).toEqual(['serving_default']);
    const listed = await runCli(['layers', model, '--json'], { node });
    expect(parsed<LayersDocument>(listed).layers.map(({ index, path: layer }) => [index, layer])).toEqual(
      ['features', 'project', 'normalise', 'rectify', 'mix', 'residual', 'scale', 'classes'].map((name, index) => [index, name]),
    );
    for (const engine of ['tfjs-node', 'capi']) {
      const ran = await runCli(['run', model, '--input', 'features=normal(seed=1)', '--engine', engine, '--json', '--quiet'], {
        node,
      });
      expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
      const manifest = parsed<Manifest>(ran);
      expect(manifest.engine.name).toBe(engine);
      expect(manifest.outputs.map(({ unchanged }) => unchanged)).toEqual([true]);
    }
  });
});

describe('what a run writes', () => {
  const model = fixture('dense_stack');
  const input = ['--input', 'features=normal(seed=1)'];

  it('npz, npy and stats hold the same run', async () => {
    const [npz, npy, stats] = [fresh(), fresh(), fresh()];
    for (const [out, format] of [
      [npz, 'npz'],
      [npy, 'npy'],
      [stats, 'stats'],
    ] as const) {
      const { code } = await runCli([
        'run',
        model,
        ...input,
        '--select',
        'first=dense_1,dense_2',
        '--out',
        out,
        '--format',
        format,
      ]);
      expect(code).toBe(0);
    }
    const [a, b, c] = [await manifestOf(npz), await manifestOf(npy), await manifestOf(stats)];
    expect(a.tensors.map(({ key }) => key)).toContain('first');
    expect(b.tensors.map(({ name, stats: own }) => [name, own])).toEqual(a.tensors.map(({ name, stats: own }) => [name, own]));
    expect(c.tensors.map(({ file }) => file)).toEqual(c.tensors.map(() => null));
    expect(await readdir(stats)).toEqual(['manifest.json']);
    const values = parseNpz(await readFile(path.join(npz, 'activations.npz')), 'npz');
    for (const { key, file, shape } of b.tensors) {
      expect(file).toMatch(/^tensors\/\d{5}-[\w.-]+\.npy$/);
      const one = parseNpy(await readFile(path.join(npy, file ?? '')), file ?? '');
      expect(one.shape).toEqual(shape);
      expect(one.data).toEqual(values.get(key)?.data);
    }
  });

  it('a report without scripts, with pictures and names', async () => {
    const report = fresh('report.html');
    const digits = path.join('example', 'digits');
    const { code, stdout } = await runCli([
      'run',
      digits,
      '--input',
      'image=example/digit.npy',
      '--report',
      report,
      '--labels',
      'example/labels.txt',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Best classes of digit\n {2}three +[01]\S*\n/);
    const page = await readFile(report, 'utf8');
    expect(page).not.toMatch(/<script|https?:|<link/);
    expect(page.match(/data:image\/png;base64,/g)?.length).toBeGreaterThanOrEqual(4);
    for (const name of ['strokes', 'curves', 'shapes', 'features']) expect(page).toContain(name);
  });

  it('names from files stay text', async () => {
    const report = fresh('report.html');
    const { code } = await runCli(['run', fixture('unusual_names'), '--report', report, '--select', '@ops']);
    expect(code).toBe(0);
    const page = await readFile(report, 'utf8');
    const tags = page.match(/<[a-z!/][^>]*>/gi) ?? [];
    expect(tags.filter((tag) => /^<(script|link|iframe|base)|\son\w+\s*=|(src|href)="(?!#|data:)/i.test(tag))).toEqual([]);
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
  });

  it('a run file that runs again from another folder', async () => {
    const file = fresh('run.json');
    const first = await runCli([
      'run',
      model,
      '--input',
      'features=zeros',
      '--select',
      'dense_2',
      '--max-bytes',
      '1MB',
      '--save-run',
      file,
      '--json',
    ]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      schema: 1,
      select: ['dense_2'],
      inputs: { features: 'zeros' },
      limits: { maxBytes: 1_000_000 },
    });
    const again = await runCli(['run', model, '--run-file', file, '--json'], { cwd: root });
    const values = ({ tensors }: Manifest): unknown => tensors.map(({ name, stats }) => [name, stats]);
    expect(values(parsed<Manifest>(again))).toEqual(values(parsed<Manifest>(first)));
  });

  it('never anything into the model, nor over something', async () => {
    const before = await hashOf(model);
    const inside = path.join(model, 'dump');
    const refused = await runCli(['run', model, ...input, '--out', inside]);
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: --out ${inside} lies inside the model's directory, which is never written to. Choose a place outside it.\n`,
    });
    const full = fresh();
    expect((await runCli(['run', model, ...input, '--out', full])).code).toBe(0);
    const again = await runCli(['run', model, ...input, '--out', full]);
    expect(again).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: --out ${full} is not empty: it holds activations.npz and more. Name a new or empty folder, or add --overwrite to replace this dump.\n`,
    });
    expect(await hashOf(model)).toBe(before);
  });
});

describe('limits and refusals', () => {
  it('keeps what was finished when a limit is hit', async () => {
    const out = fresh();
    const { code, stderr } = await runCli([
      'run',
      fixture('dense_stack'),
      '--input',
      'features=zeros',
      '--max-bytes',
      '70',
      '--out',
      out,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /error: The limit --max-bytes of 70 B was reached after \d tensors?\. Raise it, or select fewer tensors\.\n$/,
    );
    expect(await manifestOf(out)).toMatchObject({ partial: true });
  });

  it('runs a graph that can write files only when allowed', async () => {
    const refused = await runCli(['run', fixture('writes_files')]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toBe(
      'error: Running this graph can write files or call back into a host language: it contains WriteFile. Allow it with --allow-unsafe if you trust where the model comes from.\n',
    );
    const target = fresh('written.txt');
    const allowed = await runCli(['run', fixture('writes_files'), '--allow-unsafe', '--input', `target=text:${target}`]);
    expect(allowed.code).toBe(0);
  });

  it('a tensor named outright that cannot be had fails the run, which gives the rest all the same', async () => {
    const out = fresh();
    const { code, stderr } = await runCli([
      'run',
      fixture('dense_stack'),
      '--input',
      'features=zeros',
      '--select',
      'dense_1/kernel,dense_1',
      '--out',
      out,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: "dense_1\/kernel" is a resource handle, not a value\./);
    const { skipped, tensors } = await manifestOf(out);
    expect(skipped).toMatchObject([{ name: 'dense_1/kernel', reason: 'resource' }]);
    expect(tensors.map(({ layer }) => layer)).toContain('dense_1');
  });

  it('an earlier dump is replaced when asked for, other files stay', async () => {
    const out = fresh();
    const run = (...more: string[]): ReturnType<typeof runCli> =>
      runCli(['run', fixture('dense_stack'), '--input', 'features=zeros', '--out', out, ...more]);
    expect((await run('--select', 'dense_1')).code).toBe(0);
    await writeFile(path.join(out, 'notes.txt'), 'mine');
    const again = await run('--select', 'dense_2');
    expect(again).toMatchObject({
      code: 2,
      stderr: `error: --out ${out} is not empty: it holds activations.npz and more. Name a new or empty folder, or add --overwrite to replace this dump.\n`,
    });
    expect((await run('--select', 'dense_2', '--overwrite', '--format', 'npy')).code).toBe(0);
    expect((await manifestOf(out)).tensors.map(({ layer }) => layer)).toContain('dense_2');
    expect((await readdir(out)).sort()).toEqual(['manifest.json', 'notes.txt', 'tensors']);
  });

  it('names no file in JSON that is not there', async () => {
    const argv = ['run', fixture('dense_stack'), '--input', 'features=zeros', '--select', 'dense_1', '--json'];
    const alone = parsed<Manifest>(await runCli([...argv, '--print']));
    expect(alone.tensors.map(({ file }) => file)).toEqual([null, null]);
    const dumped = parsed<Manifest>(await runCli([...argv, '--out', fresh()]));
    expect(dumped.tensors.map(({ file }) => file)).toEqual(['activations.npz', 'activations.npz']);
    const out = fresh();
    expect((await runCli([...argv, '--no-values', '--out', out])).code).toBe(0);
    expect(await readdir(out)).toEqual(['manifest.json']);
  });

  it('values from a JSON request, and fed into a layer by its name', async () => {
    const file = fresh('request.json');
    await writeFile(
      file,
      JSON.stringify({
        instances: [
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ],
      }),
    );
    const json = parsed<Manifest>(await runCli(['run', fixture('dense_stack'), '--inputs', file, '--json']));
    expect(json.inputs).toMatchObject([{ name: 'features', dtype: 'float32', shape: [2, 10], source: `${file}[features]` }]);
    const fed = parsed<Manifest>(
      await runCli([
        'run',
        fixture('dense_stack'),
        '--input',
        'features=zeros',
        '--feed',
        'dense_2=zeros',
        '--select',
        'dense_3',
        '--json',
      ]),
    );
    expect(fed.inputs.map(({ tensor }) => tensor)).toContain(
      'StatefulPartitionedCall/StatefulPartitionedCall/dense_stack/dense_2/Relu',
    );
    expect(await runCli(['run', fixture('dense_stack'), '--feed', 'dens_2=zeros'])).toMatchObject({
      code: 2,
      stderr:
        'error: The model has no input and no tensor called dens_2. Nearest: dense_2, dense_1, dense_3. The inputs are: features.\n',
    });
  });

  it('Ctrl-C ends it with 2 and leaves nothing behind', async () => {
    const folder = path.join(lensCacheDirectory(), 'cli');
    const runs = (): Promise<string[]> => readdir(folder).catch(() => []);
    const before = await runs();
    const { result, interrupt } = startCli(['run', fixture('dense_stack'), '--input', 'features=zeros']);
    while ((await runs()).length === before.length)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    interrupt();
    expect(await result).toEqual({ code: 2, stdout: '', stderr: 'error: The run was cancelled.\n' });
    expect(await runs()).toEqual(before);
  });
});

/** Names and bytes of everything in a folder. */
async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(path.relative(folder, file)).update(await readFile(file));
  return hash.digest('hex');
}
