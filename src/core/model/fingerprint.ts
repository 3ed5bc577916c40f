import { DELIMITED, VARINT, WireReader } from '../proto/wireReader.ts';

/** Fields of FingerprintDef, tensorflow/core/protobuf/fingerprint.proto; hashes as unsigned decimal strings. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [1, 'savedModelChecksum'],
  [2, 'graphDefProgramHash'],
  [3, 'signatureDefHash'],
  [4, 'savedObjectGraphHash'],
  [5, 'checkpointHash'],
]);
const UUID_FIELD = 7;

/** The hashes of a fingerprint.pb by name. Throws WireError on damaged bytes. */
export function parseFingerprint(bytes: Uint8Array): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  const reader = new WireReader(bytes);
  while (reader.next()) {
    const name = HASHES.get(reader.field);
    if (name !== undefined && reader.wire === VARINT) fields[name] = BigInt.asUintN(64, reader.int64()).toString();
    else if (reader.field === UUID_FIELD && reader.wire === DELIMITED) fields['uuid'] = reader.text();
    else reader.skip();
  }
  return fields;
}
