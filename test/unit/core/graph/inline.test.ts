import { fromJson } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import { outputDTypes } from '../../../../src/core/graph/outputs.ts';
import { tensorName, type FlatGraph } from '../../../../src/core/graph/types.ts';
import { OpDefSchema } from '../../../../src/core/proto/messages.ts';
import { attr, call, fn, FLOAT, metaGraph, node } from './records.ts';

/** `NODE <- data inputs ^ control inputs` in order of execution. */
function edges(flat: FlatGraph): string[] {
  return flat.nodes.map(({ name, inputs, controls }) =>
    [name, '<-', ...inputs.map(tensorName), ...controls.map((control) => `^${control.name}`)].join(' '),
  );
}

const relu = fn({ name: 'relu', args: ['a'], nodes: [node('r', 'Relu', ['a'])], ret: { out: 'r:activations:0' } });

describe('inlining', () => {
  it('refuses a graph whose nodes together claim more outputs than any graph has', () => {
    const split = (index: number) => node(`s${index}`, 'Split', ['axis', 'x'], { num_split: attr.int(1e9), T: attr.type(FLOAT) });
    const splits = Array.from({ length: 30 }, (_, index) => split(index));
    const sum = node('y', 'AddN', ['x', ...splits.map(({ name }) => name)], { N: attr.int(31), T: attr.type(FLOAT) });
    const flat = inlineEntry(
      metaGraph({ nodes: [node('axis', 'Const'), node('x', 'Placeholder'), ...splits, sum], inputs: ['x'], outputs: ['y'] }),
    );
    expect(() => flat.nodes.map(outputDTypes)).toThrow(/"s\d+" says it has 100,000 outputs; with the nodes before it/);
  });

  it('names nodes CALL/NODE and resolves calls, arguments and nested calls to the tensors behind them', () => {
    const inner = fn({
      name: 'inner',
      args: ['u'],
      nodes: [node('s', 'Split', ['axis:output:0', 'u'], { num_split: attr.int(2), T: attr.type(FLOAT) }), node('axis', 'Const')],
      ret: { first: 's:output:1', same: 'u' },
    });
    const outer = fn({
      name: 'outer',
      args: ['x'],
      nodes: [call('c', 'inner', ['x'], 2), node('sum', 'AddV2', ['c:output:0', 'c:output:1'])],
      ret: { out: 'sum:z:0' },
    });
    const flat = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), call('C', 'outer', ['x']), node('y', 'Neg', ['C'])],
        functions: [inner, outer],
        inputs: ['x'],
        outputs: ['y', 'C'],
      }),
    );
    expect(edges(flat)).toEqual(['x <-', 'C/c/axis <-', 'C/c/s <- C/c/axis x', 'C/sum <- C/c/s:1 x', 'y <- C/sum']);
    expect([...flat.aliases].map(([name, ref]) => `${name} = ${tensorName(ref)}`).sort()).toEqual([
      'C = C/sum',
      'C/c = C/c/s:1',
      'C/c/u = x',
      'C/c:1 = x',
      'C/x = x',
    ]);
    expect(flat.entry.outputs.map(({ ref }) => tensorName(ref))).toEqual(['y', 'C/sum']);
    expect(flat.nodes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes the element types of inputs and outputs from the graph, whatever the signature claims', () => {
    const nodes = [
      node('x', 'Placeholder', [], { dtype: attr.type(7) }),
      node('n', 'StringLength', ['x']),
      node('y', 'NoSuchOp', ['n']),
    ];
    const { inputs, outputs } = inlineEntry(metaGraph({ nodes, inputs: ['x'], outputs: ['n', 'y'] })).entry;
    expect([...inputs, ...outputs].map(({ key, dtype }) => `${key}: ${dtype}`)).toEqual(['x: string', 'n: int32', 'y: float32']);
  });

  it('counts the tensors of an output whose number is left out because it is the default', () => {
    const attrs = {
      Tcontext_dense: attr.types([9]),
      feature_list_dense_types: attr.types([FLOAT]),
      Nfeature_list_dense: attr.int(1),
    };
    const body = fn({
      name: 'parse',
      args: ['a'],
      nodes: [node('p', 'ParseSequenceExampleV2', ['a'], attrs), node('s', 'Neg', ['p:feature_list_dense_values:0'])],
      ret: { out: 's:y:0' },
    });
    const flat = inlineEntry(
      metaGraph({ nodes: [node('x', 'Placeholder'), call('C', 'parse', ['x'])], functions: [body], outputs: ['C'] }),
    );
    expect(edges(flat)).toEqual(['x <-', 'C/p <- x', 'C/s <- C/p:1']);
  });

  it('gives each call its own copy of the body', () => {
    const flat = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), call('C', 'relu', ['x']), call('D', 'relu', ['C'])],
        functions: [relu],
        outputs: ['D'],
      }),
    );
    expect(edges(flat)).toEqual(['x <-', 'C/r <- x', 'D/r <- C/r']);
  });

  it('leaves out what does not run, but runs all results of a call', () => {
    const two = fn({
      name: 'two',
      args: ['a'],
      nodes: [node('p', 'Relu', ['a']), node('q', 'Neg', ['a']), node('unused', 'Exp', ['a'])],
      ret: { p: 'p:activations:0', q: 'q:y:0' },
    });
    const flat = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), node('other', 'Exp', ['x']), call('C', 'two', ['x'], 2)],
        functions: [two],
        outputs: ['C'],
      }),
    );
    expect([...flat.byName.keys()]).toEqual(['x', 'C/p', 'C/q']);
  });

  it('hands control edges over as TensorFlow does', () => {
    const body = fn({
      name: 'body',
      args: ['a'],
      nodes: [
        node('k', 'Const'),
        node('write', 'NoOp', ['^a']),
        node('m', 'Mul', ['a', 'k:output:0'], undefined),
        call('deep', 'leaf', []),
        node('d', 'AddV2', ['m:z:0', 'deep:output:0']),
      ],
      ret: { out: 'd:z:0' },
      controlRet: ['write'],
    });
    const leaf = fn({
      name: 'leaf',
      args: [],
      nodes: [node('k', 'Const'), node('n', 'Neg', ['k:output:0'])],
      ret: { out: 'n:y:0' },
    });
    const nodes = [
      node('x', 'Placeholder'),
      node('before', 'NoOp'),
      call('C', 'body', ['x', '^before']),
      node('y', 'Neg', ['x', '^C']),
      node('z', 'Neg', ['C', '^D']),
      call('D', 'leaf', ['^y']),
    ];
    const flat = inlineEntry(metaGraph({ nodes, functions: [body, leaf], outputs: ['y', 'z'] }));
    const lines = new Map(edges(flat).map((line) => [line.split(' ')[0], line]));
    // input-less nodes wait for the call's control inputs, through nested calls too; ^argument is the producer
    expect(lines.get('C/k')).toBe('C/k <- ^before');
    expect(lines.get('C/deep/k')).toBe('C/deep/k <- ^before');
    expect(lines.get('C/m')).toBe('C/m <- x C/k');
    expect(lines.get('C/write')).toBe('C/write <- ^x');
    // ^call is its control outputs, or its results when it has none
    expect(lines.get('y')).toBe('y <- x ^C/write');
    expect(lines.get('z')).toBe('z <- C/d ^D/n');
    expect(lines.get('D/k')).toBe('D/k <- ^y');
  });

  it('inlines native calls and fills in attributes of the caller', () => {
    const signature = fromJson(OpDefSchema, {
      name: 'native',
      inputArg: [{ name: 'a', typeAttr: 'T' }],
      outputArg: [{ name: 'out', typeAttr: 'T' }],
      attr: [{ name: 'T', type: 'type' }],
    });
    const native = fn({
      name: 'native',
      args: [],
      signature,
      nodes: [node('r', 'Relu', ['a'], { T: attr.placeholder('T') })],
      ret: { out: 'r:activations:0' },
    });
    const flat = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), node('C', 'native', ['x'], { T: attr.type(2) })],
        functions: [native],
        outputs: ['C'],
      }),
    );
    const inlined = flat.byName.get('C/r');
    expect(inlined === undefined ? [] : outputDTypes(inlined)).toEqual(['float64']);
  });

  it('keeps calls that cannot be inlined, with the reason', () => {
    const again = fn({ name: 'again', args: ['a'], nodes: [call('c', 'again', ['a'])], ret: { out: 'c:output:0' } });
    const list = fromJson(OpDefSchema, {
      name: 'list',
      inputArg: [{ name: 'a', typeAttr: 'T', numberAttr: 'N' }],
      outputArg: [{ name: 'o', type: FLOAT }],
    });
    const poly = fn({ name: 'list', args: [], signature: list, nodes: [], ret: { o: 'a' } });
    const xla = fn({ name: 'xla', args: ['a'], nodes: [node('d', 'XlaDot', ['a'])], ret: { out: 'd:output:0' } });
    const flat = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), call('R', 'again', ['x']), node('P', 'list', ['x']), call('X', 'xla', ['x'])],
        functions: [again, poly, xla],
        outputs: ['R', 'P', 'X'],
      }),
    );
    expect([...flat.keptCalls]).toEqual([
      ['R/c', 'function "again" calls itself'],
      ['P', 'function "list" has arguments of varying number'],
      ['X', 'function "xla" is compiled as a whole (it holds XlaDot)'],
    ]);
    expect(flat.aliases.get('R')?.node.name).toBe('R/c');
  });

  it('keeps v1 loops in order, with frame names that differ between inlined copies', () => {
    const loop = fn({
      name: 'loop',
      args: ['a'],
      nodes: [
        node('next', 'NextIteration', ['body:activations:0']),
        node('enter', 'Enter', ['a'], { frame_name: attr.text('while'), T: attr.type(FLOAT) }),
        node('merge', 'Merge', ['enter:output:0', 'next:output:0'], { N: attr.int(2), T: attr.type(FLOAT) }),
        node('cond', 'LoopCond', ['merge:output:0']),
        node('switch', 'Switch', ['merge:output:0', 'cond:output:0']),
        node('body', 'Relu', ['switch:output_true:0']),
        node('exit', 'Exit', ['switch:output_false:0']),
      ],
      ret: { out: 'exit:output:0' },
    });
    const flat = inlineEntry(
      metaGraph({
        nodes: [node('x', 'Placeholder'), call('C', 'loop', ['x']), call('D', 'loop', ['C'])],
        functions: [loop],
        outputs: ['D'],
      }),
    );
    expect(flat.nodes.slice(1, 8).map(({ name }) => name.slice(2))).toEqual([
      'enter',
      'merge',
      'cond',
      'switch',
      'body',
      'next',
      'exit',
    ]);
    expect(flat.byName.get('C/merge')?.inputs[1]?.node.name).toBe('C/next');
    const frames = ['C/enter', 'D/enter'].map((name) => flat.byName.get(name)?.attr('frame_name')?.value.value);
    expect(frames.map((bytes) => new TextDecoder().decode(bytes as Uint8Array))).toEqual(['C/while', 'D/while']);
  });

  it('orders nodes after their inputs whatever the order of the file', () => {
    const nodes = [node('c', 'Neg', ['b']), node('b', 'Neg', ['a']), node('a', 'Placeholder'), node('d', 'Neg', ['a'])];
    expect(inlineEntry(metaGraph({ nodes, outputs: ['d', 'c'] })).nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('inlining of damaged or hostile graphs', () => {
  const failing = (spec: Parameters<typeof metaGraph>[0], mostNodes?: number): unknown => {
    try {
      return inlineEntry(metaGraph(spec), mostNodes === undefined ? {} : { mostNodes }).nodes.length;
    } catch (error) {
      return error;
    }
  };

  it('names what refers to something that does not exist', () => {
    const functions = [
      fn({ name: 'f', args: ['a'], nodes: [node('n', 'Neg', ['b:y:0'])], ret: { out: 'n:y:0' } }),
      fn({ name: 'g', args: ['a'], nodes: [], ret: { out: 'a' } }),
    ];
    const x = node('x', 'Placeholder');
    expect(failing({ nodes: [x, node('y', 'Neg', ['gone'])], outputs: ['y'] })).toMatchObject({
      code: 'bad-graph',
      message: '"y" in the graph refers to "gone", which does not exist there.',
    });
    expect(failing({ nodes: [x, call('C', 'f', ['x'])], functions, outputs: ['C'] })).toMatchObject({
      code: 'bad-graph',
      message: '"n" in function "f" refers to "b:y:0", which does not exist there.',
    });
    expect(failing({ nodes: [x, call('C', 'g', ['x'])], functions, outputs: ['C:1'] })).toMatchObject({
      code: 'bad-graph',
      message: 'Call "C" has no output 1.',
    });
    expect(failing({ nodes: [x, call('C', 'g', ['^x'])], functions, outputs: ['C'] })).toMatchObject({
      code: 'bad-graph',
      message: 'Call "C" does not give argument 0 of function "g".',
    });
    expect(failing({ nodes: [x], outputs: ['z'] })).toMatchObject({
      code: 'bad-graph',
      message: 'Signature "serving_default" refers to "z:0", which does not exist in the graph.',
    });
  });

  it('refuses calls that return their own output', () => {
    const same = fn({ name: 'same', args: ['a'], nodes: [], ret: { out: 'a' } });
    expect(
      failing({ nodes: [call('C', 'same', ['D']), call('D', 'same', ['C'])], functions: [same], outputs: ['C'] }),
    ).toMatchObject({ code: 'bad-graph', message: 'Call "C" returns its own output 0.' });
  });

  it('stops at the limit of nodes instead of growing without end', () => {
    const doubling = Array.from({ length: 40 }, (_, depth) =>
      fn({
        name: `f${depth}`,
        args: ['a'],
        nodes:
          depth === 0
            ? [node('n', 'Neg', ['a'])]
            : [call('c', `f${depth - 1}`, ['a']), call('d', `f${depth - 1}`, ['c:output:0'])],
        ret: { out: depth === 0 ? 'n:y:0' : 'd:output:0' },
      }),
    );
    expect(
      failing({ nodes: [node('x', 'Placeholder'), call('C', 'f39', ['x'])], functions: doubling, outputs: ['C'] }, 10_000),
    ).toMatchObject({ code: 'too-large', message: 'The graph has more than 10,000 nodes once its calls are inlined.' });
  });

  it('follows long chains and deep nests without recursion, and keeps what is nested beyond reason', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      call(`c${index}`, 'same', [index === 0 ? 'x' : `c${index - 1}`, ...(index === 0 ? [] : [`^c${index - 1}`])]),
    );
    const same = fn({ name: 'same', args: ['a'], nodes: [], ret: { out: 'a' } });
    expect(
      failing({
        nodes: [node('x', 'Placeholder'), ...chain, node('y', 'Neg', ['c19999', '^c19999'])],
        functions: [same],
        outputs: ['y'],
      }),
    ).toBe(2);
    const path = Array.from({ length: 30_000 }, (_, index) =>
      node(`n${index}`, 'Neg', [index === 29_999 ? 'x' : `n${index + 1}`]),
    );
    expect(failing({ nodes: [...path, node('x', 'Placeholder')], outputs: ['n0'] })).toBe(30_001);
    const nest = Array.from({ length: 600 }, (_, depth) =>
      fn({
        name: `f${depth}`,
        args: ['a'],
        nodes: [depth === 0 ? node('c', 'Neg', ['a']) : call('c', `f${depth - 1}`, ['a'])],
        ret: { out: depth === 0 ? 'c:y:0' : 'c:output:0' },
      }),
    );
    const flat = inlineEntry(
      metaGraph({ nodes: [node('x', 'Placeholder'), call('C', 'f599', ['x'])], functions: nest, outputs: ['C'] }),
    );
    expect([...flat.keptCalls.values()]).toEqual(['calls are nested deeper than 500']);
  });
});
