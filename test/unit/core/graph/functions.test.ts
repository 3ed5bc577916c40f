import { describe, expect, it } from 'vitest';
import { checkpointKeys } from '../../../../src/core/graph/checkpointKeys.ts';
import { chooseMetaGraph, chooseSignature } from '../../../../src/core/graph/choose.ts';
import { inlineFunctionBody } from '../../../../src/core/graph/functionEntry.ts';
import { listFunctions } from '../../../../src/core/graph/functionList.ts';
import { innerBodies, inlineInnerBody } from '../../../../src/core/graph/innerBodies.ts';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { outputDTypes } from '../../../../src/core/graph/outputs.ts';
import { staticShape } from '../../../../src/core/graph/shapes/staticShape.ts';
import { tensorName, type FlatGraph } from '../../../../src/core/graph/types.ts';
import type { ConcreteFunctionInfo, MetaGraph } from '../../../../src/core/model/types.ts';
import { attr, call, fn, FLOAT, metaGraph, node, object, signature } from './records.ts';

const RESOURCE = { dtype: attr.type(FLOAT), shape: attr.shape([2]) };

function concrete(name: string, boundInputs: number[], inputs: string[], outputs: string[]): ConcreteFunctionInfo {
  const tensor = (path: string): ConcreteFunctionInfo['inputs'][number] => ({
    path,
    name: path,
    dtype: 'float32',
    shape: [-1, 2],
  });
  return { name, boundInputs, inputs: inputs.map(tensor), outputs: outputs.map(tensor) };
}

/** Two variables of one name, of which only the restore op tells which handle is whose. */
function model(): MetaGraph {
  const variable = { name: 'w', dtype: 'float32', shape: [2], trainable: true } as const;
  const strings = (name: string, values: string[]): ReturnType<typeof node> =>
    node(name, 'Const', [], {
      dtype: attr.type(7),
      value: attr.tensor({ dtype: 'string', shape: [values.length], data: values.map((text) => new TextEncoder().encode(text)) }),
    });
  const restore = fn({
    name: 'restore',
    args: ['prefix', 'h0', 'h1'],
    nodes: [
      strings('names', ['encoder/b/.ATTRIBUTES/VARIABLE_VALUE', 'encoder/a.Sx/.ATTRIBUTES/VARIABLE_VALUE']),
      node('read', 'RestoreV2', ['prefix', 'names:output:0', 'names:output:0'], { dtypes: attr.types([FLOAT, FLOAT]) }),
      node('i0', 'Identity', ['read:tensors:0']),
      node('i1', 'Identity', ['read:tensors:1']),
      node('set0', 'AssignVariableOp', ['h0', 'i0:output:0']),
      node('set1', 'AssignVariableOp', ['h1', 'i1:output:0']),
      node('done', 'Identity', ['prefix', '^set0', '^set1']),
    ],
    ret: { out: 'done:output:0' },
  });
  const encode = fn({
    name: 'encode',
    args: ['x', 'y', 'a', 'lost'],
    nodes: [
      node('read', 'ReadVariableOp', ['a']),
      node('lost_read', 'ReadVariableOp', ['lost']),
      node('out', 'Mul', ['x', 'read:value:0', '^lost_read']),
    ],
    ret: { out: 'out:z:0', same: 'y' },
  });
  const other = fn({
    name: 'encode_1',
    args: ['x', 'table'],
    nodes: [node('n', 'LookupTableSizeV2', ['table'])],
    ret: { out: 'n:size:0' },
  });
  return metaGraph({
    nodes: [
      node('w', 'VarHandleOp', [], { ...RESOURCE, shared_name: attr.text('w') }),
      node('w_1', 'VarHandleOp', [], { ...RESOURCE, shared_name: attr.text('w') }),
      node('table', 'HashTableV2', [], { key_dtype: attr.type(7), value_dtype: attr.type(9) }),
      node('file', 'Placeholder'),
      call('initialise', 'init', ['table']),
      call('restore_all', 'restore', ['file', 'w', 'w_1']),
    ],
    functions: [
      restore,
      encode,
      other,
      fn({ name: 'init', args: ['t'], nodes: [], ret: {} }),
      fn({ name: 'wrapper', args: [], nodes: [], ret: {} }),
    ],
    restoreOp: 'restore_all',
    signatures: [signature('serve', [], [])],
    objects: [
      object(0, 'user', { encoder: 1, signatures: 5, call: 4 }),
      object(1, 'user', { 'a/x': 2, b: 3, call: 4, table: 7, gone: 9 }),
      object(2, 'variable', {}, { variable }),
      object(3, 'variable', {}, { variable }),
      object(4, 'function', {}, { concreteFunctions: ['encode', 'encode_1', 'not_stored'] }),
      object(5, 'other', { serve: 6 }),
      object(6, 'bareFunction', {}, { concreteFunctions: ['wrapper'] }),
      object(7, 'resource', { _initializer: 8 }),
      object(8, 'function', {}, { concreteFunctions: ['init'] }),
      object(9, 'variable', {}, { variable: { ...variable, name: 'gone' } }),
    ],
    concreteFunctions: [
      concrete('encode', [2, 9], ['x', 'y'], ['', '1']),
      concrete('encode_1', [7], ['x'], ['']),
      concrete('init', [7], [], []),
      concrete('wrapper', [], [], []),
    ],
  });
}

