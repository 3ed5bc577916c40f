import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tensorName } from '../../../../src/core/graph/types.ts';
import { findLayers } from '../../../../src/core/layers/findLayers.ts';
import type { Layer, LayerTree } from '../../../../src/core/layers/types.ts';
import type { NodeRecord } from '../../../../src/core/model/types.ts';
import { flatGraph, objectGraph } from './flat.ts';

const CALL = 'StatefulPartitionedCall/PartitionedCall_2';

function model(...layers: readonly object[]): string {
  return JSON.stringify({
    class_name: 'Functional',
    config: { name: 'model', layers, input_layers: [['x', 0, 0]], output_layers: [] },
  });
}

function layer(class_name: string, name: string, ...inbound: readonly unknown[]): object {
  return { class_name, name, config: { name }, inbound_nodes: inbound };
}

const INPUT = layer('InputLayer', 'x');

function outputs(tree: LayerTree, path: string): string[] {
  return byPath(tree, path).outputs.map(({ ref }) => tensorName(ref).replace(`${CALL}/`, ''));
}

function byPath(tree: LayerTree, path: string): Layer {
  const found = tree.all.find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`no layer ${path} among ${tree.all.map((candidate) => candidate.path).join(', ')}`);
  return found;
}

describe('a Functional model', () => {
  test('a shared layer called twice, once on its own output, has one output per call in call order', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'dense/kernel VarHandleOp',
        `${CALL}/model/dense/MatMul/ReadVariableOp ReadVariableOp dense/kernel`,
        `${CALL}/model/dense/MatMul MatMul serving_default_x ${CALL}/model/dense/MatMul/ReadVariableOp`,
        `${CALL}/model/dense/Relu Relu ${CALL}/model/dense/MatMul`,
        `${CALL}/model/dense/MatMul_1/ReadVariableOp ReadVariableOp dense/kernel`,
        `${CALL}/model/dense/MatMul_1 MatMul ${CALL}/model/dense/Relu ${CALL}/model/dense/MatMul_1/ReadVariableOp`,
        `${CALL}/model/dense/Relu_1 Relu ${CALL}/model/dense/MatMul_1`,
      ],
      [`${CALL}/model/dense/Relu_1`],
    );
    const tree = findLayers(flat, {
      assetsJson: model(INPUT, layer('Dense', 'dense', [['x', 0, 0, {}]], [['dense', 0, 0, {}]])),
    });

    expect(outputs(tree, 'dense')).toEqual(['model/dense/Relu', 'model/dense/Relu_1']);
    expect(outputs(tree, 'x')).toEqual(['serving_default_x']);
    expect(tree.rootScope).toBe('model');
    const before = byPath(tree, 'dense').preactivation;
    expect(before === undefined ? undefined : tensorName(before.ref)).toBe(`${CALL}/model/dense/MatMul`);
  });

  test('metadata that calls the model otherwise: the names of its variables are no scopes', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'dense/kernel VarHandleOp',
        `${CALL}/functional_1/dense/MatMul/ReadVariableOp ReadVariableOp dense/kernel`,
        `${CALL}/functional_1/dense/MatMul MatMul serving_default_x ${CALL}/functional_1/dense/MatMul/ReadVariableOp`,
        `${CALL}/Identity Identity ${CALL}/functional_1/dense/MatMul`,
      ],
      [`${CALL}/Identity`],
    );
    const tree = findLayers(flat, { assetsJson: model(INPUT, layer('Dense', 'dense', [['x', 0, 0, {}]])) });

    expect(outputs(tree, 'dense')).toEqual(['functional_1/dense/MatMul']);
    expect(tree.rootScope).toBe('functional_1');
  });

  test('a layer whose name begins with that of the layer before it: each has its own nodes', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'm/model/conv/Conv2D Conv2D serving_default_x',
        'm/model/conv/bn/FusedBatchNormV3 FusedBatchNormV3 m/model/conv/Conv2D',
        'm/model/re_lu/Relu Relu m/model/conv/bn/FusedBatchNormV3',
      ],
      ['m/model/re_lu/Relu'],
    );
    const tree = findLayers(flat, {
      assetsJson: model(
        INPUT,
        layer('Conv2D', 'conv', [['x', 0, 0, {}]]),
        layer('BatchNormalization', 'conv/bn', [['conv', 0, 0, {}]]),
        layer('ReLU', 're_lu', [['conv/bn', 0, 0, {}]]),
      ),
    });

    expect(['conv', 'conv/bn', 're_lu'].map((path) => [...outputs(tree, path), byPath(tree, path).nodes.length])).toEqual([
      ['m/model/conv/Conv2D', 1],
      ['m/model/conv/bn/FusedBatchNormV3', 1],
      ['m/model/re_lu/Relu', 1],
    ]);
  });

  test('outputs of a layer that the model returns stand in the order of the names that Keras gives them', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'm/model/rnn/Mul Mul serving_default_x',
        'm/model/rnn/Transpose Transpose m/model/rnn/Mul',
        'm/Identity Identity m/model/rnn/Transpose',
        'm/Identity_1 Identity m/model/rnn/Mul',
      ],
      ['m/Identity', 'm/Identity_1'],
      undefined,
      ['rnn', 'rnn_1'],
    );
    const returning = JSON.stringify({
      class_name: 'Functional',
      config: {
        name: 'model',
        layers: [INPUT, layer('SimpleRNN', 'rnn', [['x', 0, 0, {}]])],
        input_layers: [['x', 0, 0]],
        output_layers: [
          ['rnn', 0, 0],
          ['rnn', 0, 1],
        ],
      },
    });
    const tree = findLayers(flat, { assetsJson: returning });

    expect(outputs(tree, 'rnn')).toEqual(['m/model/rnn/Transpose', 'm/model/rnn/Mul']);
  });

  test('older Keras numbers the scope of a second call', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'm/model/act/Relu Relu serving_default_x',
        'm/model/neg/Neg Neg m/model/act/Relu',
        'm/model/act_1/Relu Relu m/model/neg/Neg',
      ],
      ['m/model/act_1/Relu'],
    );
    const tree = findLayers(flat, {
      assetsJson: model(
        INPUT,
        layer('ReLU', 'act', [['x', 0, 0, {}]], [['neg', 0, 0, {}]]),
        layer('Lambda', 'neg', [['act', 0, 0, {}]]),
      ),
    });

    expect(outputs(tree, 'act')).toEqual(['m/model/act/Relu', 'm/model/act_1/Relu']);
  });

  test('layers without ops pass their inputs on', () => {
    const flat = flatGraph(
      ['serving_default_x Placeholder', 'model/dense/MatMul MatMul serving_default_x serving_default_x'],
      ['model/dense/MatMul'],
    );
    const tree = findLayers(flat, {
      assetsJson: model(INPUT, layer('Dense', 'dense', [['x', 0, 0, {}]]), layer('Dropout', 'drop', [['dense', 0, 0, {}]])),
    });

    expect(outputs(tree, 'drop')).toEqual(['model/dense/MatMul']);
    expect(byPath(tree, 'drop').passThrough).toBe(true);
    expect(byPath(tree, 'dense').passThrough).toBe(false);
  });

  test('outputs of a layer with several go to the layers that take them', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'model/two/A Tanh serving_default_x',
        'model/two/B Exp serving_default_x',
        'model/second/Relu Relu model/two/A',
        'model/first/Relu Relu model/two/B',
      ],
      ['model/second/Relu', 'model/first/Relu'],
    );
    const tree = findLayers(flat, {
      assetsJson: model(
        INPUT,
        layer('Two', 'two', [['x', 0, 0, {}]]),
        layer('ReLU', 'first', [['two', 0, 0, {}]]),
        layer('ReLU', 'second', [['two', 0, 1, {}]]),
      ),
    });

    expect(outputs(tree, 'two')).toEqual(['model/two/B', 'model/two/A']);
  });

  test('a nested model called twice gives each of its layers two outputs; Keras 3 argument trees are read', () => {
    const tensor = (name: string): object => ({
      args: [{ class_name: '__keras_tensor__', config: { shape: [null], keras_history: [name, 0, 0] } }],
      kwargs: {},
    });
    const inner = {
      class_name: 'Functional',
      name: 'inner',
      config: {
        name: 'inner',
        layers: [layer('InputLayer', 'i'), { ...layer('ReLU', 'act'), inbound_nodes: [tensor('i')] }],
        input_layers: [['i', 0, 0]],
        output_layers: [['act', 0, 0]],
      },
      inbound_nodes: [
        tensor('x'),
        { args: [{ class_name: '__keras_tensor__', config: { keras_history: ['inner', 0, 0] } }], kwargs: {} },
      ],
    };
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'model/inner/act/Relu Relu serving_default_x',
        'model/inner/act/Relu_1 Relu model/inner/act/Relu',
      ],
      ['model/inner/act/Relu_1'],
    );
    const tree = findLayers(flat, { assetsJson: model(INPUT, inner) });

    expect(outputs(tree, 'inner')).toEqual(['model/inner/act/Relu', 'model/inner/act/Relu_1']);
    expect(outputs(tree, 'inner/act')).toEqual(['model/inner/act/Relu', 'model/inner/act/Relu_1']);
    expect(byPath(tree, 'inner/act').index).toBe(1);
  });

  test('a config that calls in circles or nests without end is read without harm', () => {
    const flat = flatGraph(['serving_default_x Placeholder', 'model/a/Relu Relu serving_default_x'], ['model/a/Relu']);
    const circle = model(INPUT, layer('ReLU', 'a', [['b', 0, 0, {}]]), layer('ReLU', 'b', [['a', 0, 0, {}]]));
    expect(outputs(findLayers(flat, { assetsJson: circle }), 'a')).toEqual(['model/a/Relu']);
    const deep = `${'{"class_name":"Sequential","config":{"name":"s","layers":['.repeat(3000)}${']}}'.repeat(3000)}`;
    expect(findLayers(flat, { assetsJson: deep }).all.length).toBeLessThan(100);
  });
});

