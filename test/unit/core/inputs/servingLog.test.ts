import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { servingLogInputs } from '../../../../src/core/inputs/servingLog.ts';
import { crc32c, maskCrc } from '../../../../src/core/model/crc32c.ts';
import { TensorProtoSchema } from '../../../../src/core/proto/messages.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
/** A length-delimited field of fewer than 128 bytes. */
const field = (number: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = join(...content);
  return join(Uint8Array.of((number << 3) | 2, body.length), body);
};

function record(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(body.length), true);
  view.setUint32(8, maskCrc(crc32c(bytes.subarray(0, 8))), true);
  bytes.set(body, 12);
  view.setUint32(12 + body.length, maskCrc(crc32c(body)), true);
  return bytes;
}

const tensor = toBinary(
  TensorProtoSchema,
  create(TensorProtoSchema, { dtype: 1, tensorShape: { dim: [{ size: 2n }] }, floatVal: [1.5, 2] }),
);

describe('servingLogInputs', () => {
  it('reads the tensors of the first predict request', () => {
    const predict = field(6, field(1, field(1, field(1, text('model'))), field(2, field(1, text('x')), field(2, tensor))));
    const found = servingLogInputs(join(record(field(1)), record(predict), record(field(6))), ['x', 'y'], 'w');
    expect([...found]).toEqual([['x', { dtype: 'float32', shape: [2], data: Float32Array.of(1.5, 2) }]]);
  });

  it('gives examples of classify and regress requests to the only input, as they are', () => {
    const request = (log: number): Uint8Array =>
      record(field(log, field(1, field(2, field(1, field(1, text('ab')), field(1, text('c')))))));
    for (const log of [2, 3])
      expect(servingLogInputs(request(log), ['inputs'], 'w').get('inputs')).toEqual({
        dtype: 'string',
        shape: [2],
        data: [text('ab'), text('c')],
      });
    expect(() => servingLogInputs(request(2), ['a', 'b'], 'w')).toThrow('w holds no predict, classify or regress request.');
  });

  it('refuses what is no such file, and what is cut off', () => {
    expect(() => servingLogInputs(text('hello, this is text'), ['x'], 'w')).toThrow(
      'w is neither an .npz nor a file of requests.',
    );
    const good = record(field(1));
    expect(() => servingLogInputs(join(good, good.subarray(0, 14)), ['x'], 'w')).toThrow('w is cut off.');
    expect(() => servingLogInputs(record(Uint8Array.of(0x32, 0x7f)), ['x'], 'w')).toThrow('w holds a damaged request');
  });
});