function thrown(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

function edges(flat: FlatGraph): string[] {
  return flat.nodes.map(({ name, inputs }) => [name, '<-', ...inputs.map(tensorName)].join(' '));
}

describe('functions of the object graph', () => {
  it('lists concrete functions by shortest path, signatures left out', () => {
    expect(listFunctions(model()).map(({ path, name }) => `${path} = ${name}`)).toEqual([
      'call = encode',
      'call#1 = encode_1',
      'encoder/table/_initializer = init',
    ]);
  });

  it('reads off the restore op which key a variable has', () => {
    expect([...checkpointKeys(model())]).toEqual([
      ['w', 'encoder/b/.ATTRIBUTES/VARIABLE_VALUE'],
      ['w_1', 'encoder/a.Sx/.ATTRIBUTES/VARIABLE_VALUE'],
    ]);
  });

  it('makes placeholders of arguments, binds captures by checkpoint key, and makes a variable that the graph lacks', () => {
    const flat = inlineEntry(model(), { function: 'call' });
    expect(edges(flat)).toEqual([
      'call/x <-',
      'call/y <-',
      'w_1 <-',
      'call/lost <-',
      'call/read <- w_1',
      'call/lost_read <- call/lost',
      'call/out <- call/x call/read',
    ]);
    const lost = flat.byName.get('call/lost');
    expect([lost?.op, lost?.record, lost === undefined ? [] : outputDTypes(lost), lost?.attr('shape')?.value.case]).toEqual([
      'VarHandleOp',
      undefined,
      ['resource'],
      'shape',
    ]);
    expect(flat.entry).toMatchObject({
      kind: 'function',
      key: 'call',
      inputs: [{ key: 'x', tensor: 'call/x:0', dtype: 'float32', shape: [-1, 2] }, { key: 'y' }],
      outputs: [
        { key: 'output_0', tensor: 'call/out:0' },
        { key: '1', tensor: 'call/y:0' },
      ],
    });
    const x = flat.byName.get('call/x');
    expect(x === undefined ? undefined : staticShape({ node: x, index: 0 })).toEqual([-1, 2]);
  });

  it('binds a resource through a call that captures it', () => {
    expect(edges(inlineEntry(model(), { function: 'call#1' }))).toEqual(['call#1/x <-', 'table <-', 'call#1/n <- table']);
  });

  it('names the functions there are when one is not', () => {
    expect(thrown(() => inlineEntry(model(), { function: 'cal' }))).toMatchObject({
      code: 'unknown-function',
      message: 'There is no function "cal".',
      hint: 'Did you mean "call"? Available: call, call#1, encoder/table/_initializer.',
    });
  });
});

describe('bodies of loops and branches', () => {
  it('inlines the body by itself under the given prefix', () => {
    const inner = fn({ name: 'inner', args: ['a'], nodes: [node('n', 'Neg', ['a'])], ret: { out: 'n:y:0' } });
    const body = fn({
      name: 'body',
      args: ['i', 'rest'],
      nodes: [call('c', 'inner', ['i'])],
      ret: { i: 'c:output:0', rest: 'rest' },
    });
    const flat = inlineFunctionBody(metaGraph({ nodes: [], functions: [inner, body] }), 'body', 'while@body');
    expect(edges(flat)).toEqual(['while@body/i <-', 'while@body/rest <-', 'while@body/c/n <- while@body/i']);
    expect(flat.entry.outputs.map(({ key, ref }) => `${key} = ${tensorName(ref)}`)).toEqual([
      'i = while@body/c/n',
      'rest = while@body/rest',
    ]);
  });
});

describe('inner bodies', () => {
  const twice = fn({ name: 'twice', args: ['a'], nodes: [node('n', 'AddV2', ['a', 'a'])], ret: { out: 'n:z:0' } });
  const x = node('x', 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape([3]) });
  const funcs = attr.ints([]);
  if (funcs.value.case === 'list')
    for (const func of [attr.func('twice'), attr.func('twice')])
      if (func.value.case === 'func') funcs.value.value.func.push(func.value.value);

  it.each([
    ['StatelessIf', { then_branch: attr.func('twice'), else_branch: attr.func('twice') }, ['n@then', 'n@else']],
    ['While', { cond: attr.func('twice'), body: attr.func('twice') }, ['n@cond', 'n@body']],
    ['Case', { branches: funcs }, ['n@0', 'n@1']],
    ['Relu', {}, []],
  ])('of %s', (op, attrs, prefixes) => {
    const flat = inlineEntry(
      metaGraph({
        nodes: [x, node('n', op, ['x', 'x'], { ...attrs, T: attr.types([FLOAT, FLOAT]), Tout: attr.types([FLOAT]) })],
        functions: [twice],
        outputs: ['n'],
      }),
    );
    const bodies = flat.nodes.flatMap(innerBodies);
    expect(bodies.map(({ prefix }) => prefix)).toEqual(prefixes);
    for (const body of bodies)
      expect([...inlineInnerBody(flat, body).byName.keys()]).toEqual([`${body.prefix}/a`, `${body.prefix}/n`]);
  });

  it('knows the shapes that a branch gets', () => {
    const flat = inlineEntry(
      metaGraph({
        nodes: [x, node('n', 'If', ['x', 'x'], { then_branch: attr.func('twice'), else_branch: attr.func('twice') })],
        functions: [twice],
        outputs: ['n'],
      }),
    );
    const [then] = flat.nodes.flatMap(innerBodies);
    const sum = then === undefined ? undefined : inlineInnerBody(flat, then).byName.get('n@then/n');
    expect(sum === undefined ? undefined : staticShape({ node: sum, index: 0 })).toEqual([3]);
  });
});

