import { createRegistry, equals, fromBinary, toBinary } from '@bufbuild/protobuf';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SavedModelProtoSchema } from '../../src/core/proto/messages.ts';
import { fixture } from './cli.ts';
import { CORPUS, hasCorpus } from './corpus.ts';

const EVERYTHING = { unknown: true, registry: createRegistry(SavedModelProtoSchema) };

/** Models that are no protobuf, or are cut off, by their folder's name. */
const UNREADABLE = /^(broken|armzoo-lfs-pointer|neg-.*-pb|graphdef-frozen-cifar)$/;

function modelsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !UNREADABLE.test(name))
    .map((name) => path.join(folder, name, 'saved_model.pb'))
    .filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined);
}

describe('writing what was read', () => {
  const files = [...modelsIn(fixture('')), ...(hasCorpus() ? modelsIn(CORPUS) : [])];

  it.each(files.map((file) => [path.basename(path.dirname(file)), file] as const))(
    '%s: gives an equal message, unknown fields included',
    (_, file) => {
      const read = fromBinary(SavedModelProtoSchema, readFileSync(file));
      const again = fromBinary(SavedModelProtoSchema, toBinary(SavedModelProtoSchema, read));
      expect(equals(SavedModelProtoSchema, again, read, EVERYTHING)).toBe(true);
    },
  );

  it('keeps a field that nobody knows', () => {
    const [first = ''] = files;
    // field 1000 of wire type 0, value 5
    const bytes = Buffer.concat([readFileSync(first), Buffer.from([0xc0, 0x3e, 0x05])]);
    const read = fromBinary(SavedModelProtoSchema, bytes);
    expect(equals(SavedModelProtoSchema, read, fromBinary(SavedModelProtoSchema, readFileSync(first)), EVERYTHING)).toBe(false);
    const again = fromBinary(SavedModelProtoSchema, toBinary(SavedModelProtoSchema, read));
    expect(equals(SavedModelProtoSchema, again, read, EVERYTHING)).toBe(true);
  });
});
