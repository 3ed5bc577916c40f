import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dtypeAttr, GraphDraft } from '../../src/core/instrument/graphDraft.ts';
import { fixture, parsed, runCli } from './cli.ts';
import { broken, CHOICES, COMMANDS, INPUTS, UNREADABLE, WEIGHTS, type CommandRow } from './errorTables.ts';
import { writeModel } from './madeModel.ts';

const STACK = fixture('dense_stack');

interface ErrorDocument {
  readonly schema: 1;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** Exit code 2, one sentence on standard error, and with --json the same sentence in a document on standard output. */
async function expectFailure(
  argv: readonly string[],
  code: string,
  sentence: string,
  env: Record<string, string> = {},
): Promise<void> {
  const json = await runCli([...argv, '--quiet', '--json'], { env });
  expect(json.stderr).toBe(`error: ${sentence}\n`);
  expect(json.code).toBe(2);
  const { schema, error } = parsed<ErrorDocument>(json);
  expect([schema, error.code, [error.message, error.hint].filter((part) => part !== undefined).join(' ')]).toEqual([
    1,
    code,
    sentence,
  ]);
}

describe.each(['show', 'layers', 'run'])('%s refuses what is no readable SavedModel', (command) => {
  it.each(UNREADABLE)('%s', (name, code, sentence) => expectFailure([command, broken(name)], code, sentence));
});

describe('wrong choices', () => {
  it.each(CHOICES)('%s', async (_what, words, code, sentence) => {
    await expectFailure(['layers', STACK, ...words], code, sentence);
    await expectFailure(['run', STACK, ...words], code, sentence);
  });
});

describe('wrong inputs', () => {
  it.each(INPUTS)('%s', (_what, words, code, sentence) => expectFailure(['run', STACK, ...words], code, sentence));
});

describe('missing and damaged weights', () => {
  it.each(WEIGHTS)('%s', async (name, code, rest) => {
    const shown = await runCli(['show', broken(name), '--json']);
    expect(shown.code).toBe(0);
    const result = await runCli(['run', broken(name), '--select', '@ops', '--json', '--quiet']);
    expect(result.code).toBe(2);
    expect(parsed<ErrorDocument>(result).error.code).toBe(code);
    expect(result.stderr).toMatch(/^error: \d+ of \d+ selected tensors have no value: /);
    expect(result.stderr.endsWith(`: ${rest}\n`)).toBe(true);
  });
});

describe('what else can go wrong', () => {
  let work = '';
  beforeAll(async () => {
    work = await mkdtemp(path.join(tmpdir(), 'lens-errors-'));
    await mkdir(path.join(work, 'big'));
    await writeFile(path.join(work, 'big', 'saved_model.pb'), '');
    await truncate(path.join(work, 'big', 'saved_model.pb'), 2 ** 31);
    await mkdir(path.join(work, 'full'));
    await writeFile(path.join(work, 'full', 'notes.txt'), 'kept');
    await writeFile(path.join(work, 'list.json'), '{"inputs": 3}');
    await writeFile(path.join(work, 'libtensorflow.so.2'), 'no library');
    // a ReLU of texts
    const draft = new GraphDraft();
    draft.placeholder('x', 'string', [1]);
    draft.add('y', 'Relu', ['x'], { T: dtypeAttr('string') });
    await writeModel(path.join(work, 'refused'), {
      draft,
      inputs: { x: { tensor: 'x:0', dtype: 'string' } },
      outputs: { y: { tensor: 'y:0', dtype: 'string' } },
    });
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it.each(COMMANDS.map((row) => [row.what, row] as const))('%s', async (_what, { argv, code, env, sentence }: CommandRow) => {
    await expectFailure(argv(work), code, sentence(work), env?.(work));
  });
});