describe('choices made for the user', () => {
  const graph = (tags: string[], ...keys: string[]): MetaGraph => ({
    ...metaGraph({ nodes: [], signatures: keys.map((key) => signature(key, [], key.startsWith('no_') ? [] : ['x'])) }),
    tags,
  });

  it('takes the metagraph that serves, and says so', () => {
    const [gpu, serve, train] = [graph(['serve', 'gpu']), graph(['serve']), graph(['train'])];
    expect(chooseMetaGraph({ metaGraphs: [train, gpu, serve] }, undefined)).toEqual({
      chosen: serve,
      note: 'Tag set "serve" chosen out of: "train"; "serve,gpu"; "serve".',
    });
    expect(chooseMetaGraph({ metaGraphs: [train, gpu] }, undefined).chosen).toBe(gpu);
    expect(chooseMetaGraph({ metaGraphs: [train] }, undefined)).toEqual({ chosen: train, note: undefined });
    expect(chooseMetaGraph({ metaGraphs: [serve, gpu] }, ['gpu', 'serve']).chosen).toBe(gpu);
    expect(chooseMetaGraph({ metaGraphs: [train, graph([])] }, ['']).chosen.tags).toEqual([]);
    expect(thrown(() => chooseMetaGraph({ metaGraphs: [train, graph([])] }, ['serve']))).toMatchObject({
      code: 'unknown-tag-set',
      message: 'The model has no tag set "serve".',
      hint: `Choose one of: "train"; '' (empty).`,
    });
  });

  it('takes the default signature, else the first with outputs', () => {
    expect(chooseSignature(graph([], 'a', 'serving_default'), undefined)).toMatchObject({
      chosen: { key: 'serving_default' },
      note: undefined,
    });
    expect(chooseSignature(graph([], 'z', 'no_outputs', 'b'), undefined)).toMatchObject({
      chosen: { key: 'b' },
      note: 'Signature "b" chosen out of: b, z.',
    });
    expect(chooseSignature(graph([], 'no_outputs'), 'no_outputs').chosen.key).toBe('no_outputs');
    expect(thrown(() => chooseSignature(graph([], 'no_outputs'), undefined))).toMatchObject({ code: 'no-signature' });
    expect(thrown(() => chooseSignature(graph([], 'serving_default', 'predict'), 'predikt'))).toMatchObject({
      code: 'unknown-signature',
      message: 'There is no signature "predikt".',
      hint: 'Did you mean "predict"? Available: serving_default, predict.',
    });
    expect(thrown(() => chooseSignature(graph([]), 'x'))).toMatchObject({
      code: 'unknown-signature',
      message: 'There is no signature "x"; the model has none at all.',
    });
  });
});