describe('a Sequential model', () => {
  test('its InputLayer has no index', () => {
    const flat = flatGraph(['serving_default_x Placeholder', 'wrap/model/a/Relu Relu serving_default_x'], ['wrap/model/a/Relu']);
    const json = JSON.stringify({
      class_name: 'Sequential',
      config: {
        name: 'model',
        layers: [
          { class_name: 'InputLayer', config: { name: 'x' } },
          { class_name: 'ReLU', config: { name: 'a' } },
        ],
      },
    });
    const tree = findLayers(flat, { assetsJson: json });

    expect(tree.all.map(({ name, index }) => [name, index])).toEqual([
      ['x', null],
      ['a', 0],
    ]);
    expect(tree.rootScope).toBe('wrap/model');
  });
});

describe('without metadata', () => {
  test("Keras 3's call scopes give the layers' own names, further calls further outputs", () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'dense/kernel VarHandleOp',
        'call/net_1/dense_1/MatMul/ReadVariableOp ReadVariableOp dense/kernel',
        'call/net_1/dense_1/MatMul MatMul serving_default_x call/net_1/dense_1/MatMul/ReadVariableOp',
        'call/net_1/re_lu_1/Relu Relu call/net_1/dense_1/MatMul',
        'call/net_1/dense_3/MatMul/ReadVariableOp ReadVariableOp dense/kernel',
        'call/net_1/dense_3/MatMul MatMul call/net_1/re_lu_1/Relu call/net_1/dense_3/MatMul/ReadVariableOp',
      ],
      ['call/net_1/dense_3/MatMul'],
    );
    const tree = findLayers(flat);

    expect(tree.all.map(({ path, type, typeSource }) => [path, type, typeSource])).toEqual([
      ['dense', 'Dense', 'inferred'],
      ['re_lu', 'ReLU', 'inferred'],
    ]);
    expect(outputs(tree, 'dense')).toEqual(['call/net_1/dense_1/MatMul', 'call/net_1/dense_3/MatMul']);
  });

  test('scopes that bear numbers of their own keep them', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'net/dense_1/kernel VarHandleOp',
        'net/dense_1/MatMul/ReadVariableOp ReadVariableOp net/dense_1/kernel',
        'net/dense_1/MatMul MatMul serving_default_x net/dense_1/MatMul/ReadVariableOp',
        'net/dense_2/Relu Relu net/dense_1/MatMul',
      ],
      ['net/dense_2/Relu'],
    );
    expect(findLayers(flat).all.map(({ path }) => path)).toEqual(['dense_1', 'dense_2']);
  });

  test('objects that own variables become layers though their ops have no scopes', () => {
    const graph = objectGraph([
      { children: { encoder: 1, head: 4 } },
      { children: { first: 2, second: 3 } },
      { children: { w: 5 } },
      { children: { w: 6 } },
      { children: { w: 7 } },
      { variable: 'w_a' },
      { variable: 'w_b' },
      { variable: 'w_c' },
    ]);
    const lines = ['serving_default_x Placeholder', 'w_a VarHandleOp', 'w_b VarHandleOp', 'w_c VarHandleOp'];
    const dense = (out: string, input: string, variable: string): string[] => [
      `read_${out} ReadVariableOp ${variable}`,
      `mul_${out} MatMul ${input} read_${out}`,
      `${out} Relu mul_${out}`,
    ];
    lines.push(
      ...dense('a', 'serving_default_x', 'w_a'),
      'sum AddV2 a serving_default_x',
      ...dense('b', 'sum', 'w_b'),
      ...dense('c', 'b', 'w_c'),
      'out Identity c',
    );
    const flat = flatGraph(lines, ['out'], graph);
    const withHandles = {
      ...flat,
      metaGraph: { ...flat.metaGraph, graph: { ...flat.metaGraph.graph, nodes: handles(['w_a', 'w_b', 'w_c']) } },
    };
    const tree = findLayers(withHandles);

    expect(tree.all.map(({ objectPath }) => objectPath)).toEqual(['encoder', 'encoder.first', 'encoder.second', 'head']);
    expect(tree.all.map(({ path }) => path)).toEqual(['encoder', 'encoder/first', 'encoder/second', 'head']);
    expect(['encoder', 'encoder/first', 'encoder/second', 'head'].map((path) => outputs(tree, path))).toEqual([
      ['b'],
      ['a'],
      ['b'],
      ['c'],
    ]);
    expect(byPath(tree, 'encoder').parameterCount).toBe(8);
  });

  test('metadata that is no JSON gives a warning and the next source', () => {
    const graph = objectGraph([{ identifier: '_tf_keras_model', metadata: '{"name": ' }]);
    const tree = findLayers(
      flatGraph(['serving_default_x Placeholder', 'model/a/Relu Relu serving_default_x'], ['model/a/Relu'], graph),
      { assetsJson: '[]' },
    );

    expect(tree.warnings.map(({ code }) => code)).toEqual(['bad-keras-metadata', 'bad-keras-metadata']);
    expect(tree.all.map(({ path }) => path)).toEqual(['a']);
  });
});

