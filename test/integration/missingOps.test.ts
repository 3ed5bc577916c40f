import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dtypeAttr, GraphDraft, type Attrs } from '../../src/core/instrument/graphDraft.ts';
import { AttrValueSchema, type AttrValue, type FunctionDefSchema } from '../../src/core/proto/messages.ts';
import type { Manifest } from '../../src/core/run/manifest.ts';
import { DTYPE_NUMBERS, type DType } from '../../src/core/tensor/dtype.ts';
import { parseNpz } from '../../src/core/tensor/npy/npz.ts';
import { fixture, runCli } from './cli.ts';
import { writeModel } from './madeModel.ts';

const T: Attrs = { T: dtypeAttr('float32') };
const OWN = 'SomebodysOwnOp';
const OUTPUTS = ['plain', 'after', 'called', 'looped', 'chosen', 'waiting'] as const;

function attr(value: MessageInitShape<typeof AttrValueSchema>['value']): AttrValue {
  return create(AttrValueSchema, value === undefined ? {} : { value });
}
const func = (name: string): AttrValue => attr({ case: 'func', value: { name } });
const types = (...dtypes: readonly DType[]): AttrValue =>
  attr({ case: 'list', value: { type: dtypes.map((dtype) => DTYPE_NUMBERS[dtype]) } });

/** A function of one body; `args` and `ret`: name → dtype, name → where it comes from. */
function fn(
  name: string,
  args: Readonly<Record<string, DType>>,
  rets: Readonly<Record<string, readonly [DType, string]>>,
  body: (draft: GraphDraft) => void,
): MessageInitShape<typeof FunctionDefSchema> {
  const draft = new GraphDraft();
  body(draft);
  return {
    signature: {
      name,
      inputArg: Object.entries(args).map(([arg, dtype]) => ({ name: arg, type: DTYPE_NUMBERS[dtype] })),
      outputArg: Object.entries(rets).map(([ret, [dtype]]) => ({ name: ret, type: DTYPE_NUMBERS[dtype] })),
    },
    nodeDef: draft.nodes,
    ret: Object.fromEntries(Object.entries(rets).map(([ret, [, source]]) => [ret, source])),
  };
}

const FLOAT: Readonly<Record<string, DType>> = { v: 'float32' };

/** An op that no TensorFlow has in the main graph, in a called function, in the body of a loop, in a branch. */
async function makeModel(directory: string): Promise<void> {
  const draft = new GraphDraft();
  const scalar = (to: GraphDraft, name: string, dtype: 'float32' | 'int32', value: number): string =>
    to.add(name, 'Const', [], {
      dtype: dtypeAttr(dtype),
      value: attr({
        case: 'tensor',
        value: {
          dtype: DTYPE_NUMBERS[dtype],
          tensorShape: {},
          ...(dtype === 'int32' ? { intVal: [value] } : { floatVal: [value] }),
        },
      }),
    });
  draft.placeholder('x', 'float32', [2]);
  draft.add('relu', 'Relu', ['x'], T);
  draft.add('odd', OWN, ['relu'], T);
  scalar(draft, 'one', 'float32', 1);
  draft.add('sum', 'AddV2', ['odd', 'one'], T);
  draft.add('call', 'PartitionedCall', ['relu'], { Tin: types('float32'), Tout: types('float32'), f: func('called_fn') });
  draft.add('called', 'Neg', ['call'], T);
  scalar(draft, 'zero', 'int32', 0);
  draft.add('loop', 'StatelessWhile', ['zero', 'relu'], {
    T: types('int32', 'float32'),
    cond: func('cond_fn'),
    body: func('body_fn'),
  });
  draft.add('looped', 'Neg', ['loop:1'], T);
  draft.add('choose', 'Const', [], {
    dtype: dtypeAttr('bool'),
    value: attr({ case: 'tensor', value: { dtype: DTYPE_NUMBERS.bool, tensorShape: {}, boolVal: [false] } }),
  });
  draft.add('choice', 'StatelessIf', ['choose', 'relu'], {
    Tcond: dtypeAttr('bool'),
    Tin: types('float32'),
    Tout: types('float32'),
    then_branch: func('own_fn'),
    else_branch: func('neg_fn'),
  });
  draft.add('chosen', 'Neg', ['choice'], T);
  // as in traced functions, whose outputs wait for everything that may have done something
  draft.add('behind', 'Neg', ['odd'], T);
  draft.add('done', 'NoOp', ['^odd', '^relu'], {});
  draft.add('waiting', 'Neg', ['behind', '^done'], T);
  const loopArgs: Readonly<Record<string, DType>> = { i: 'int32', v: 'float32' };
  await writeModel(directory, {
    draft,
    inputs: { x: { tensor: 'x:0', dtype: 'float32' } },
    outputs: Object.fromEntries(
      OUTPUTS.map((name) => [name, { tensor: `${{ plain: 'relu', after: 'sum' }[name as string] ?? name}:0`, dtype: 'float32' }]),
    ),
    functions: [
      fn('called_fn', FLOAT, { r: ['float32', 'deep:y:0'] }, (body) => {
        body.add('shallow', 'Abs', ['v'], T);
        body.add('own', OWN, ['shallow:y:0'], T);
        body.add('deep', 'Neg', ['own:y:0'], T);
      }),
      fn('own_fn', FLOAT, { r: ['float32', 'own_then:y:0'] }, (body) => body.add('own_then', OWN, ['v'], T)),
      fn('neg_fn', FLOAT, { r: ['float32', 'neg_else:y:0'] }, (body) => body.add('neg_else', 'Neg', ['v'], T)),
      fn('cond_fn', loopArgs, { r: ['bool', 'less:z:0'] }, (body) => {
        scalar(body, 'limit', 'int32', 3);
        body.add('less', 'Less', ['i', 'limit:output:0'], { T: dtypeAttr('int32') });
      }),
      fn('body_fn', loopArgs, { n: ['int32', 'next:z:0'], r: ['float32', 'own_body:y:0'] }, (body) => {
        scalar(body, 'step', 'int32', 1);
        body.add('next', 'AddV2', ['i', 'step:output:0'], { T: dtypeAttr('int32') });
        body.add('own_body', OWN, ['v'], T);
      }),
    ],
  });
}

