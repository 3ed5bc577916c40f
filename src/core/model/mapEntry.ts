import { WireReader } from '../proto/wireReader.ts';

const EMPTY = new Uint8Array(0);

/** Key and value span of a `map<string, message>` entry. */
export function readEntry(bytes: Uint8Array): [string, Uint8Array] {
  const reader = new WireReader(bytes);
  let key = '';
  let value: Uint8Array = EMPTY;
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) value = reader.view();
    else reader.skip();
  }
  return [key, value];
}
