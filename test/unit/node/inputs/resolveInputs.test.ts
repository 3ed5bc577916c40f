import { fromBinary } from '@bufbuild/protobuf';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inlineEntry } from '../../../../src/core/graph/inline.ts';
import type { NodeRecord, SignatureTensor } from '../../../../src/core/model/types.ts';
import { ExampleSchema } from '../../../../src/core/proto/messages.ts';
import { dtypeOf, type DType } from '../../../../src/core/tensor/dtype.ts';
import { writeNpz } from '../../../../src/core/tensor/npy/npz.ts';
import { writeNpy } from '../../../../src/core/tensor/npy/npy.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';
import { resolveInputs, type InputRequest, type ResolvedInputs } from '../../../../src/node/inputs/resolveInputs.ts';
import { attr, metaGraph, node } from '../../core/graph/records.ts';

const [FLOAT, INT32, STRING, INT64, BOOL] = [1, 3, 7, 9, 10];
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const constant = (name: string, value: Tensor, dtype: number): NodeRecord =>
  node(name, 'Const', [], { dtype: attr.type(dtype), value: attr.tensor(value) });
const texts = (name: string, ...values: string[]): NodeRecord =>
  constant(name, { dtype: 'string', shape: [values.length], data: values.map(text) }, STRING);

interface Input {
  readonly name: string;
  readonly dtype: number;
  readonly shape?: readonly number[];
  /** tensor behind the input, when it is not a placeholder of the same name */
  readonly tensor?: string;
}

/** Resolves the inputs of a graph of placeholders and further nodes whose outputs are all returned. */
function resolve(
  inputs: readonly Input[],
  nodes: readonly NodeRecord[],
  request: Partial<InputRequest> = {},
  cwd = '.',
): Promise<ResolvedInputs> {
  const placeholders = inputs
    .filter(({ tensor }) => tensor === undefined)
    .map(({ name, dtype, shape }) =>
      node(name, 'Placeholder', [], { dtype: attr.type(dtype), shape: attr.shape(shape === undefined ? undefined : [...shape]) }),
    );
  const all = [...placeholders, ...nodes];
  const input = ({ name, dtype, shape, tensor = name }: Input): SignatureTensor => ({
    key: name,
    tensor: `${tensor}:0`,
    dtype: dtypeOf(dtype),
    shape,
  });
  const outputs = all
    .filter(({ op }) => op !== 'Const')
    .map(({ name }): SignatureTensor => ({ key: `out_${name}`, tensor: `${name}:0`, dtype: 'float32', shape: undefined }));
  const flat = inlineEntry(metaGraph({ nodes: all, signatures: [{ key: 's', method: '', inputs: inputs.map(input), outputs }] }));
  return resolveInputs(flat, { inputs: [], feeds: [], dims: {}, ...request }, cwd);
}

/** A graph that parses tf.Examples with `age` (float), `id` (integer) and `words` (any number of texts). */
const EXAMPLE_PARSER: [inputs: Input[], nodes: NodeRecord[]] = [
  [{ name: 'serialized', dtype: STRING, shape: [-1] }],
  [
    texts('names'),
    texts('sparse', 'words'),
    texts('dense', 'age', 'id'),
    texts('ragged'),
    constant('d0', { dtype: 'float32', shape: [0], data: new Float32Array(0) }, FLOAT),
    constant('d1', { dtype: 'int64', shape: [0], data: new BigInt64Array(0) }, INT64),
    node('parse', 'ParseExampleV2', ['serialized', 'names', 'sparse', 'dense', 'ragged', 'd0', 'd1'], {
      Tdense: attr.types([FLOAT, INT64]),
      dense_shapes: attr.shape([]),
      sparse_types: attr.types([STRING]),
      num_sparse: attr.int(1),
      ragged_value_types: attr.types([]),
      ragged_split_types: attr.types([]),
    }),
  ],
];

function made({ inputs }: ResolvedInputs): Record<string, [DType, readonly number[], unknown]> {
  return Object.fromEntries(
    inputs.map(({ name, value }) => [name, [value.dtype, value.shape, Array.from(value.data as Iterable<unknown>)]]),
  );
}

