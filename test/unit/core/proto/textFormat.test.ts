import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { AttrValueSchema, GraphDefSchema, MetaGraphDefSchema, TensorProtoSchema } from '../../../../src/core/proto/messages.ts';
import { parseText, TextFormatError } from '../../../../src/core/proto/textFormat.ts';

describe('parseText', () => {
  it('reads messages, lists, maps, enums and comments', () => {
    const text = `# a graph
      node { name: "x" op: 'Placeholder' attr { key: "dtype" value { type: DT_FLOAT } } attr < key: "shape" value: { shape { dim { size: -1 } dim { size: 3 } } } > };
      node: { name: "y" "z", input: ["x", "x:1"]; op: "AddV2" }
      versions { producer: 0x10 min_consumer: 012 }`;
    expect(parseText(GraphDefSchema, text)).toEqual(
      create(GraphDefSchema, {
        node: [
          {
            name: 'x',
            op: 'Placeholder',
            attr: {
              dtype: { value: { case: 'type', value: 1 } },
              shape: { value: { case: 'shape', value: { dim: [{ size: -1n }, { size: 3n }] } } },
            },
          },
          { name: 'yz', input: ['x', 'x:1'], op: 'AddV2' },
        ],
        versions: { producer: 16, minConsumer: 10 },
      }),
    );
  });

  it('reads numbers as protobuf does', () => {
    const read = parseText(
      TensorProtoSchema,
      'float_val: [1, -2.5e3, inf, -inf, nan, 1f, .5] int64_val: -9223372036854775808 bool_val: [true, f, 1] half_val: 15360 double_val: 1.7976931348623157e308',
    );
    expect(read.floatVal).toEqual([1, -2500, Infinity, -Infinity, NaN, 1, 0.5]);
    expect(read.int64Val).toEqual([-9223372036854775808n]);
    expect(read.boolVal).toEqual([true, false, true]);
    expect(read.doubleVal).toEqual([Number.MAX_VALUE]);
  });

  it('reads every escape', () => {
    const { value } = parseText(AttrValueSchema, String.raw`s: "a\n\t\\\"\'\101\x41\u00e9\U0001F600\377"`);
    expect(value.value).toEqual(new Uint8Array([...new TextEncoder().encode('a\n\t\\"\'AAé😀'), 255]));
  });

  it('skips fields it does not know, whatever they hold', () => {
    const text =
      'future: 1 future { a: "x" b { c: [1, 2] } } future: [ { d: 1 }, { d: 2 } ] [some.extension]: { x: 1 } name_x: "y" "z" node { name: "n" }';
    expect(parseText(GraphDefSchema, text).node.map((node) => node.name)).toEqual(['n']);
  });

  it('unpacks Any of known types', () => {
    const text =
      'collection_def { key: "saved_model_assets" value { any_list { value { [type.googleapis.com/tensorflow.AssetFileDef] { filename: "vocab.txt" } } } } }';
    const kind = parseText(MetaGraphDefSchema, text).collectionDef['saved_model_assets']?.kind;
    expect(kind?.case).toBe('anyList');
    expect(kind?.case === 'anyList' ? [...(kind.value.value[0]?.value ?? [])] : []).toEqual([
      0x12,
      9,
      ...new TextEncoder().encode('vocab.txt'),
    ]);
  });

  it.each([
    ['node { name: "x" ', 1, 18, 'expected a field name or “}”, found “end of file”'],
    ['node {\n  name: x\n}', 2, 9, 'expected a string, found “x”'],
    ['node { name: "x\n" }', 1, 14, 'a string does not end on its line'],
    ['versions { producer: abc }', 1, 22, '“abc” is not an integer'],
    ['node { attr { key: "T" value { type: DT_NOTHING } } }', 1, 38, '“DT_NOTHING” is no value of tensorflow.DataType'],
    ['node { name: "\\q" }', 1, 15, 'unknown escape \\q'],
  ])('says where %j is wrong', (text, line, column, message) => {
    let thrown: unknown;
    try {
      parseText(GraphDefSchema, text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TextFormatError);
    expect(thrown).toMatchObject({ line, column, message });
  });

  it('refuses messages nested too deep instead of running out of stack', () => {
    expect(() => parseText(GraphDefSchema, 'unknown {'.repeat(5000))).toThrow(TextFormatError);
  });
});
