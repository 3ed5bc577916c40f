import { describe, expect, it } from 'vitest';
import { fixture, parsed, runCli } from './cli.ts';
import type { Manifest } from '../../src/core/run/manifest.ts';

/** A model whose graph parses a tf.SequenceExample: any other text makes TensorFlow fail while it runs. */
const UNPARSABLE = ['run', fixture('sequence_example'), '--input', 'text=text:foo', '--quiet'];

describe('what TensorFlow cannot compute', () => {
  it.each([
    ['named outright', '@ops,ParseSingleSequenceExample'],
    ['nothing of what was selected being computed', '@inputs,**/ParseSequenceExampleV2'],
  ])('makes the run fail with the reason: %s', async (_how, selection) => {
    const { code, stderr } = await runCli([...UNPARSABLE, '--select', selection]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .* no value: TensorFlow could not run the graph: Invalid protocol message input/);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('is left out where a pattern gave it beside what was computed', async () => {
    expect(await runCli([...UNPARSABLE, '--select', '@ops'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('NaN', () => {
  it('is found first where it is computed first, whatever was selected or captured first', async () => {
    const model = fixture('dense_stack');
    const values = JSON.stringify([Array.from({ length: 10 }, () => 'nan')]);
    const words = ['run', model, '--input', `features=${values}`, '--select', 'dense_3,dense_2,@outputs'];
    const { code, stderr } = await runCli(words);
    expect(code).toBe(0);
    expect(stderr).toContain('NaN found in 3 of 3 tensors; the first computed of them is dense_2/Relu (12 of 12 values).\n');
  });
});

describe('the order of execution in the manifest', () => {
  it('puts what lies in a loop before what comes of it', async () => {
    const loop = '/while@body.*Sigmoid$/,@layers';
    const { tensors } = parsed<Manifest>(await runCli(['run', fixture('gated_rnn'), '--select', loop, '--json', '--quiet']));
    const orders = tensors.map(({ order }) => order ?? -1);
    expect([...orders].sort((a, b) => a - b)).toEqual(tensors.map((_, index) => index));
    const inside = tensors.filter(({ name }) => name.includes('@body')).map(({ order }) => order ?? -1);
    const [after] = tensors.filter(({ layer, name }) => layer === 'gru' && !name.includes('@'));
    expect(inside.length).toBeGreaterThan(0);
    expect(Math.max(...inside)).toBeLessThan(after?.order ?? -1);
  });
});

describe('what lies inside loops and branches', () => {
  it.each(['Sigmoid', 'lstm/Sigmoid', '**/Sigmoid', '/Sigmoid$/'])(
    'is named where %s matches nothing outside them',
    async (selection) => {
      const { code, stderr } = await runCli(['layers', fixture('gated_rnn'), '--select', selection]);
      expect(code).toBe(2);
      const [name = ''] = /Inside a loop or branch there is (\S+@body\/\S*Sigmoid),/.exec(stderr)?.slice(1) ?? [];
      expect((await runCli(['run', fixture('gated_rnn'), '--select', name, '--quiet', '--no-verify'])).stderr).toBe('');
    },
  );

  it('is listed by show --ops under the names that run takes', async () => {
    const { stdout } = await runCli(['show', fixture('gated_rnn'), '--ops']);
    const name = /^ {2}Sigmoid +(\S+@body\S+)/m.exec(stdout)?.[1] ?? '';
    const { tensors } = parsed<Manifest>(await runCli(['run', fixture('gated_rnn'), '--select', name, '--json', '--quiet']));
    expect(tensors.map((tensor) => tensor.name)).toContain(name);
  });
});

describe('names of the signature', () => {
  it('mean its outputs, where no layer is called so', async () => {
    const words = ['run', fixture('module_encoder'), '--select', 'final=y', '--json', '--quiet'];
    const { tensors, outputs } = parsed<Manifest>(await runCli(words));
    expect(tensors.map(({ name, key }) => [name, key])).toEqual([[outputs[0]?.tensor, 'final']]);
    const { stdout } = await runCli(['run', fixture('dense_stack'), '--select', 'probabilities', '--json', '--quiet']);
    expect((JSON.parse(stdout) as Manifest).tensors.map(({ layer }) => layer)).toContain('probabilities');
  });
});