describe('values made up', () => {
  it('are uniform for floats, 0 or 1 for integers, false for a single bool, 1 for a single integer', async () => {
    const values = made(
      await resolve(
        [
          { name: 'f', dtype: FLOAT, shape: [-1, 3] },
          { name: 'i', dtype: INT32, shape: [50] },
          { name: 'training', dtype: BOOL, shape: [] },
          { name: 'k', dtype: INT64, shape: [] },
        ],
        [],
      ),
    );
    expect(values['f']?.[1]).toEqual([1, 3]);
    expect((values['f']?.[2] as number[]).every((value) => value >= 0 && value < 1)).toBe(true);
    expect(new Set(values['i']?.[2] as number[])).toEqual(new Set([0, 1]));
    expect(values['training']).toEqual(['bool', [], [0]]);
    expect(values['k']).toEqual(['int64', [], [1n]]);
  });

  it('fit each other in the parts of sparse and ragged inputs', async () => {
    const values = made(
      await resolve(
        [
          { name: 's.indices', dtype: INT64, shape: [-1, 2] },
          { name: 's.values', dtype: FLOAT, shape: [-1] },
          { name: 's.dense_shape', dtype: INT64, shape: [2] },
          { name: 'r.0', dtype: INT32, shape: [-1] },
          { name: 'r.1', dtype: INT64, shape: [-1] },
        ],
        [],
        { batch: 2 },
      ),
    );
    expect(values['s.indices']).toEqual(['int64', [2, 2], [0n, 0n, 1n, 0n]]);
    expect(values['s.values']?.[1]).toEqual([2]);
    expect(values['s.dense_shape']).toEqual(['int64', [2], [2n, 1n]]);
    expect(values['r.0']?.[1]).toEqual([2]);
    expect(values['r.1']).toEqual(['int64', [3], [0n, 1n, 2n]]);
  });

  it('take sizes from what uses them: channels of a convolution, rows of a matrix, one row of a table', async () => {
    const kernel = constant('kernel', { dtype: 'float32', shape: [3, 3, 5, 1], data: new Float32Array(45) }, FLOAT);
    const weights = constant('weights', { dtype: 'float32', shape: [7, 2], data: new Float32Array(14) }, FLOAT);
    const table = constant('table', { dtype: 'float32', shape: [1, 2], data: new Float32Array(2) }, FLOAT);
    const axis = constant('axis', { dtype: 'int32', shape: [], data: Int32Array.of(0) }, INT32);
    const values = made(
      await resolve(
        [
          { name: 'x', dtype: FLOAT, shape: [-1, -1, -1, -1] },
          { name: 'y', dtype: FLOAT, shape: [-1, -1] },
          { name: 'z', dtype: INT32, shape: [20] },
        ],
        [
          kernel,
          weights,
          table,
          axis,
          node('conv', 'Conv2D', ['x', 'kernel']),
          node('product', 'MatMul', ['y', 'weights']),
          node('row', 'GatherV2', ['table', 'z', 'axis'], {
            Tparams: attr.type(FLOAT),
            Tindices: attr.type(INT32),
            Taxis: attr.type(INT32),
          }),
        ],
      ),
    );
    expect(values['x']?.[1]).toEqual([1, 224, 224, 5]);
    expect(values['y']?.[1]).toEqual([1, 7]);
    expect(values['z']?.[2]).toEqual(new Array(20).fill(0));
  });

  it('are the default that the graph has', async () => {
    const preset = constant('preset', { dtype: 'float32', shape: [2], data: Float32Array.of(3, 4) }, FLOAT);
    const placeholder = node('x', 'PlaceholderWithDefault', ['preset'], { dtype: attr.type(FLOAT), shape: attr.shape([-1]) });
    const inputs = [
      { name: 'x', dtype: FLOAT, shape: [-1], tensor: 'x' },
      { name: 'y', dtype: FLOAT, shape: [2] },
    ];
    const resolved = await resolve(inputs, [preset, placeholder]);
    expect(made(resolved)['x']).toEqual(['float32', [2], [3, 4]]);
    expect(resolved.warnings.map(({ message }) => message)).toEqual([
      "No value was given for x (float32 [2]): the graph's default is used. No value was given for y (float32 [2]: uniform [0,1)): made up.",
    ]);
  });

  it('are examples with the features that ParseExampleV2 asks for', async () => {
    const { inputs, synthesised } = await resolve(...EXAMPLE_PARSER);
    expect(synthesised[0]?.how).toBe('a serialised tf.Example with the features that the graph parses');
    const example = fromBinary(ExampleSchema, inputs[0]?.value.data[0] as Uint8Array);
    expect(
      Object.fromEntries(Object.entries(example.features?.feature ?? {}).map(([key, { kind }]) => [key, kind.case])),
    ).toEqual({ words: 'bytesList', age: 'floatList', id: 'int64List' });
  });

  it('are pictures where the graph decodes them, else text', async () => {
    const { synthesised } = await resolve(
      [
        { name: 'image', dtype: STRING, shape: [] },
        { name: 'note', dtype: STRING, shape: [-1] },
      ],
      [node('decode', 'DecodeJpeg', ['image'], {})],
    );
    expect(synthesised.map(({ how }) => how)).toEqual(['a small PNG picture', 'text']);
  });
});

describe('inputs that are only other names', () => {
  const graph = [
    node('hidden', 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape([-1]) }),
    node('x', 'Identity', ['hidden']),
    node('y', 'Relu', ['hidden']),
    node('rate', 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape([]) }),
  ];
  const input = { name: 'x', dtype: FLOAT, shape: [-1], tensor: 'x' };

  it('feed the tensor behind them too, and placeholders beside the inputs get a value', async () => {
    const resolved = await resolve([input], graph, { inputs: [{ name: 'x', spec: '[1,2]' }] });
    expect(made(resolved)['hidden']).toEqual(['float32', [2], [1, 2]]);
    expect(resolved.synthesised.map(({ name }) => name)).toEqual(['rate']);
  });

  it('are missing inputs where all must be given', async () => {
    await expect(resolve([input], graph, { inputs: [{ name: 'x', spec: '[1]' }], strictInputs: true })).rejects.toThrow(
      'An input is not given: rate (float32 []).',
    );
  });
});

