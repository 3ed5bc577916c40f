import { fromBinary, fromJson, toBinary, type JsonValue } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAttrValue } from '../../../../src/core/proto/attrValue.ts';
import { AttrValueSchema } from '../../../../src/core/proto/messages.ts';

const simple: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((i) => ({ i: String(i) })),
  fc.boolean().map((b) => ({ b })),
  fc.integer({ min: 0, max: 130 }).map((type) => ({ type })),
  fc.base64String({ maxLength: 40 }).map((s) => ({ s })),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((placeholder) => ({ placeholder })),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map((f) => ({ f })),
  fc
    .array(fc.integer({ min: -1, max: 1000 }), { maxLength: 4 })
    .map((sizes) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } })),
  fc.array(fc.integer({ min: 1, max: 23 }), { maxLength: 4 }).map((type) => ({ list: { type } })),
  fc.constant({}),
);
const func = (attr: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc
    .record({ name: fc.string({ maxLength: 20 }), attr: fc.dictionary(fc.string({ maxLength: 8 }), attr, { maxKeys: 3 }) })
    .map((value) => ({ func: value }));
const any = fc.oneof(simple, func(fc.oneof(simple, func(simple))));

describe('decodeAttrValue', () => {
  it('gives what protobuf-es gives, and it can be written again', () => {
    fc.assert(
      fc.property(any, (json) => {
        const bytes = toBinary(AttrValueSchema, fromJson(AttrValueSchema, json));
        const decoded = decodeAttrValue(bytes);
        expect(decoded).toEqual(fromBinary(AttrValueSchema, bytes));
        expect(toBinary(AttrValueSchema, decoded)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees on whatever bytes there are', () => {
    const attempt = (decode: () => unknown): unknown => {
      try {
        return decode();
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const general = attempt(() => fromBinary(AttrValueSchema, bytes));
        if (general !== 'refused') expect(attempt(() => decodeAttrValue(bytes))).toEqual(general);
      }),
      { numRuns: 2000 },
    );
  });
});
