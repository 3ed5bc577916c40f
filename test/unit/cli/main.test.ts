import { describe, expect, it } from 'vitest';
import { capture } from './capture.ts';
import { version } from '../../../src/core/version.ts';

const COMMANDS = ['show', 'layers', 'run', 'runtime'];
const PLANNED = ['compare', 'check', 'export', 'scan', 'diff'];

describe('main', () => {
  it('says its version', async () => {
    expect(await capture(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists every command in its help', async () => {
    const { code, stdout } = await capture(['--help']);
    expect(code).toBe(0);
    for (const name of [...COMMANDS, ...PLANNED]) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each(COMMANDS)('%s --help has examples on the bundled model', async (name) => {
    const { code, stdout, stderr } = await capture([name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`\n  savedmodel-lens ${name}`);
  });

  it('names the bundled model as it has to be typed from where it is called', async () => {
    const { stdout } = await capture(['show', '--help'], { examples: '/opt/some where/example' });
    expect(stdout).toContain("\n  savedmodel-lens show '/opt/some where/example'/digits\n");
  });

  it('lists what does not work yet apart', async () => {
    const { stdout } = await capture(['--help']);
    const [works = '', notYet = ''] = stdout.split('\nNot in this version:\n');
    for (const name of COMMANDS) expect(works).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const name of PLANNED) expect(notYet).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('gives its help to who asks in another way, as wrong use where no command is named', async () => {
    const { stdout } = await capture(['--help']);
    expect(await capture(['help'])).toEqual({ code: 0, stdout, stderr: '' });
    expect(await capture(['help', 'run'])).toEqual(await capture(['run', '--help']));
    expect(await capture([])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage: savedmodel-lens COMMAND [options]') as string,
    });
  });

  it.each(PLANNED)('%s answers that it is not there yet', async (name) => {
    const { code, stdout, stderr } = await capture([name, 'a', '--whatever', 'b', '--json']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error: The command ${name} is not in this version of SavedModel Lens. show, layers, run and runtime work.\n`,
    );
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      error: {
        code: 'not-yet',
        message: `The command ${name} is not in this version of SavedModel Lens.`,
        hint: 'show, layers, run and runtime work.',
      },
    });
  });

  it.each([
    [['show', 'x', '--jsn'], "error: Unknown option '--jsn'. Did you mean --json?\n"],
    [['shwo'], "error: Unknown command 'shwo'. Did you mean show?\n"],
    [['show'], 'error: No model is named. Give the SavedModel directory, or its saved_model.pb.\n'],
    [['layers', 'x', '--depth', 'two'], 'error: --depth is "two", not a whole number of at least 1.\n'],
    [
      ['run', 'x', '--max-bytes', '5 pints'],
      'error: --max-bytes is "5 pints", not a size. Write bytes or something like 500MB or 2GiB.\n',
    ],
    [
      ['run', 'x', '--engine', 'steam'],
      "error: Option '--engine <engine>' argument 'steam' is invalid. Allowed choices are auto, tfjs-node, capi. See savedmodel-lens --help.\n",
    ],
    [
      ['run', 'x', '--input', 'image'],
      'error: --input "image" is not NAME=SPEC. Write for example --input NAME=values.npy or --input NAME=zeros.\n',
    ],
    [
      ['run', 'x', '--print', 'y'],
      'error: --print is "y", not a whole number. Put the model before the options, or leave N out.\n',
    ],
    [['run', '--print', 'x'], 'error: --print is "x", not a whole number. Put the model before the options, or leave N out.\n'],
    [
      ['run', 'x', '--select', ' '],
      'error: --select is empty. Name layers or tensors, such as dense_1 or layers[2], or leave it out.\n',
    ],
    [['run', 'x', '--input', 'a=1', '--input', 'a=2'], 'error: --input gives a more than once. Keep one of them.\n'],
    [
      ['run', 'x', '--signature', 'a', '--function', 'b'],
      'error: --signature and --function exclude each other. Give one of the two.\n',
    ],
  ])('%j is wrong use', async (argv, sentence) => {
    expect(await capture(argv)).toEqual({ code: 2, stdout: '', stderr: sentence });
    const json = await capture([...argv, '--json']);
    expect(json.stderr).toBe(sentence);
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 1, error: { code: 'usage' } });
  });
});
