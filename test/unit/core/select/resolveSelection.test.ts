import { describe, expect, it } from 'vitest';
import { parseSelection } from '../../../../src/core/select/parseSelection.ts';
import { resolveSelection } from '../../../../src/core/select/resolveSelection.ts';
import type { SelectionScope } from '../../../../src/core/select/scope.ts';
import { fakeScope } from './fakeModel.ts';

const CALL = 'StatefulPartitionedCall';
const model = fakeScope({
  rootScope: 'model',
  aliases: { [CALL]: `${CALL}/model/dense_1/BiasAdd` },
  nodes: [
    { name: 'serving_default_x', op: 'Placeholder', shape: [-1, 8, 8, 3] },
    { name: `${CALL}/model/conv2d/Conv2D`, op: 'Conv2D', shape: [-1, 8, 8, 64] },
    { name: `${CALL}/model/conv2d/Relu`, shape: [-1, 8, 8, 64] },
    { name: `${CALL}/model/encoder/block_1/dense/MatMul`, op: 'MatMul', shape: [-1, 4] },
    { name: `${CALL}/model/encoder/block_1/dense/BiasAdd`, op: 'BiasAdd', shape: [-1, 4] },
    { name: `${CALL}/model/encoder/block_2/dense/MatMul`, op: 'MatMul' },
    { name: `${CALL}/model/encoder/block_2/dense/BiasAdd`, op: 'BiasAdd' },
    { name: `${CALL}/model/lambda/parts/split`, op: 'Split', dtype: 3 },
    { name: `${CALL}/model/lambda/parts/Relu`, dtype: 3, shape: [2, 3] },
    { name: `${CALL}/model/dense_1_1/MatMul`, op: 'MatMul' },
    { name: `${CALL}/model/dense_1/BiasAdd`, op: 'BiasAdd' },
  ],
  layers: [
    { path: 'x', type: 'InputLayer', index: null, nodes: ['serving_default_x'] },
    {
      path: 'conv2d',
      type: 'Conv2D',
      index: 0,
      nodes: [`${CALL}/model/conv2d/Conv2D`, `${CALL}/model/conv2d/Relu`],
      scopes: [`${CALL}/model/conv2d`],
    },
    { path: 'dropout', type: 'Dropout', index: 1, nodes: [`${CALL}/model/conv2d/Relu`], passThrough: true },
    { path: 'encoder', type: 'Functional', index: 2, nodes: [`${CALL}/model/encoder/block_2/dense/BiasAdd`] },
    {
      path: 'encoder/block_1/dense',
      objectPath: 'encoder.blocks[0].proj',
      nodes: [`${CALL}/model/encoder/block_1/dense/MatMul`, `${CALL}/model/encoder/block_1/dense/BiasAdd`],
    },
    {
      path: 'encoder/block_2/dense',
      objectPath: 'encoder.blocks[1].proj',
      nodes: [`${CALL}/model/encoder/block_2/dense/MatMul`, `${CALL}/model/encoder/block_2/dense/BiasAdd`],
    },
    { path: 'masking', type: 'Masking', index: 3 },
    {
      path: 'dense',
      index: 4,
      nodes: [`${CALL}/model/dense_1_1/MatMul`, `${CALL}/model/dense_1/BiasAdd`],
      scopes: [`${CALL}/model/dense_1_1`],
    },
  ],
  infeasible: [`${CALL}/model/conv2d/Conv2D`],
});

const select = (text: string, scope: SelectionScope = model): ReturnType<typeof resolveSelection> =>
  resolveSelection(parseSelection(text), scope);
const names = (text: string, scope?: SelectionScope): string[] =>
  select(text, scope).tensors.map(({ name }) => name.replace(`${CALL}/model/`, ''));
const message = (text: string): string => {
  try {
    select(text);
  } catch (error) {
    return (error as { sentence: string }).sentence;
  }
  return 'no error';
};

const CONV = 'conv2d/Relu';
const DENSE_1 = 'encoder/block_1/dense/BiasAdd';
const DENSE_2 = 'encoder/block_2/dense/BiasAdd';
const LAST = 'dense_1/BiasAdd';

