import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DType } from '../../../../src/core/tensor/dtype.ts';
import { dataFromBytes, elementCount, elementLayout } from '../../../../src/core/tensor/layout.ts';
import { parseNpy, writeNpy } from '../../../../src/core/tensor/npy/npy.ts';
import { npyHeaderBytes } from '../../../../src/core/tensor/npy/npyHeader.ts';
import { npyCast } from '../../../../src/core/tensor/npy/npyTypes.ts';
import { createNpzWriter, npzKeys, parseNpz, writeNpz } from '../../../../src/core/tensor/npy/npz.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';
import { toFloat64Array } from '../../../../src/core/tensor/values.ts';

const PLAIN: readonly DType[] = [
  'float16',
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
];
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const anyTensor: fc.Arbitrary<Tensor> = fc
  .record({ dtype: fc.constantFrom(...PLAIN), shape: fc.array(fc.nat(4), { maxLength: 3 }) })
  .chain(({ dtype, shape }) => {
    const bytes = elementCount(shape) * (elementLayout(dtype)?.bytes ?? 0);
    return fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((body) => ({ dtype, shape, data: dataFromBytes(dtype, body) }));
  });

function npy(descr: string, fields: string, body: Uint8Array, version = 1): Uint8Array {
  const header = text(`{'descr': '${descr}', ${fields}}\n`);
  const length = version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...header, ...body);
}

describe('npy', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(anyTensor, (tensor) => {
        expect(parseNpy(writeNpy(tensor), 'a.npy')).toEqual(tensor);
      }),
    );
    const strings: Tensor = { dtype: 'string', shape: [3], data: [text('a'), text(''), text('größe')] };
    expect(parseNpy(writeNpy(strings), 's.npy')).toEqual(strings);
  });

  it('begins the values at a multiple of 64, as NumPy does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { maxLength: 30 }), (shape) => {
        expect(npyHeaderBytes('<f4', shape).length % 64).toBe(0);
      }),
    );
  });

  it('reads big-endian, Fortran order, bool of any byte, wide text and versions 2 and 3', () => {
    expect(
      parseNpy(npy('>i2', "'fortran_order': True, 'shape': (2, 3), ", Uint8Array.of(0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 1, 6)), 'f'),
    ).toEqual({ dtype: 'int16', shape: [2, 3], data: Int16Array.of(1, 2, 3, 4, 5, 262) });
    expect(parseNpy(npy('|b1', "'fortran_order': False, 'shape': (3,), ", Uint8Array.of(0, 1, 255), 2), 'b').data).toEqual(
      Uint8Array.of(0, 1, 1),
    );
    expect(
      parseNpy(npy('>U2', "'fortran_order': False, 'shape': (1,), ", Uint8Array.of(0, 0, 0, 65, 0, 1, 0xf6, 0), 3), 'u').data,
    ).toEqual([text('A😀')]);
    expect(
      parseNpy(npy('>c8', "'fortran_order': False, 'shape': (), ", Uint8Array.of(0x3f, 0x80, 0, 0, 0x40, 0, 0, 0)), 'c').data,
    ).toEqual(Float32Array.of(1, 2));
  });

  it('widens what NumPy lacks', () => {
    expect(npyCast('bfloat16')).toBe('float32');
    expect(npyCast('float16')).toBeUndefined();
    expect(parseNpy(writeNpy({ dtype: 'bfloat16', shape: [2], data: Uint16Array.of(0x3f80, 0xc000) }), 'b').data).toEqual(
      Float32Array.of(1, -2),
    );
    expect(parseNpy(writeNpy({ dtype: 'int4', shape: [1], data: Int8Array.of(-3) }), 'i')).toMatchObject({ dtype: 'int8' });
    expect(() => writeNpy({ dtype: 'resource', shape: [], data: [new Uint8Array(0)] })).toThrow('dtype resource');
  });

  it.each([
    [
      'pickles',
      npy('|O', "'fortran_order': False, 'shape': (1,), ", new Uint8Array(9)),
      'x.npy holds pickled Python objects, which are never unpickled.',
    ],
    ['records', text('\x00'), 'x.npy is not a .npy file: it does not begin with \\x93NUMPY.'],
    [
      'bfloat16 as void',
      npy('|V2', "'fortran_order': False, 'shape': (1,), ", new Uint8Array(2)),
      'x.npy has the NumPy type |V2, which is no tensor type.',
    ],
    [
      'a cut',
      npy('<f4', "'fortran_order': False, 'shape': (3,), ", new Uint8Array(8)),
      'x.npy is cut off: an array of shape [3] and type <f4 has 12 bytes, the file holds 8.',
    ],
    [
      'a lie',
      npy('<f4', "'fortran_order': False, 'shape': (99999999, 99999999, 99999999), ", new Uint8Array(8)),
      'A tensor of shape [99999999,99999999,99999999] has more than 2^53 elements.',
    ],
    [
      'no shape',
      npy('<f4', "'fortran_order': False, ", new Uint8Array(8)),
      'The .npy file x.npy is damaged: it lacks descr, fortran_order or shape.',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'x.npy')).toThrow(message);
  });

  it('never fails but with its own error, however the bytes are damaged', () => {
    const good = writeNpy({ dtype: 'float32', shape: [2, 3], data: new Float32Array(6) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            toFloat64Array(parseNpy(bytes, 'x'));
          } catch (error) {
            expect(error).toMatchObject({ name: expect.stringMatching(/LensError|TypeError/) as string });
          }
        },
      ),
    );
  });
});

describe('npz', () => {
  const tensors = new Map<string, Tensor>([
    ['a/b:1', { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) }],
    ['10', { dtype: 'string', shape: [1], data: [text('x')] }],
  ]);

  it('reads back what it writes, plain, packed and piece by piece', async () => {
    const pieces: Uint8Array[] = [];
    const writer = createNpzWriter((bytes) => pieces.push(bytes));
    for (const [key, tensor] of tensors) {
      const file = writeNpy(tensor);
      await writer.add(key, file.length, [file.subarray(0, 7), file.subarray(7)]);
    }
    writer.end();
    for (const bytes of [writeNpz(tensors), writeNpz(tensors, { compress: true }), Buffer.concat(pieces)]) {
      expect([...parseNpz(bytes, 'x.npz')]).toEqual([...tensors]);
      expect(npzKeys(bytes, 'x.npz')).toEqual([...tensors.keys()]);
    }
  });

  it('unpacks only the keys asked for', () => {
    expect([...parseNpz(writeNpz(tensors), 'x.npz', { keys: (key) => key === '10' }).keys()]).toEqual(['10']);
  });

  it('refuses what is no zip, and unpacks no more than it may', () => {
    expect(() => parseNpz(text('hello'), 'x.npz')).toThrow('x.npz is not an .npz file, or a damaged one: invalid zip data.');
    const bomb = zipSync({ 'a.npy': new Uint8Array(1 << 20) }, { level: 9 });
    expect(() => parseNpz(bomb, 'x.npz', { maxBytes: 1000 })).toThrow('x.npz unpacks to more than 1000 bytes.');
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    const directory = bomb.length - 22 - 46 - 'a.npy'.length;
    view.setUint32(directory + 24, 0x7fffffff, true);
    expect(() => parseNpz(bomb, 'x.npz')).toThrow(/claims 2147483647 bytes/);
  });
});