describe('files', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lens-inputs-'));
  const array: Tensor = { dtype: 'float64', shape: [1, 2], data: Float64Array.of(1, 2) };
  writeFileSync(path.join(folder, 'a.npy'), writeNpy(array));
  writeFileSync(
    path.join(folder, 'a.npz'),
    writeNpz(
      new Map([
        ['x', array],
        ['inner', array],
      ]),
    ),
  );
  const inputs = [{ name: 'x', dtype: FLOAT, shape: [-1, 2] }];
  const nodes = [node('inner', 'Relu', ['x']), node('z', 'Relu', ['inner'])];

  it('are read from their own base, by key, and all at once', async () => {
    const single = await resolve(inputs, nodes, { inputs: [{ name: 'x', spec: 'a.npy', base: folder }] });
    const keyed = await resolve(inputs, nodes, { inputs: [{ name: 'x', spec: 'a.npz[inner]' }] }, folder);
    expect(made(single)).toEqual({ x: ['float32', [1, 2], [1, 2]] });
    expect(made(keyed)).toEqual(made(single));
    expect(made(await resolve(inputs, nodes, { inputsFile: 'a.npz' }, folder))).toEqual({
      x: ['float32', [1, 2], [1, 2]],
      inner: ['float32', [1, 2], [1, 2]],
    });
  });

  it('say which arrays there are when the one asked for is not', async () => {
    await expect(resolve(inputs, nodes, { inputs: [{ name: 'x', spec: 'a.npz[y]', base: folder }] })).rejects.toThrow(
      'a.npz holds no array y; it holds x, inner.',
    );
    await expect(resolve(inputs, nodes, { inputs: [{ name: 'x', spec: folder.concat('/') + '.npy' }] })).rejects.toThrow(
      'does not exist',
    );
  });

  it('says so where bytes of pictures go into an input of floats that the graph does not scale down', async () => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'lens-bytes-'));
    writeFileSync(path.join(cwd, 'p.npy'), writeNpy({ dtype: 'uint8', shape: [1, 1, 1, 3], data: Uint8Array.of(0, 128, 255) }));
    const picture = { name: 'x', dtype: FLOAT, shape: [-1, 1, 1, 3] };
    const request = { inputs: [{ name: 'x', spec: 'p.npy' }] };
    const factor = constant('factor', { dtype: 'float32', shape: [], data: Float32Array.of(1 / 255) }, FLOAT);
    const plain = await resolve([picture], [node('y', 'Relu', ['x'], { T: attr.type(FLOAT) })], request, cwd);
    expect(plain.warnings.map(({ message }) => message)).toEqual([
      'The value of the input x from p.npy was taken as 0…255, and the model does not scale it down: divide it by 255 if the model was trained on 0…1, as a picture from a .png would be.',
    ]);
    const scaled = [factor, node('y', 'Mul', ['x', 'factor'], { T: attr.type(FLOAT) })];
    expect((await resolve([picture], scaled, request, cwd)).warnings).toEqual([]);
  });

  it('are examples made of JSON objects, each feature of the kind that the graph parses', async () => {
    const give = async (spec: string): Promise<Uint8Array[]> => {
      const { inputs } = await resolve(...EXAMPLE_PARSER, { inputs: [{ name: 'serialized', spec }] });
      expect(inputs[0]?.value.shape).toEqual([inputs[0]?.value.data.length]);
      return Array.from(inputs[0]?.value.data as Iterable<Uint8Array>);
    };
    const [first, second] = await give(
      '[{"age": 3, "id": ["12345678901"], "words": ["a", {"b64": "/w=="}]}, {"other": [1, 2.5]}]',
    );
    expect(fromBinary(ExampleSchema, first ?? new Uint8Array(0)).features?.feature).toMatchObject({
      age: { kind: { case: 'floatList', value: { value: [3] } } },
      id: { kind: { case: 'int64List', value: { value: ['12345678901'] } } },
      words: { kind: { case: 'bytesList', value: { value: [text('a'), Uint8Array.of(255)] } } },
    });
    expect(fromBinary(ExampleSchema, second ?? new Uint8Array(0)).features?.feature).toMatchObject({
      other: { kind: { case: 'floatList', value: { value: [1, 2.5] } } },
    });
    expect(await give('{"id": 1}')).toHaveLength(1);
    await expect(give('[{}, {"id": "x"}]')).rejects.toThrow(
      'The feature id of example 1 for the input serialized from [{}, {"id": "x"}] holds "x"; int64 is expected.',
    );
    const plain = resolve([{ name: 'x', dtype: STRING }], [], { inputs: [{ name: 'x', spec: '{"id": 1}' }] });
    await expect(plain).rejects.toThrow('The value of the input x from {"id": 1} holds an object with id; string is expected.');
  });
});
