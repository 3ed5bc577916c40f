import { decodeAttrValue } from '../proto/attrValue.ts';
import type { AttrValue } from '../proto/messages.ts';
import { isText, WireReader } from '../proto/wireReader.ts';
import { readPart } from './decodePart.ts';
import { readEntry } from './mapEntry.ts';

const PART = 'an attribute of a node';
const shortAttrs = new Map<number, AttrValue>();

/** Attributes that hold a dtype, a flag or a small number are asked for most, and have two bytes: each is decoded once. */
export function decodeAttr(bytes: Uint8Array): AttrValue {
  const [tag = 0, value = 0] = bytes;
  if (bytes.length !== 2) return readPart(PART, () => decodeAttrValue(bytes));
  const known = tag * 256 + value;
  let attr = shortAttrs.get(known);
  if (attr === undefined) shortAttrs.set(known, (attr = readPart(PART, () => decodeAttrValue(bytes))));
  return attr;
}

/** Attributes of a message: the entries of its field `field`, a `map<string, AttrValue>`, found where they stand in the file. */
export class AttrSpans {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    private readonly end: number,
    private readonly field: number,
  ) {}

  get(name: string): AttrValue | undefined {
    const span = this.raw(name);
    return span === undefined ? undefined : decodeAttr(span);
  }

  /** Without a table of all: a node has few attributes and is asked for one or two. Of entries with one key the last holds. */
  raw(name: string): Uint8Array | undefined {
    const reader = new WireReader(this.bytes, this.start, this.end);
    let found: Uint8Array | undefined;
    while (reader.next()) {
      if (reader.field === this.field) found = valueUnder(name, reader) ?? found;
      else reader.skip();
    }
    return found;
  }

  all(): ReadonlyMap<string, Uint8Array> {
    const spans = new Map<string, Uint8Array>();
    const reader = new WireReader(this.bytes, this.start, this.end);
    while (reader.next()) {
      if (reader.field === this.field) spans.set(...readEntry(reader.view()));
      else reader.skip();
    }
    return spans;
  }
}

/** Value of a map entry {key = 1, value = 2} if its key is `name`. */
function valueUnder(name: string, reader: WireReader): Uint8Array | undefined {
  const { bytes } = reader;
  const outer = reader.into();
  let isWanted = name === '';
  let from = reader.position;
  let to = from;
  while (reader.next()) {
    if (reader.field === 1) isWanted = isText(name, bytes, reader.delimited(), reader.position);
    else if (reader.field === 2) {
      from = reader.delimited();
      to = reader.position;
    } else reader.skip();
  }
  reader.leave(outer);
  return isWanted ? bytes.subarray(from, to) : undefined;
}
