import { describe, expect, it } from 'vitest';
import { convertTo } from '../../../../src/core/inputs/convert.ts';
import { csvTensor } from '../../../../src/core/inputs/csvTensor.ts';
import { generate } from '../../../../src/core/inputs/generate.ts';
import type { ImageOptions } from '../../../../src/core/inputs/imageOptions.ts';
import { imageTensor } from '../../../../src/core/inputs/imageTensor.ts';
import { literalTensor } from '../../../../src/core/inputs/literal.ts';
import { randomStream } from '../../../../src/core/inputs/random.ts';
import { soundTensor } from '../../../../src/core/inputs/soundTensor.ts';
import { checkShape, type InputTarget } from '../../../../src/core/inputs/target.ts';
import { wavBytes } from '../../../../src/core/inputs/wav.ts';
import type { DType } from '../../../../src/core/tensor/dtype.ts';
import type { NumericData, Tensor } from '../../../../src/core/tensor/tensor.ts';
import { toFloat64Array } from '../../../../src/core/tensor/values.ts';
import { encode } from 'fast-png';

const NODE = {
  id: 0,
  name: 'x',
  callPrefix: '',
  op: 'Placeholder',
  inputs: [],
  controls: [],
  record: undefined,
  attr: () => undefined,
};
const target = (dtype: DType, shape?: readonly number[]): InputTarget => ({
  name: 'x',
  ref: { node: NODE, index: 0 },
  dtype,
  shape,
  isInner: false,
});
const vector = (dtype: DType, data: NumericData): Tensor => ({ dtype, shape: [data.length], data });

describe('convertTo', () => {
  it.each([
    ['int64', 'int32', BigInt64Array.of(-5n, 7n), [-5, 7]],
    ['int32', 'float16', Int32Array.of(3), [3]],
    ['uint8', 'bool', Uint8Array.of(0, 1), [0, 1]],
    ['float32', 'float64', Float32Array.of(0.5), [0.5]],
    ['bool', 'float32', Uint8Array.of(1), [1]],
    ['float32', 'bfloat16', Float32Array.of(1.5), [1.5]],
    ['int8', 'uint64', Int8Array.of(4), [4]],
    ['float32', 'complex64', Float32Array.of(3), [3]],
  ] as const)('%s to %s', (from, to, data, expected) => {
    const { tensor, note } = convertTo(target(to), vector(from, data), 'a.npy');
    expect([tensor.dtype, [...toFloat64Array(tensor)], note]).toEqual([to, expected, undefined]);
  });

  it('says when floats were rounded', () => {
    expect(convertTo(target('float32'), vector('float64', Float64Array.of(0.1)), 'a.npy').note).toBe(
      'The value of the input x from a.npy was rounded from float64 to float32.',
    );
    expect(convertTo(target('float32'), vector('float64', Float64Array.of(0.5, NaN)), 'a.npy').note).toBeUndefined();
  });

  it.each([
    ['float32', 'int32', Float32Array.of(1), 'The value of the input x from a.npy is float32; int32 is expected.'],
    ['int32', 'uint8', Int32Array.of(1, 300), 'The value of the input x from a.npy holds 300, which uint8 cannot hold.'],
    ['int64', 'int32', BigInt64Array.of(2n ** 40n), 'holds 1099511627776, which int32 cannot hold'],
    ['int32', 'bool', Int32Array.of(2), 'holds 2, which bool cannot hold'],
    ['int32', 'string', Int32Array.of(2), 'is int32; string is expected.'],
  ] as const)('refuses %s to %s', (from, to, data, message) => {
    expect(() => convertTo(target(to), vector(from, data), 'a.npy')).toThrow(message);
  });
});