describe('resolveSelection', () => {
  it.each([
    // names, in the order of their classes
    ['serving_default_x', ['serving_default_x']],
    [`${CALL}/model/conv2d/Relu`, [CONV]],
    [`${CALL}:0`, [LAST]],
    [CALL, [LAST]],
    ['conv2d', [CONV]],
    ['encoder.blocks[0].proj', [DENSE_1]],
    ['block_2/dense', [DENSE_2]],
    ['dense', [LAST]],
    ['conv2d/Relu:0', [CONV]],
    ['lambda/parts/split:1', ['lambda/parts/split:1']],
    ['block_1/dense/MatMul', ['encoder/block_1/dense/MatMul']],
    ['split:1', ['lambda/parts/split:1']],
    ['Relu', [CONV, 'lambda/parts/Relu']],
    ['lambda', ['lambda/parts/Relu']],
    ['parts', ['lambda/parts/Relu']],
    ['"conv2d"', [CONV]],
    ['encoder/block_1', [DENSE_1]],
    // patterns
    ['block_*/dense', [DENSE_1, DENSE_2]],
    ['conv?d', [CONV]],
    ['**/MatMul', ['encoder/block_1/dense/MatMul', 'encoder/block_2/dense/MatMul', 'dense_1_1/MatMul']],
    ['{conv2d,dense}', [CONV, DENSE_1, DENSE_2, LAST]],
    ['/^CONV\\d+d$/i', [CONV]],
    ['/split:\\d/', ['lambda/parts/split:1']],
    // indices
    ['layers[0]', [CONV]],
    ['layers[-1]', [LAST]],
    ['[4]', [LAST]],
    ['layers[0:3]', [CONV, DENSE_2]],
    ['[::-2]', [LAST, DENSE_2, CONV]],
    ['encoder.layers[1]', [DENSE_2]],
    ['encoder.layers[:]', [DENSE_1, DENSE_2]],
    // predicates
    ['type:conv2d', [CONV]],
    ['op:Split', ['lambda/parts/split', 'lambda/parts/split:1']],
    ['op:*dd dtype:float32', [DENSE_1, DENSE_2, LAST]],
    ['@ops dtype:int32', ['lambda/parts/split', 'lambda/parts/split:1', 'lambda/parts/Relu']],
    ['rank:4', ['serving_default_x', CONV]],
    ['depth:>1', [DENSE_1, DENSE_2]],
    ['shape:*x*x*x64', [CONV]],
    ['@ops shape:2x3', ['lambda/parts/Relu']],
    ['shape:?x4', [DENSE_1]],
    ['block_* type:Dense', [DENSE_1, DENSE_2]],
    // suffixes
    ['conv2d.input', ['serving_default_x']],
    ['conv2d.output[0]', [CONV]],
    ['layers[-1].input', ['lambda/parts/Relu']],
    ['"conv2d".output', [CONV]],
    ['split.output[1]', ['lambda/parts/split:1']],
    // groups and taking away
    ['@inputs', ['serving_default_x']],
    ['@outputs', [LAST]],
    ['', ['serving_default_x', CONV, DENSE_2, DENSE_1, LAST]],
    ['!type:InputLayer,!encoder/**', [CONV, LAST]],
    ['@layers,!dropout', ['serving_default_x', CONV, DENSE_2, DENSE_1, LAST]],
    ['conv2d,dense,!conv2d', [LAST]],
    ['dense, conv2d ,dense', [LAST, CONV]],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('reaches a call scope of a layer by the name of the layer only', () => {
    expect(message('dense_1_1')).toMatch(/^No layer, tensor or scope is called dense_1_1\./);
  });

  it('keeps aliases as keys and merges what is selected twice', () => {
    const { tensors } = select('a=conv2d,b=conv2d/Relu,pair=block_*/dense,dense');
    expect(tensors.map(({ key }) => key)).toEqual(['a', 'pair.0', 'pair.1', `${CALL}/model/dense_1/BiasAdd`]);
    expect(tensors[0]?.aliases).toEqual(['b']);
    expect(tensors[3]?.aliases).toEqual([CALL]);
    expect(tensors.map(({ layer }) => layer?.path)).toEqual([
      'conv2d',
      'encoder/block_1/dense',
      'encoder/block_2/dense',
      'dense',
    ]);
  });

  it('lists what cannot be fetched, and says whether it was named', () => {
    expect(select('conv2d/Conv2D,conv2d').skipped).toEqual([
      {
        name: `${CALL}/model/conv2d/Conv2D`,
        reason: 'unfed-placeholder',
        message: `${CALL}/model/conv2d/Conv2D is not fed.`,
        outright: true,
      },
    ]);
    expect(select('**/Conv2D').skipped).toMatchObject([{ outright: false }]);
    expect(select('masking').skipped).toEqual([
      { name: 'masking', reason: 'no-output', message: 'The layer masking has no output in this graph.', outright: true },
    ]);
  });

  it('notes the matches of a name that has several', () => {
    expect(select('Relu').notes).toEqual([`Relu matches 2 tensors: ${CALL}/model/conv2d/Relu, ${CALL}/model/lambda/parts/Relu.`]);
    expect(select('conv2d').notes).toEqual([]);
  });

  it('means attributes of the object graph by layers[i] where the layers are not Keras layers', () => {
    const scope = fakeScope({
      keras: false,
      nodes: [{ name: 'a/x' }, { name: 'b/y' }],
      layers: [
        { path: 'a', objectPath: 'layers[1]', nodes: ['a/x'] },
        { path: 'b', objectPath: 'layers[0]', nodes: ['b/y'] },
      ],
    });
    expect(names('layers[1]', scope)).toEqual(['a/x']);
    expect(names('[1]', scope)).toEqual(['b/y']);
  });

  it('takes a name below a layer by the name of the layer, whatever its scope is called', () => {
    const nodes = [{ name: 'x' }, { name: 'call/stem_1/MatMul' }, { name: 'call/stem_1/Relu' }, { name: 'y' }];
    const layers = [{ path: 'stem', nodes: ['call/stem_1/MatMul', 'call/stem_1/Relu'], scopes: ['call/stem_1'] }];
    const scope = fakeScope({ nodes, layers });
    expect(names('stem/MatMul,stem/matmul:0,stem/Relu', scope)).toEqual(['call/stem_1/MatMul', 'call/stem_1/Relu']);
    expect(names('stem/Mat*,ste?/R*', scope)).toEqual(['call/stem_1/MatMul', 'call/stem_1/Relu']);
    expect(() => select('stem/MatMull', scope)).toThrow('No layer, tensor or scope is called stem/MatMull.');
    expect(() => select('stem/MatMul:1', scope)).toThrow('No layer, tensor or scope is called stem/MatMul:1.');
  });

  it('does not claim that a layer has no activation function where Keras does not say', () => {
    const scope = fakeScope({
      nodes: [{ name: 'x' }, { name: 'stem/MatMul' }],
      layers: [{ path: 'stem', nodes: ['stem/MatMul'] }],
      keras: false,
    });
    expect(() => select('stem.preactivation', scope)).toThrow(
      'stem.preactivation is not known: no activation function was recognised in the layer stem.',
    );
  });

  it('takes the names of the signature, after the layers', () => {
    const nodes = [{ name: 'x' }, { name: 'call/head/Softmax' }, { name: 'Identity' }];
    expect(names('scores', fakeScope({ nodes, outputKey: 'scores' }))).toEqual(['Identity']);
    const layers = [{ path: 'scores', nodes: ['call/head/Softmax'] }];
    expect(names('scores', fakeScope({ nodes, layers, outputKey: 'scores' }))).toEqual(['call/head/Softmax']);
  });

  it('takes syntax as a name where a name matches the whole word', () => {
    const scope = fakeScope({
      nodes: [{ name: 'rank' }, { name: 'x.input' }, { name: 'z' }],
      layers: [{ path: 'x', nodes: ['z'] }],
    });
    expect(names('rank:0,x.input,x', scope)).toEqual(['rank', 'x.input', 'z']);
  });

  it.each([
    ['conv2e', 'No layer, tensor or scope is called conv2e. Nearest: conv2d'],
    ['layers[9]', 'layers[9] is out of range: the model has layers 0 to 4, or -5 to -1 from the end.'],
    ['encoder.layers[2]', 'encoder.layers[2] is out of range: the layer encoder has layers 0 to 1, or -2 to -1 from the end.'],
    ['conv2d.output[1]', 'conv2d.output[1] is out of range: the layer conv2d has outputs 0 to 0.'],
    ['conv2d.preactivation', 'conv2d.preactivation does not exist: the layer conv2d has no activation function of its own.'],
    [
      'type:Conv3D',
      'Nothing in this model matches type:Conv3D. There are: Conv2D, InputLayer, Dropout, Functional, Dense, Masking.',
    ],
    ['conv2d type:Dense', 'Nothing in this model matches conv2d type:Dense.'],
    ['zzz*', 'Nothing in this model matches zzz*.'],
    ['[7:9]', 'Nothing in this model matches [7:9].'],
    ['!nowhere', 'No layer, tensor or scope is called nowhere.'],
    ['a=conv2d,a=dense', 'The name a is given to two terms.'],
  ])('refuses %s', (text, expected) => {
    expect(message(text)).toContain(expected);
  });
});
