import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, parsed, runCli } from './cli.ts';
import type { ShowDocument } from '../../src/core/describe/documents.ts';
import type { Manifest } from '../../src/core/run/manifest.ts';
import { writeNpy } from '../../src/core/tensor/npy/npy.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lens-structure-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('reading only', () => {
  it('never opens the weights: a pipe that nobody writes to would block', async () => {
    const model = path.join(root, 'model');
    const data = path.join(model, 'variables', 'variables.data-00000-of-00001');
    await cp(fixture('dense_stack'), model, { recursive: true });
    await rm(data);
    await promisify(execFile)('mkfifo', [data]);
    for (const command of [['show'], ['show', '--ops'], ['layers'], ['layers', '--select', 'type:Dense']]) {
      const [name = '', ...words] = command;
      expect((await runCli([name, model, ...words])).code).toBe(0);
    }
  });

  it('show without a library says that running was not checked', async () => {
    const { code, stdout } = await runCli(['show', fixture('dense_stack'), '--json'], {
      env: { XDG_CACHE_HOME: root, SAVEDMODEL_LENS_LIBTENSORFLOW: root },
    });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as ShowDocument).metaGraphs[0]?.runtime).toEqual({ checked: false, missingOps: [] });
    const run = await runCli(['run', fixture('dense_stack')], { env: { SAVEDMODEL_LENS_LIBTENSORFLOW: root } });
    expect(run).toMatchObject({
      code: 2,
      stderr: `error: SAVEDMODEL_LENS_LIBTENSORFLOW is "${root}", where there is no TensorFlow library. Name a folder that holds libtensorflow_cc.so.2 or libtensorflow.so.2, or that file.\n`,
    });
  });
});

describe("saved_model_cli's spellings", () => {
  it('show and run take them', async () => {
    const model = fixture('multi_metagraph');
    const shown = await runCli(['show', '--dir', model, '--tag_set', 'serve,gpu', '--json']);
    expect(parsed<ShowDocument>(shown).metaGraphs.map(({ tagSet }) => [...tagSet].sort())).toEqual([['gpu', 'serve']]);
    const file = path.join(root, 'x.npy');
    await writeFile(file, writeNpy({ dtype: 'float32', shape: [1, 10], data: new Float32Array(10).fill(0.5) }));
    const words = [
      '--dir',
      fixture('dense_stack'),
      '--tag_set',
      'serve',
      '--signature_def',
      'serving_default',
      '--inputs',
      `features=${file}`,
      '--json',
    ];
    const { code, stdout } = await runCli(['run', ...words]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Manifest).inputs).toMatchObject([{ name: 'features', shape: [1, 10] }]);
  });

  it('says what it chose for the user', async () => {
    for (const command of ['layers', 'run']) {
      const { stderr } = await runCli([command, fixture('several_signatures')]);
      expect(stderr).toMatch(/^note: Signature "\w+" chosen out of: \w+, \w+, \w+\.\n/);
      const { stderr: quiet } = await runCli([command, fixture('several_signatures'), '--quiet']);
      expect(quiet).toBe('');
    }
  });
});