describe('literalTensor', () => {
  it('has the shape of its lists and the dtype that is expected', () => {
    expect(
      literalTensor(
        target('float32'),
        [
          [1, 2.5],
          ['nan', '-inf'],
        ],
        'x',
      ),
    ).toEqual({ dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2.5, NaN, -Infinity) });
    expect(literalTensor(target('int64'), ['9007199254740993', 1], 'x').data).toEqual(
      BigInt64Array.of(9_007_199_254_740_993n, 1n),
    );
    expect(literalTensor(target('uint64'), '18446744073709551615', 'x').data).toEqual(BigUint64Array.of(2n ** 64n - 1n));
    expect(literalTensor(target('bool'), [true, 0], 'x').data).toEqual(Uint8Array.of(1, 0));
    expect(literalTensor(target('string'), ['é'], 'x').data).toEqual([new TextEncoder().encode('é')]);
    expect(literalTensor(target('float32'), [[]], 'x').shape).toEqual([1, 0]);
  });

  it.each([
    [[1, [2]], 'float32', 'has lists of different lengths'],
    [[[1], [2, 3]], 'float32', 'has lists of different lengths'],
    [1.5, 'int32', 'holds 1.5; int32 is expected'],
    ['a', 'float32', 'holds "a"; float32 is expected'],
    [1, 'string', 'holds 1; texts are expected'],
    ['99999999999999999999', 'int64', 'holds "99999999999999999999"'],
  ] as const)('refuses %j for %s', (value, dtype, message) => {
    expect(() => literalTensor(target(dtype), value, 'x')).toThrow(message);
  });
});

describe('generate', () => {
  it('gives the same numbers for the same seed, in every version', () => {
    const stream = randomStream(1);
    const drawn = [stream.uniform(), stream.uniform(), stream.normal(), stream.normal()];
    const again = randomStream(1);
    expect([again.uniform(), again.uniform(), again.normal(), again.normal()]).toEqual(drawn);
    expect(generate({ kind: 'random', seed: 0, low: 0, high: 1 }, 'float64', [2], 'x').data).toMatchInlineSnapshot(`
      Float64Array [
        0.41675133265905573,
        0.5870561741002205,
      ]
    `);
  });

  it('keeps to its range and looks random', () => {
    const data = generate({ kind: 'random', seed: 5, low: -1, high: 3 }, 'float64', [20_000], 'x').data as Float64Array;
    expect(Math.min(...data)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...data)).toBeLessThan(3);
    expect(data.reduce((a, b) => a + b) / data.length).toBeCloseTo(1, 1);
    const normal = generate({ kind: 'normal', seed: 5, mean: 2, std: 3 }, 'float64', [20_000], 'x').data as Float64Array;
    expect(normal.reduce((a, b) => a + b) / normal.length).toBeCloseTo(2, 1);
    expect(new Set(generate({ kind: 'random', seed: 0, low: 0, high: 3 }, 'int32', [100], 'x').data as Int32Array)).toEqual(
      new Set([0, 1, 2, 3]),
    );
    expect(generate({ kind: 'range' }, 'int64', [3], 'x').data).toEqual(BigInt64Array.of(0n, 1n, 2n));
    expect(generate({ kind: 'ones' }, 'float16', [1], 'x').data).toEqual(Uint16Array.of(0x3c00));
  });

  it('refuses strings and sizes beyond reason', () => {
    expect(() => generate({ kind: 'zeros' }, 'string', [1], 'x')).toThrow('zeros gives numbers; the input x is string.');
    expect(() => generate({ kind: 'zeros' }, 'float32', [1e6, 1e6], 'x')).toThrow(
      'The input x would have 1000000000000 elements.',
    );
  });
});

describe('checkShape', () => {
  it('says what was expected and given, and when only the batch is missing', () => {
    expect(() => {
      checkShape(target('float32', [-1, 2]), [3, 2], 'a.npy');
    }).not.toThrow();
    expect(() => {
      checkShape(target('float32', [-1, 2]), [3, 3], 'a.npy');
    }).toThrow('The value of the input x from a.npy has the shape [3,3]; [?,2] is expected.');
    try {
      checkShape(target('float32', [-1, 2]), [2], 'a.npy');
    } catch (error) {
      expect(error).toMatchObject({ hint: expect.stringContaining('the batch') as string });
    }
  });
});

