import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LensError } from '../../../../src/core/errors.ts';
import { parseSavedModel } from '../../../../src/core/model/savedModel.ts';
import { type MetaGraphDefSchema, SavedModelProtoSchema } from '../../../../src/core/proto/messages.ts';

const MODELS = new URL('../../../fixtures/models/', import.meta.url);
const parse = (name: string, file = 'saved_model.pb') =>
  parseSavedModel(new Uint8Array(readFileSync(new URL(`${name}/${file}`, MODELS))), `${name}/${file}`);
const first = (name: string, file?: string) => {
  const [metaGraph] = parse(name, file).metaGraphs;
  if (metaGraph === undefined) throw new Error(`${name} has no metagraph`);
  return metaGraph;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function sentence(data: Uint8Array, file = 'm/saved_model.pb'): string {
  try {
    parseSavedModel(data, file);
  } catch (error) {
    if (error instanceof LensError) return `${error.code}: ${error.sentence}`;
    throw error;
  }
  return 'read';
}

describe('parseSavedModel', () => {
  it('reads several metagraphs with their tags', () => {
    expect(parse('multi_metagraph').metaGraphs.map(({ tags }) => [...tags].sort())).toEqual([
      ['serve'],
      ['gpu', 'serve'],
      ['train'],
    ]);
    expect(first('empty_tag_set').tags).toEqual([]);
  });

  it('reads signatures in file order, without the internal ones, with defaults', () => {
    expect([...first('several_signatures').signatures.keys()].sort()).toEqual([...first('several_signatures').signatures.keys()]);
    expect([...first('several_signatures').signatures.keys()].some((key) => key.startsWith('__saved_model'))).toBe(false);
    const inputs = [...first('signature_defaults').signatures.values()].flatMap((signature) => signature.inputs);
    expect(inputs.some(({ defaultValue }) => defaultValue !== undefined)).toBe(true);
  });

  it('takes composite inputs apart', () => {
    const keys = [...first('composite_inputs').signatures.values()].flatMap(({ inputs }) => inputs.map(({ key }) => key));
    expect(keys.some((key) => /\.(indices|values|dense_shape|\d)$/.test(key))).toBe(true);
  });

  it('reads the text format as the binary one', () => {
    const metaGraph = first('text_format', 'saved_model.pbtxt');
    expect(metaGraph.signatures.size).toBeGreaterThan(0);
    expect(metaGraph.graph.nodes.length).toBeGreaterThan(3);
  });

  it('knows objects by their attribute paths', () => {
    const { objectGraph } = first('module_encoder');
    const paths = objectGraph?.objects.map(({ id }) => objectGraph.pathOf(id)) ?? [];
    expect(paths).toContain('encoder.blocks[0].proj');
    expect(paths[0]).toBe('');
  });

  it('knows the functions of the object graph with their arguments', () => {
    const { objectGraph } = first('functions_only');
    const functions = [...(objectGraph?.concreteFunctions.values() ?? [])];
    expect(functions.length).toBeGreaterThan(1);
    expect(functions.some(({ inputs }) => inputs.length > 1 && inputs.every(({ dtype }) => dtype !== 'invalid'))).toBe(true);
  });

  it('reads a message in several parts as one, as TensorFlow does: nothing hides in the first', () => {
    const part = (graph: MessageInitShape<typeof MetaGraphDefSchema>): Uint8Array =>
      toBinary(SavedModelProtoSchema, create(SavedModelProtoSchema, { metaGraphs: [graph] }));
    const metaGraphOf = (file: Uint8Array): Uint8Array => file.subarray(2);
    const hidden = metaGraphOf(part({ graphDef: { node: [{ name: 'hidden', op: 'WriteFile' }] } }));
    const open = metaGraphOf(part({ graphDef: { node: [{ name: 'open', op: 'NoOp' }] } }));
    const file = Uint8Array.from([0x12, hidden.length + open.length, ...hidden, ...open]);
    const [metaGraph] = parseSavedModel(file, 'm/saved_model.pb').metaGraphs;
    expect(metaGraph?.graph.nodes.map(({ name }) => name)).toEqual(['hidden', 'open']);
  });

  it('takes the init op from the output that TensorFlow takes it from', () => {
    const key = '__saved_model_init_op';
    const named = (value: string) => ({ encoding: { case: 'name' as const, value } });
    const model = create(SavedModelProtoSchema, {
      metaGraphs: [{ signatureDef: { [key]: { outputs: { '0': named('harmless'), [key]: named('real:0') } } } }],
    });
    expect(parseSavedModel(toBinary(SavedModelProtoSchema, model), 'm/saved_model.pb').metaGraphs[0]?.initOp).toBe('real');
  });

  it('reads captures one by one or packed, a great many in no time', () => {
    const many = 200_000;
    const one = [0x10, 0x07];
    const captures = Uint8Array.from([...Array.from({ length: many }, () => one).flat(), 0x12, 0x02, 0x08, 0x09]);
    const length = (bytes: number): number[] => [(bytes & 127) | 128, ((bytes >> 7) & 127) | 128, bytes >> 14];
    const entry = Uint8Array.from([0x0a, 0x01, 0x66, 0x12, ...length(captures.length), ...captures]);
    const graph = Uint8Array.from([0x12, ...length(entry.length), ...entry]);
    const metaGraph = Uint8Array.from([0x3a, ...length(graph.length), ...graph]);
    const file = Uint8Array.from([0x12, ...length(metaGraph.length), ...metaGraph]);
    const start = performance.now();
    const [read] = parseSavedModel(file, 'm/saved_model.pb').metaGraphs;
    const found = read?.objectGraph?.concreteFunctions.get('f')?.boundInputs ?? [];
    expect([found.length, found.at(-3), ...found.slice(-2)]).toEqual([many + 2, 7, 8, 9]);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'empty-file: m/saved_model.pb is empty (0 bytes). Copy or download the file again.'],
    [
      'a Git LFS pointer',
      bytes('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
      'lfs-pointer: m/saved_model.pb is a Git LFS pointer, not the model itself. Run "git lfs pull" in its repository to fetch the file.',
    ],
    [
      'an HTML page',
      bytes('<!DOCTYPE html><html></html>'),
      'html-file: m/saved_model.pb is an HTML or XML page, probably the answer of a failed download. Download the model again.',
    ],
    [
      'a zip archive',
      bytes('PK\u0003\u0004aaaaaaaa'),
      'unsupported-format: m/saved_model.pb is a zip archive (a .keras file?), not a SavedModel. Load it with Keras and call model.export("folder"), then open the folder.',
    ],
    [
      'letters',
      bytes('hello world'),
      'not-protobuf: m/saved_model.pb is not a SavedModel: its first byte is 0x68. Check that the file is what its name says.',
    ],
    [
      'a model cut off',
      new Uint8Array([0x08, 0x01, 0x12, 0x64, 0x0a]),
      'truncated-file: m/saved_model.pb is cut off: the field at byte 3 needs 100 bytes, 1 are left. Copy or download the file again.',
    ],
    [
      'no metagraph',
      new Uint8Array([0x08, 0x01]),
      'no-meta-graph: m/saved_model.pb holds no metagraph, so there is nothing to show. Export the model again with tf.saved_model.save or model.export.',
    ],
  ])('refuses %s by name', (_what, data, expected) => {
    expect(sentence(data)).toBe(expected);
  });

  it('says where text is wrong', () => {
    expect(sentence(bytes('meta_graphs {\n  graph_def { node { name: x } }\n}'), 'm/saved_model.pbtxt')).toBe(
      'bad-text-format: m/saved_model.pbtxt:2:28 is not protobuf text: expected a string, found “x”. Correct the line, or export the model again.',
    );
  });
});