function handles(names: readonly string[]): NodeRecord[] {
  return names.map((name) => ({
    name,
    op: 'VarHandleOp',
    inputs: [],
    device: '',
    attrNames: () => [],
    rawAttr: () => undefined,
    rawAttrs: () => new Map(),
    attr: (key) =>
      key === 'shared_name'
        ? { $typeName: 'tensorflow.AttrValue', value: { case: 's', value: new TextEncoder().encode(name) } }
        : undefined,
  }));
}

describe('size', () => {
  test('100,000 nodes in thousands of scopes take milliseconds, not seconds', () => {
    const lines = ['serving_default_x Placeholder'];
    let last = 'serving_default_x';
    for (let block = 0; block < 5000; block++) {
      for (let op = 0; op < 20; op++) {
        const name = `call/model/part_${block % 50}/block_${block}/op_${op}`;
        lines.push(`${name} Relu ${last}`);
        last = name;
      }
    }
    const flat = flatGraph(lines, [last]);
    const start = performance.now();
    const tree = findLayers(flat);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(tree.all.length).toBeGreaterThan(1000);
  });
});

describe('damage', () => {
  test('whatever stands in the metadata, layers are listed and nothing is thrown', () => {
    const flat = flatGraph(
      [
        'serving_default_x Placeholder',
        'model/dense/MatMul MatMul serving_default_x serving_default_x',
        'model/dense/Relu Relu model/dense/MatMul',
      ],
      ['model/dense/Relu'],
    );
    const values = fc.jsonValue({ maxDepth: 4 });
    const uses = fc.array(
      fc.array(
        fc.tuple(
          fc.constantFrom('x', 'dense', 'drop', 'other'),
          fc.oneof(fc.integer(), fc.double()),
          fc.oneof(fc.integer(), values),
          values,
        ),
      ),
    );
    const layers = fc.array(
      fc.record(
        {
          class_name: fc.oneof(fc.constantFrom('Dense', 'Functional', 'InputLayer'), values),
          config: fc.oneof(values, fc.record({ name: fc.constantFrom('x', 'dense', 'drop'), layers: values })),
          inbound_nodes: fc.oneof(uses, values),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(layers, values, (found, input_layers) => {
        const json = JSON.stringify({
          class_name: 'Functional',
          config: { name: 'model', layers: found, input_layers, output_layers: input_layers },
        });
        const graph = objectGraph([
          { identifier: '_tf_keras_network', metadata: json, children: { 'layer-0': 1, self: 0, gone: 77 } },
          { identifier: '_tf_keras_layer', metadata: '{}', children: { up: 0 } },
        ]);
        for (const tree of [
          findLayers(flat, { assetsJson: json }),
          findLayers({ ...flat, metaGraph: { ...flat.metaGraph, objectGraph: graph } }),
        ]) {
          expect(tree.all.map(({ order }) => order)).toEqual(tree.all.map((_, position) => position));
        }
      }),
    );
  });

  test('a model that contains itself many times over, and nested models that call each other twice, end', () => {
    const flat = flatGraph(['serving_default_x Placeholder', 'model/Relu Relu serving_default_x'], ['model/Relu']);
    const diamonds = objectGraph(
      Array.from({ length: 60 }, (_, id) => ({
        identifier: '_tf_keras_layer',
        metadata: id === 0 ? '{"class_name": "M", "name": "model"}' : '',
        children: { a: id + 1, b: id + 1, c: id + 2 },
      })),
    );
    expect(findLayers({ ...flat, metaGraph: { ...flat.metaGraph, objectGraph: diamonds } }).all.length).toBeLessThan(300_000);
    let inner: object = layer('ReLU', 'deep', [['x', 0, 0, {}]]);
    for (let depth = 0; depth < 40; depth++) {
      inner = {
        class_name: 'Functional',
        name: 'm',
        config: { name: 'm', layers: [INPUT, inner], input_layers: [['x', 0, 0]], output_layers: [] },
        inbound_nodes: [[['x', 0, 0, {}]], [['x', 0, 0, {}]]],
      };
    }
    expect(findLayers(flat, { assetsJson: model(INPUT, inner) }).all.length).toBe(82);
  });
});

test('a nested model whose calls are numbered from 1 (its own graph is call 0) passes its output on', () => {
  const inner = {
    class_name: 'Functional',
    name: 'inner',
    inbound_nodes: [[['x', 0, 0, {}]]],
    config: {
      name: 'inner',
      layers: [layer('InputLayer', 'i'), layer('ReLU', 'act', [['i', 0, 0, {}]])],
      input_layers: [['i', 0, 0]],
      output_layers: [['act', 0, 0]],
    },
  };
  const flat = flatGraph(
    ['serving_default_x Placeholder', 'model/inner/act/Relu Relu serving_default_x', 'model/neg/Neg Neg model/inner/act/Relu'],
    ['model/neg/Neg'],
  );
  const tree = findLayers(flat, {
    assetsJson: model(
      INPUT,
      inner,
      layer('Dropout', 'drop', [['inner', 1, 0, {}]]),
      layer('Lambda', 'neg', [['drop', 0, 0, {}]]),
    ),
  });

  expect(outputs(tree, 'drop')).toEqual(['model/inner/act/Relu']);
});