describe('csvTensor', () => {
  it('reads tables with and without names, of numbers and of texts', () => {
    expect(csvTensor(target('float32', [-1, 2]), 'a,b\n1,2\n3,nan\n', 't.csv')).toEqual({
      dtype: 'float32',
      shape: [2, 2],
      data: Float32Array.of(1, 2, 3, NaN),
    });
    expect(csvTensor(target('int64', [-1, 2, 1]), '1,9007199254740993', 't.csv')).toMatchObject({
      shape: [1, 2, 1],
      data: BigInt64Array.of(1n, 9_007_199_254_740_993n),
    });
    expect(csvTensor(target('string', [-1]), '"a ""b"", c"\nd', 't.csv')).toEqual({
      dtype: 'string',
      shape: [2],
      data: ['a "b", c', 'd'].map((text) => new TextEncoder().encode(text)),
    });
    expect(() => csvTensor(target('float32'), '1,2\n3', 't.csv')).toThrow(
      'The table t.csv has 1 columns in row 2 and 2 in the first.',
    );
    expect(() => csvTensor(target('float32'), '1\nx\n', 't.csv')).toThrow(
      'The table t.csv holds "x" in row 2, column 1: numbers are expected.',
    );
  });
});

describe('soundTensor', () => {
  const sound = wavBytes(Float32Array.of(0, 0.5, -0.5, 1), 16_000);
  it('fits a sound to the length that is expected', () => {
    expect(
      Array.from(
        soundTensor(target('float32', [-1]), sound, 's.wav').tensor.data as Float32Array,
        (x) => Math.round(x * 100) / 100,
      ),
    ).toEqual([0, 0.5, -0.5, 1]);
    expect(soundTensor(target('float32', [-1, 6, 1]), sound, 's.wav')).toMatchObject({
      tensor: { shape: [1, 6, 1] },
      note: 'The sound s.wav has 4 samples and was filled up with silence to 6.',
    });
    expect(() => soundTensor(target('float32', [-1, 8, 8, 3]), sound, 's.wav')).toThrow(
      'A sound does not fit the input x of shape [?,8,8,3].',
    );
    expect(() => soundTensor(target('float32', [-1]), sound.slice(0, 20), 's.wav')).toThrow('The sound s.wav has no samples.');
  });
});

