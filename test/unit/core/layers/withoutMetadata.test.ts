import { describe, expect, it } from 'vitest';
import { findLayers } from '../../../../src/core/layers/findLayers.ts';
import type { Layer, LayerTree } from '../../../../src/core/layers/types.ts';
import { flatGraph } from './flat.ts';

/** `dense_1` of a Keras 3 export: kernel, bias, then `lines` with names in its scope. */
function dense(...lines: string[]): Layer | undefined {
  const scope = 'call/net_1/dense_1';
  const named = lines.map((line) => line.replaceAll('~', scope));
  const flat = flatGraph(
    [
      'x Placeholder',
      'dense/kernel VarHandleOp',
      'dense/bias VarHandleOp',
      `${scope}/Cast/ReadVariableOp ReadVariableOp dense/kernel`,
      `${scope}/MatMul MatMul x ${scope}/Cast/ReadVariableOp`,
      `${scope}/BiasAdd/ReadVariableOp ReadVariableOp dense/bias`,
      `${scope}/BiasAdd BiasAdd ${scope}/MatMul ${scope}/BiasAdd/ReadVariableOp`,
      ...named,
      `call/net_1/out_1/Relu Relu ${named.at(-1)?.split(' ')[0] ?? `${scope}/BiasAdd`}`,
    ],
    ['call/net_1/out_1/Relu'],
  );
  return findLayers(flat).all.find(({ path }) => path === 'dense');
}

function paths({ all }: LayerTree): string[][] {
  return all.map(({ path, type }) => [path, type]);
}

describe('the activation function of a layer without metadata', () => {
  it.each<[string, string[]]>([
    [
      'gelu',
      ['~/half Const', '~/Gelu/mul Mul ~/half ~/BiasAdd', '~/Gelu/Erf Erf ~/BiasAdd', '~/Gelu/mul_1 Mul ~/Gelu/mul ~/Gelu/Erf'],
    ],
    ['swish', ['~/Sigmoid Sigmoid ~/BiasAdd', '~/mul Mul ~/BiasAdd ~/Sigmoid', '~/IdentityN IdentityN ~/mul ~/BiasAdd']],
    ['softplus', ['~/Softplus Softplus ~/BiasAdd']],
    ['celu', ['~/zero Const', '~/Max Maximum ~/BiasAdd ~/zero', '~/Exp Exp ~/BiasAdd', '~/add AddV2 ~/Max ~/Exp']],
  ])('%s begins behind the bias', (_, lines) => {
    expect(dense(...lines)?.preactivation?.ref.node.name).toBe('call/net_1/dense_1/BiasAdd');
  });

  it.each<[string, string[]]>([
    ['linear', []],
    ['what takes another tensor too', ['~/add AddV2 ~/BiasAdd x']],
    ['what mixes elements', ['~/axis Const', '~/Mean Mean ~/BiasAdd ~/axis', '~/sub Sub ~/BiasAdd ~/Mean']],
  ])('%s is none', (_, lines) => {
    expect(dense(...lines)).toBeDefined();
    expect(dense(...lines)?.preactivation).toBeUndefined();
  });
});