/** What JAX writes: a whole program in one op, compiled when it runs. Its text for the platforms that it was lowered for. */
async function makeXlaModel(directory: string, platforms: readonly string[]): Promise<void> {
  const program = `module {
    func.func public @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      %y = stablehlo.negate %x : tensor<2xf32>
      return %y : tensor<2xf32>
    }
  }`;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const draft = new GraphDraft();
  draft.placeholder('x', 'float32', [2]);
  draft.add('before', 'Relu', ['x'], T);
  draft.add('program', 'XlaCallModule', ['before'], {
    Tin: types('float32'),
    Tout: types('float32'),
    Sout: attr({ case: 'list', value: { shape: [{ dim: [{ size: 2n }] }] } }),
    module: attr({ case: 's', value: bytes(program) }),
    platforms: attr({ case: 'list', value: { s: platforms.map(bytes) } }),
    version: attr({ case: 'i', value: 5n }),
  });
  draft.add('after', 'Neg', ['program'], T);
  await writeModel(directory, {
    draft,
    inputs: { x: { tensor: 'x:0', dtype: 'float32' } },
    outputs: { y: { tensor: 'after:0', dtype: 'float32' }, h: { tensor: 'before:0', dtype: 'float32' } },
    functions: [],
  });
}

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lens-missing-ops-'));
  await makeModel(path.join(root, 'model'));
  await makeXlaModel(path.join(root, 'xla'), ['CPU']);
  await makeXlaModel(path.join(root, 'tpu'), ['TPU']);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function run(model: string, ...words: string[]) {
  const out = path.join(await mkdtemp(path.join(root, 'out-')), 'dump');
  const { code, stderr } = await runCli(['run', model, '--out', out, ...words]);
  const manifest = JSON.parse(await readFile(path.join(out, 'manifest.json'), 'utf8')) as Manifest;
  const arrays = parseNpz(await readFile(path.join(out, 'activations.npz')), 'activations.npz');
  const values = new Map([...arrays].map(([key, { data }]) => [key, [...(data as Float32Array)]]));
  return { code, stderr, manifest, values };
}

const X = ['--input', 'x=[-1, 2]'];

