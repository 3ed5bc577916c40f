import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capture } from './capture.ts';

const MODELS = fileURLToPath(new URL('../../fixtures/models', import.meta.url));
const NAMES = readdirSync(MODELS).filter((name) => name !== 'broken');

/** A check of a value: undefined when it fits, else where it does not. */
type Check = (value: unknown, at: string) => string | undefined;

const is =
  (type: 'string' | 'number' | 'boolean'): Check =>
  (value, at) =>
    typeof value === type ? undefined : `${at} is no ${type}`;
const nullable =
  (check: Check): Check =>
  (value, at) =>
    value === null ? undefined : check(value, at);
const listOf =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value)
      ? value.map((item, index) => check(item, `${at}[${index}]`)).find((problem) => problem !== undefined)
      : `${at} is no list`;
const recordOf =
  (check: Check): Check =>
  (value, at) =>
    object(value, at, () => check, []);
const fields =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, at) =>
    object(value, at, (key) => required[key] ?? optional[key], Object.keys(required));

function object(
  value: unknown,
  at: string,
  checkOf: (key: string) => Check | undefined,
  required: readonly string[],
): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} is no object`;
  const missing = required.find((key) => !(key in value));
  if (missing !== undefined) return `${at}.${missing} is missing`;
  for (const [key, field] of Object.entries(value)) {
    const check = checkOf(key);
    const problem = check === undefined ? `${at}.${key} is not in the contract` : check(field, `${at}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const text = is('string');
const count = is('number');
const shape = nullable(listOf(count));
const spec = fields({ name: text, tensor: text, dtype: text, shape }, { default: text });
const tensor = fields({ tensor: text, dtype: text, shape }, { axes: listOf(text) });
const warning = fields({ code: text, message: text });
const node = fields({ name: text, op: text, inputs: listOf(text), outputs: listOf(tensor) });
const SHOW = fields(
  {
    schema: count,
    path: text,
    sha256: text,
    metaGraphs: listOf(
      fields(
        {
          tagSet: listOf(text),
          producer: text,
          warnings: listOf(warning),
          ops: recordOf(count),
          signatures: listOf(fields({ key: text, method: text, inputs: listOf(spec), outputs: listOf(spec) })),
          functions: listOf(fields({ path: text, inputs: listOf(spec), outputs: listOf(spec) })),
          variables: listOf(
            fields(
              { name: text, key: text, dtype: text, shape, bytes: count },
              { trainable: is('boolean'), damage: fields({ kind: text, file: text, message: text }) },
            ),
          ),
          assets: listOf(fields({ name: text, bytes: nullable(count) })),
          runtime: fields({ checked: is('boolean'), missingOps: listOf(text) }, { library: text }),
        },
        { keras: fields({ version: text, class: text, name: text }) },
      ),
    ),
  },
  { fingerprint: recordOf(text), nodes: listOf(node), innerNodes: listOf(node) },
);
const LAYERS = fields(
  {
    schema: count,
    tagSet: listOf(text),
    signature: nullable(text),
    warnings: listOf(warning),
    layers: listOf(
      fields(
        {
          index: nullable(count),
          order: count,
          path: text,
          name: text,
          type: text,
          typeSource: text,
          depth: count,
          outputs: listOf(tensor),
          inputs: listOf(tensor),
          params: fields({ count, bytes: count, variables: listOf(fields({ name: text, dtype: text, shape })) }),
          ops: count,
          fetchable: is('boolean'),
        },
        { objectPath: text, preactivation: tensor, reason: text },
      ),
    ),
  },
  { function: text },
);

describe.each(NAMES)('%s', (name) => {
  const model = path.join(MODELS, name);

  it('show --json keeps the contract, and its text has the same signatures', async () => {
    const json = await capture([
      'show',
      model,
      '--json',
      ...(name === 'functions_only' || name === 'recursive_function' ? [] : ['--ops']),
    ]);
    expect({ code: json.code, problem: SHOW(JSON.parse(json.stdout), 'show') }).toEqual({ code: 0, problem: undefined });
    const { code, stdout } = await capture(['show', model, '--all']);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('layers --json keeps the contract', async () => {
    const { code, stdout } = await capture(['layers', model, '--json']);
    const document: unknown = JSON.parse(stdout);
    if (code === 2) expect(document).toMatchObject({ schema: 1, error: { code: 'no-signature' } });
    else expect(LAYERS(document, 'layers')).toBeUndefined();
  });
});

describe('any command line', () => {
  const command = fc.constantFrom('show', 'layers', 'run', 'runtime', 'compare', 'scan', 'nonsense');
  const word = fc.constantFrom(
    '--ops',
    '--depth',
    '1',
    '-1',
    '--select',
    'dense_1',
    'layers[7]',
    '@@',
    '!x',
    '--tag-set',
    '',
    'serve',
    '--signature',
    '--function',
    '--dir',
    '--inputs',
    'a=b',
    '--verbose',
    '--nonsense',
    path.join(MODELS, 'dense_stack'),
    path.join(MODELS, 'broken', 'html'),
    '/nowhere',
  );

  it('with --json ends with 0, 1 or 2 and one document that parses', async () => {
    await fc.assert(
      fc.asyncProperty(command, fc.array(word, { maxLength: 6 }), async (name, words) => {
        const { code, stdout, stderr } = await capture([name, '--json', ...words]);
        const document: unknown = JSON.parse(stdout);
        expect(document).toHaveProperty('schema', 1);
        expect([0, 1, 2]).toContain(code);
        expect(code === 2).toBe(typeof document === 'object' && document !== null && 'error' in document);
        if (code === 2) expect(stderr).toMatch(/^error: /m);
      }),
      { numRuns: 200 },
    );
  });
});
