import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { TensorProtoSchema } from '../../../../src/core/proto/messages.ts';
import { decodeTensor, encodeTensor } from '../../../../src/core/proto/tensorProto.ts';
import { DTYPE_NUMBERS, type DType } from '../../../../src/core/tensor/dtype.ts';
import { elementLayout, newData } from '../../../../src/core/tensor/layout.ts';

const dims = (...sizes: number[]) => ({ dim: sizes.map((size) => ({ size: BigInt(size) })) });

describe('decodeTensor', () => {
  it('repeats the last listed value, as TensorFlow does', () => {
    const message = create(TensorProtoSchema, { dtype: 1, tensorShape: dims(5), floatVal: [1, 2] });
    expect(decodeTensor(message)).toEqual({ dtype: 'float32', shape: [5], data: new Float32Array([1, 2, 2, 2, 2]) });
  });

  it('reads zeros where nothing is listed, and scalars', () => {
    expect(decodeTensor(create(TensorProtoSchema, { dtype: 9, tensorShape: dims(2) })).data).toEqual(new BigInt64Array(2));
    expect(decodeTensor(create(TensorProtoSchema, { dtype: 3, tensorShape: dims(), intVal: [7] }))).toEqual({
      dtype: 'int32',
      shape: [],
      data: new Int32Array([7]),
    });
  });

  it('reads complex pairs and strings', () => {
    expect(decodeTensor(create(TensorProtoSchema, { dtype: 8, tensorShape: dims(2), scomplexVal: [1, 2] })).data).toEqual(
      new Float32Array([1, 2, 1, 2]),
    );
    const texts = decodeTensor(
      create(TensorProtoSchema, { dtype: 7, tensorShape: dims(3), stringVal: [new Uint8Array([97])] }),
    ).data;
    expect(texts).toEqual([new Uint8Array([97]), new Uint8Array([97]), new Uint8Array([97])]);
  });

  it.each(Object.keys(DTYPE_NUMBERS).filter((dtype) => elementLayout(dtype as DType) !== undefined) as DType[])(
    'gives %s back from its content',
    (dtype) => {
      const data = newData(dtype, 6);
      new Uint8Array(data.buffer).forEach((_byte, i, bytes) => {
        bytes[i] = (i * 37) & 0xff;
      });
      const tensor = { dtype, shape: [2, 3], data };
      expect(decodeTensor(encodeTensor(tensor))).toEqual(tensor);
    },
  );

  it('refuses shapes that no file can mean, without allocating them', () => {
    const huge = create(TensorProtoSchema, { dtype: 1, tensorShape: dims(1 << 20, 1 << 20, 1 << 20), floatVal: [1] });
    expect(() => decodeTensor(huge)).toThrow('A constant in the graph claims the shape [1048576, 1048576, 1048576].');
    const strings = create(TensorProtoSchema, { dtype: 7, tensorShape: dims(1 << 29), stringVal: [] });
    expect(() => decodeTensor(strings)).toThrow('A string constant in the graph claims 536870912 elements.');
    expect(() => decodeTensor(create(TensorProtoSchema, { dtype: 1, tensorShape: dims(-1) }))).toThrow('claims the shape [-1]');
  });

  it('refuses content of another size than the shape', () => {
    const message = create(TensorProtoSchema, { dtype: 1, tensorShape: dims(2), tensorContent: new Uint8Array(7) });
    expect(() => decodeTensor(message)).toThrow('A constant of dtype float32 and shape [2] has 7 bytes, expected 8.');
  });
});
