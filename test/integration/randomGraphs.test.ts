import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/core/run/manifest.ts';
import { parseNpy } from '../../src/core/tensor/npy/npy.ts';
import { toFloat64Array } from '../../src/core/tensor/values.ts';
import { startWorker, type ModelWorker } from '../../src/node/startWorker.ts';
import { Interpreter, type Plain } from './random/interpreter.ts';
import { choices, randomModel, type RandomModel } from './random/randomControlFlow.ts';

const INPUT = fc.integer({ min: -9, max: 40 });
/** milliseconds for one engine, so that a busy machine only sees fewer models */
const TIME = 20_000;

describe.each(['tfjs-node', 'capi'] as const)('random loops, branches and calls in the real library, with %s', (engine) => {
  let work: string;
  let worker: ModelWorker;
  let count = 0;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'savedmodel-lens-test-'));
    worker = startWorker({ workerFile: fileURLToPath(new URL('../../dist/worker.js', import.meta.url)) });
  });
  afterAll(async () => {
    worker.kill();
    await rm(work, { recursive: true, force: true });
  });

  async function run(
    model: RandomModel,
    inputs: readonly number[],
    isNested: boolean,
  ): Promise<ReadonlyMap<string, Plain & { readonly isFloat: boolean }>> {
    const folder = join(work, String(count++));
    await mkdir(join(folder, 'model'), { recursive: true });
    await writeFile(join(folder, 'model', 'saved_model.pb'), model.bytes);
    await worker.call('open', { path: join(folder, 'model'), engine });
    const manifest: Manifest = await worker.call('run', {
      select: ['@ops', ...(isNested ? ['/@/'] : [])],
      inputs: inputs.map((value, index) => ({ name: `x${index}`, spec: String(value) })),
      feeds: [],
      dims: {},
      directory: join(folder, 'run'),
    });
    expect(manifest.outputs.map(({ reason, unchanged }) => [unchanged, reason])).toEqual(
      manifest.outputs.map(() => [true, undefined]),
    );
    const values = new Map<string, Plain & { readonly isFloat: boolean }>();
    for (const { aliases, dtype, file, name } of manifest.tensors) {
      const tensor = parseNpy(await readFile(join(folder, 'run', file ?? '')), name);
      const value = { shape: tensor.shape, data: [...toFloat64Array(tensor)], isFloat: dtype.startsWith('float') };
      for (const each of [name, ...aliases]) values.set(each, value);
    }
    manifest.outputs.forEach(({ name, tensor }) => {
      const value = values.get(tensor);
      if (value !== undefined) values.set(`output ${name}`, value);
    });
    await rm(folder, { recursive: true });
    return values;
  }

  it('gives what a naive interpreter gives, every iteration and every output', async () => {
    let inside = 0;
    const property = fc.asyncProperty(choices, fc.tuple(INPUT, INPUT), async (made, inputs) => {
      const model = randomModel(made);
      const interpreter = new Interpreter(model, inputs);
      const outputs = interpreter.run();
      const isNested = [...interpreter.seen.keys()].some((name) => name.includes('@'));
      const values = await run(model, inputs, isNested);
      outputs.forEach((wanted, index) => {
        const { data, shape } = values.get(`output y${index}`) ?? { data: [], shape: [NaN] };
        expect({ shape, data: data.map((each) => each + 0) }).toEqual(wanted);
      });
      for (const name of interpreter.seen.keys()) {
        const value = values.get(name);
        if (value === undefined) throw new Error(`${name} is missing`);
        const wanted = interpreter.together(name, value.isFloat ? NaN : 0);
        expect([name, value.shape, value.data.map((each) => each + 0)]).toEqual([name, wanted.shape, wanted.data]);
        if (name.includes('@')) inside += 1;
      }
    });
    await fc.assert(property, { numRuns: 40, interruptAfterTimeLimit: TIME });
    expect(inside).toBeGreaterThan(10);
  });
});