describe.each(['tfjs-node', 'capi'])('ops that TensorFlow lacks, with %s', (engine) => {
  const words = ['--engine', engine, ...X];

  it('what is not downstream of them runs, and each is named', async () => {
    const { code, manifest, stderr, values } = await run(path.join(root, 'model'), '--select', '@ops', ...words);
    expect(code).toBe(0);
    expect(Object.fromEntries(values)).toMatchObject({ relu: [0, 2], 'call/shallow': [0, 2], one: [1] });
    expect(manifest.outputs.map(({ name, unchanged }) => [name, unchanged])).toEqual(
      OUTPUTS.map((name) => [name, name === 'plain' ? true : null]),
    );
    const said = new Map(manifest.skipped.map(({ message, name }) => [name, message]));
    const end = 'which this TensorFlow does not know.';
    expect(said.get('odd')).toBe(`"odd" is made by op ${OWN}, ${end}`);
    expect(said.get('sum')).toBe(`"sum" needs "odd" (op ${OWN}), ${end}`);
    expect(said.get('call/deep')).toBe(`"call/deep" needs "call/own" (op ${OWN}), ${end}`);
    expect(said.get('looped')).toBe(`"looped" needs "own_body" (op ${OWN}) inside "loop", ${end}`);
    expect(said.get('chosen')).toBe(`"chosen" needs "own_then" (op ${OWN}) inside "choice", ${end}`);
    expect(stderr).toMatch(
      /warning: \d+ selected tensors need "odd" \(op SomebodysOwnOp\), which this TensorFlow does not know\. To compute what comes after it, give its value: --feed "odd"=SPEC\.\n/,
    );
  });

  it('a tensor named outright that needs one is refused', async () => {
    const { code, stderr } = await run(path.join(root, 'model'), '--select', 'sum', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `error: "sum" needs "odd" (op ${OWN}), which this TensorFlow does not know. Select other tensors, or feed the tensor that is in the way with --feed TENSOR=SPEC.\n`,
    );
  });

  it('what comes after them runs when they are fed', async () => {
    const feeds = ['odd', 'call/own', 'loop:1', 'choice'].flatMap((name) => ['--feed', `${name}=[10, -20]`]);
    const { code, manifest, values } = await run(path.join(root, 'model'), '--select', '@ops', ...words, ...feeds);
    expect(code).toBe(0);
    expect(Object.fromEntries(values)).toMatchObject({
      relu: [0, 2],
      sum: [11, -19],
      'call/deep': [-10, 20],
      called: [10, -20],
      looped: [-10, 20],
      chosen: [-10, 20],
      waiting: [10, -20],
    });
    expect(manifest.outputs.map(({ unchanged }) => unchanged)).toEqual(OUTPUTS.map(() => true));
  });

  it('what waits for them runs when a tensor after them is fed', async () => {
    const { code, manifest, values } = await run(
      path.join(root, 'model'),
      '--select',
      'waiting',
      ...words,
      '--feed',
      'behind=[1, 2]',
    );
    expect(code).toBe(0);
    expect(values.get('waiting')).toEqual([-1, -2]);
    expect(manifest.outputs.find(({ name }) => name === 'waiting')?.unchanged).toBe(true);
  });

  it('any inner tensor can be fed', async () => {
    const { code, values } = await run(path.join(root, 'model'), '--select', 'call/shallow', ...words, '--feed', 'relu=[-3, 4]');
    expect(code).toBe(0);
    expect(values.get('call/shallow')).toEqual([3, 4]);
  });

  it('a model written by TensorFlow', async () => {
    const { code, values } = await run(fixture('custom_op'), '--engine', engine, '--feed', 'foreign=[[1, 2, 3]]');
    expect(code).toBe(0);
    expect([...values.values()]).toContainEqual([2, 3, 4]);
  });

  it('a program of JAX runs where it was written for this processor', async () => {
    const { code, values } = await run(path.join(root, 'xla'), '--select', '@ops', ...words);
    expect(code).toBe(0);
    expect(Object.fromEntries(values)).toMatchObject({ before: [0, 2], program: [-0, -2], after: [0, 2] });
  });

  it('a program of JAX for other processors is named, the rest runs, and what comes after it when it is fed', async () => {
    const model = path.join(root, 'tpu');
    const { code, manifest, values } = await run(model, '--select', '@ops', ...words);
    expect([code, Object.fromEntries(values)]).toEqual([0, { x: [-1, 2], before: [0, 2] }]);
    expect(manifest.skipped.map(({ message }) => message)).toEqual([
      '"program" is made by op XlaCallModule, which this TensorFlow cannot execute.',
      '"after" needs "program" (op XlaCallModule), which this TensorFlow cannot execute.',
    ]);
    const fed = await run(model, '--select', 'after', ...words, '--feed', 'program=[3, 4]');
    expect([fed.code, fed.values.get('after')]).toEqual([0, [-3, -4]]);
  });
});
