import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttrValueSchema, GraphDefSchema } from '../../../../src/core/proto/messages.ts';
import { decodeText, WireError, WireReader } from '../../../../src/core/proto/wireReader.ts';
import { readGraph } from '../../../../src/core/model/lazyGraph.ts';

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const node = fc.record({
  name,
  op: name,
  input: fc.array(name, { maxLength: 4 }),
  device: fc.string({ maxLength: 8 }),
  type: fc.integer({ min: 1, max: 23 }),
  blob: fc.uint8Array({ maxLength: 64 }),
});

describe('WireReader', () => {
  it('reads what protobuf-es writes', () => {
    fc.assert(
      fc.property(fc.array(node, { maxLength: 12 }), (nodes) => {
        const message = create(GraphDefSchema, {
          node: nodes.map(({ name: nodeName, op, input, device, type, blob }) => ({
            name: nodeName,
            op,
            input,
            device,
            attr: { T: { value: { case: 'type' as const, value: type } }, blob: { value: { case: 's' as const, value: blob } } },
          })),
          versions: { producer: 1234, minConsumer: 12 },
          library: {
            function: [
              { signature: { name: 'f' }, nodeDef: [{ name: 'inner', op: 'Relu' }], ret: { out: 'inner:activations:0' } },
            ],
          },
        });
        const graph = readGraph(toBinary(GraphDefSchema, message));
        expect(
          graph.nodes.map((each) => ({
            name: each.name,
            op: each.op,
            input: each.inputs,
            device: each.device,
            type: each.attr('T')?.value.value,
            blob: each.attr('blob')?.value.value,
          })),
        ).toEqual(nodes);
        expect([graph.producer, graph.minConsumer]).toEqual([1234, 12]);
        expect([...graph.functions.keys()]).toEqual(['f']);
        expect(graph.functions.get('f')?.nodes.map((each) => each.name)).toEqual(['inner']);
        expect(graph.functions.get('f')?.ret).toEqual(new Map([['out', 'inner:activations:0']]));
      }),
      { numRuns: 60 },
    );
  });

  it('never reads past the end, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reader = new WireReader(bytes);
        try {
          while (reader.next()) reader.skip();
          expect(reader.position).toBe(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['a length beyond the end', [0x12, 0x7f, 1, 2], 'truncated', 'the field at byte 1 needs 127 bytes, 2 are left'],
    ['a number without end', [0x08, 0x80, 0x80], 'truncated', 'the value at byte 3 does not end'],
    ['field number 0', [0x00], 'malformed', 'field number 0 at byte 0'],
    ['an unknown wire type', [0x0f], 'malformed', 'wire type 7 at byte 1'],
    ['a group that does not end', [0x0b, 0x08, 0x01], 'truncated', 'a group does not end before byte 3'],
  ] as const)('refuses %s', (_what, bytes, kind, message) => {
    const reader = new WireReader(new Uint8Array(bytes));
    expect(() => {
      while (reader.next()) reader.skip();
    }).toThrow(expect.objectContaining({ kind, message }) as Error);
  });

  it('reads integers as BigInt does, as far as numbers are exact', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const bytes = toBinary(AttrValueSchema, create(AttrValueSchema, { value: { case: 'i', value } }));
        const reader = new WireReader(bytes, 1);
        expect(reader.integer()).toBe(Number(value));
        expect(reader.position).toBe(bytes.length);
      }),
    );
  });

  it('refuses groups nested too deep', () => {
    const reader = new WireReader(new Uint8Array(300).fill(0x0b));
    expect(() => {
      while (reader.next()) reader.skip();
    }).toThrow(WireError);
  });

  it('decodes text like TextDecoder, also when names share a cache place', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 160 }), { maxLength: 20 }), (texts) => {
        for (const text of [...texts, ...texts]) {
          const bytes = new TextEncoder().encode(text);
          expect(decodeText(bytes, 0, bytes.length)).toBe(new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes));
        }
      }),
    );
  });

  it("decodes what is no UTF-8 like TextDecoder, in Node's buffers", () => {
    const byte = fc.oneof(fc.constantFrom(0x41, 0xc3, 0xa9, 0xe9, 0xe2, 0x82, 0xf0, 0x9f), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(fc.array(byte, { maxLength: 30 }), { maxLength: 20 }), (texts) => {
        for (const text of [...texts, ...texts]) {
          const bytes = Buffer.from(text);
          expect(decodeText(bytes, 0, bytes.length)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
        }
      }),
    );
  });
});