describe('what layers of Keras 3 hold', () => {
  it('attention weights are a layer, einsums are told apart', () => {
    const part = (name: string, input: string): string[] => [
      `mha/${name}/kernel VarHandleOp`,
      `net_1/mha_1/${name}_1/Cast/ReadVariableOp ReadVariableOp mha/${name}/kernel`,
      `net_1/mha_1/${name}_1/MatMul Einsum ${input} net_1/mha_1/${name}_1/Cast/ReadVariableOp`,
    ];
    const flat = flatGraph(
      [
        'x Placeholder',
        ...['query', 'key', 'value'].flatMap((name) => part(name, 'x')),
        'net_1/mha_1/einsum/Einsum Einsum net_1/mha_1/query_1/MatMul net_1/mha_1/key_1/MatMul',
        'net_1/mha_1/Softmax Softmax net_1/mha_1/einsum/Einsum',
        'net_1/mha_1/einsum_1/Einsum Einsum net_1/mha_1/Softmax net_1/mha_1/value_1/MatMul',
        ...part('attention_output', 'net_1/mha_1/einsum_1/Einsum'),
        'net_1/re_lu_1/Relu Relu net_1/mha_1/attention_output_1/MatMul',
      ],
      ['net_1/re_lu_1/Relu'],
    );
    const tree = findLayers(flat);

    expect(paths(tree)).toEqual([
      ['mha', 'MultiHeadAttention'],
      ['mha/query', 'EinsumDense'],
      ['mha/key', 'EinsumDense'],
      ['mha/value', 'EinsumDense'],
      ['mha/einsum', 'Einsum'],
      ['mha/softmax', 'Softmax'],
      ['mha/einsum_1', 'Einsum'],
      ['mha/attention_output', 'EinsumDense'],
      ['re_lu', 'ReLU'],
    ]);
    expect(tree.all[5]?.outputs.map(({ ref }) => ref.node.name)).toEqual(['net_1/mha_1/Softmax']);
  });

  it('the cell that is run once for its shape has its values in the loop', () => {
    const flat = flatGraph(
      [
        'x Placeholder',
        'lstm/lstm_cell/kernel VarHandleOp',
        'net_1/lstm_1/first StridedSlice x',
        'net_1/lstm_1/lstm_cell_1/Cast/ReadVariableOp ReadVariableOp lstm/lstm_cell/kernel',
        'net_1/lstm_1/lstm_cell_1/MatMul MatMul net_1/lstm_1/first net_1/lstm_1/lstm_cell_1/Cast/ReadVariableOp',
        'net_1/lstm_1/zeros_like ZerosLike net_1/lstm_1/lstm_cell_1/MatMul',
        'net_1/lstm_1/TensorArrayUnstack/List TensorListFromTensor x',
        'net_1/lstm_1/while While net_1/lstm_1/TensorArrayUnstack/List net_1/lstm_1/zeros_like lstm/lstm_cell/kernel',
        'net_1/lstm_1/TensorArrayV2Stack/Stack TensorListStack net_1/lstm_1/while',
        'net_1/re_lu_1/Relu Relu net_1/lstm_1/TensorArrayV2Stack/Stack',
      ],
      ['net_1/re_lu_1/Relu'],
    );
    const tree = findLayers(flat);
    const cell = tree.all.find(({ path }) => path === 'lstm/lstm_cell');

    expect(tree.all.map(({ path }) => path)).toEqual(['lstm', 'lstm/lstm_cell', 're_lu']);
    expect(cell?.outputs).toEqual([]);
    expect(cell?.loop?.name).toBe('net_1/lstm_1/while');
    expect(tree.all[0]?.loop).toBeUndefined();
  });
});

describe('the class of a layer without metadata', () => {
  /** What the scope `layer`, beside another, is taken for. */
  function typeOf(...lines: string[]): string | undefined {
    const last = lines.at(-1)?.split(' ')[0] ?? '';
    const flat = flatGraph(['x Placeholder', 'table VarHandleOp', ...lines, `other/Neg Neg ${last}`], ['other/Neg']);
    return findLayers(flat).all.find(({ path }) => path === 'layer')?.type;
  }

  it.each<[string, string[]]>([
    [
      'Embedding',
      [
        'layer/n Const',
        'layer/add AddV2 x layer/n',
        'layer/read ReadVariableOp table',
        'layer/GatherV2 GatherV2 layer/read layer/add',
      ],
    ],
    ['Add', ['layer/add AddV2 x x']],
    ['Group', ['layer/read ReadVariableOp table', 'layer/add AddV2 x layer/read']],
    ['Group', ['layer/shape ConcatV2 x', 'layer/sum UnsortedSegmentSum x layer/shape']],
    ['Concatenate', ['layer/concat ConcatV2 x x']],
    ['Group', ['layer/list TensorListFromTensor x', 'layer/while While layer/list']],
    ['Group', ['layer/Mul Mul x x', 'layer/Sum Sum layer/Mul', 'layer/Sqrt Sqrt layer/Sum']],
    [
      'RMSNormalization',
      ['layer/Square Square x', 'layer/Mean Mean layer/Square', 'layer/Rsqrt Rsqrt layer/Mean', 'layer/Mul Mul x layer/Rsqrt'],
    ],
  ])('%s: %j', (type, lines) => {
    expect(typeOf(...lines)).toBe(type);
  });
});