describe('imageTensor', () => {
  const picture = encode({
    width: 2,
    height: 2,
    channels: 3,
    depth: 8,
    data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255),
  });
  const context = { scalesItself: false, batch: undefined, sizeOf: (): number | undefined => undefined };
  const values = (dtype: DType, shape: readonly number[], options = {}, given = context): number[] =>
    Array.from(
      toFloat64Array(imageTensor(target(dtype, shape), picture, options, given, 'p.png').tensor),
      (value) => Math.round(value * 1000) / 1000,
    );

  it('scales by the dtype, the graph and the options', () => {
    expect(values('uint8', [-1, 2, 2, 3])).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
    expect(values('float32', [-1, 2, 2, 3]).slice(0, 3)).toEqual([1, 0, 0]);
    expect(values('float32', [-1, 2, 2, 3], {}, { ...context, scalesItself: true }).slice(0, 3)).toEqual([255, 0, 0]);
    expect(values('float32', [-1, 2, 2, 3], { low: -1, high: 1, order: 'bgr' }).slice(0, 3)).toEqual([-1, -1, 1]);
    expect(values('float32', [-1, 2, 2, 3], { high: 255, mean: [255, 0, 5], std: [1, 1, 5] }).slice(0, 3)).toEqual([0, 0, -1]);
  });

  it('resizes as tf.image.resize, and turns to grey, channels first or a batch', () => {
    expect(values('float32', [1, 1, 1, 3])).toEqual([0.5, 0.5, 0.5]);
    expect(values('float32', [2, 2])).toEqual([0.299, 0.587, 0.114, 1]);
    expect(values('float32', [-1, 3, 2, 2])).toEqual([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1]);
    expect(imageTensor(target('float32', [-1, -1, -1, 3]), picture, {}, { ...context, batch: 3 }, 'p.png').tensor.shape).toEqual([
      3, 2, 2, 3,
    ]);
    // tf.image.resize([[0, 1], [2, 3]], (3, 3)) with TensorFlow 2.21
    const grey = encode({ width: 2, height: 2, channels: 1, depth: 8, data: Uint8Array.of(0, 51, 102, 153) });
    expect(
      Array.from(
        imageTensor(target('float32', [3, 3]), grey, { high: 5 }, context, 'g.png').tensor.data as Float32Array,
        (x) => Math.round(x * 10) / 10,
      ),
    ).toEqual([0, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3]);
  });

  it('fits a picture of another form as asked, and to sizes that the user gave', () => {
    const wide = encode({ width: 4, height: 2, channels: 1, depth: 8, data: Uint8Array.of(51, 51, 102, 102, 51, 51, 102, 102) });
    const fit = (shape: readonly number[], options: ImageOptions): number[] =>
      Array.from(
        imageTensor(target('float32', shape), wide, { high: 5, ...options }, context, 'w.png').tensor.data as Float32Array,
        (x) => Math.round(x * 10) / 10,
      );
    expect(fit([2, 2], {})).toEqual([1, 2, 1, 2]);
    expect(fit([4, 4], { fit: 'contain' })).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 1, 1, 2, 2, 0, 0, 0, 0]);
    expect(fit([2, 2], { fit: 'cover' })).toEqual([1, 2, 1, 2]);
    expect(fit([2, 1], { fit: 'cover' })).toEqual([1, 1]);
    const given = { ...context, sizeOf: (axis: number) => ({ 1: 6, 2: 5 })[axis] };
    expect(imageTensor(target('float32', [-1, -1, -1, 3]), picture, {}, given, 'p.png').tensor.shape).toEqual([1, 6, 5, 3]);
  });

  it('refuses what is no picture and inputs that take none', () => {
    expect(() => imageTensor(target('float32', [8, 8]), new TextEncoder().encode('<svg>'), {}, context, 'p.png')).toThrow(
      'The image p.png is neither a PNG nor a JPEG file.',
    );
    expect(() => imageTensor(target('float32', [-1]), picture, {}, context, 'p.png')).toThrow(
      'A picture does not fit the input x of shape [?] and dtype float32.',
    );
    expect(() => imageTensor(target('float32', [-1, 784]), picture, {}, context, 'p.png')).toThrow(
      'A picture does not fit the input x of shape [?,784] and dtype float32.',
    );
  });

  it('says what it did unasked', () => {
    const note = (dtype: DType, shape: readonly number[], options = {}, given = context): string | undefined =>
      imageTensor(target(dtype, shape), picture, options, given, 'p.png').note;
    expect(note('float32', [-1, 2, 2, 3])).toBe('The picture p.png was scaled to 0…1 (write p.png(high=255) for 0…255).');
    expect(note('float32', [-1, 1, 4, 3], {}, { ...context, scalesItself: true })).toBe(
      'The picture p.png was resized from 2×2 to 4×1 pixels and was scaled to 0…255 (write p.png(high=1) for 0…1).',
    );
    expect([note('uint8', [-1, 2, 2, 3]), note('float32', [-1, 2, 2, 3], { high: 1 })]).toEqual([undefined, undefined]);
  });

  it('refuses what cannot be decoded', () => {
    expect(() => imageTensor(target('float32', [8, 8]), picture.slice(0, 30), {}, context, 'p.png')).toThrow(
      'The image p.png cannot be decoded',
    );
  });
});
