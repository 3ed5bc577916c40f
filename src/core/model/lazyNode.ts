import { AttrValueSchema, type AttrValue } from '../proto/messages.ts';
import { decodePart, readPart } from './decodePart.ts';
import { WireReader } from '../proto/wireReader.ts';
import type { NodeRecord } from './types.ts';

const NO_INPUTS: readonly string[] = [];
const typeAttrs = new Map<number, AttrValue>();

/** Attributes that hold a dtype are asked for most: they are decoded by hand, one message per dtype. */
function decodeAttr(bytes: Uint8Array): AttrValue {
  if (bytes.length === 2 && bytes[0] === 0x30) {
    const number = bytes[1] ?? 0;
    let attr = typeAttrs.get(number);
    if (attr === undefined) {
      attr = decodePart(AttrValueSchema, bytes, 'an attribute of a node');
      typeAttrs.set(number, attr);
    }
    return attr;
  }
  return decodePart(AttrValueSchema, bytes, 'an attribute of a node');
}

/** Byte spans of a `map<string, AttrValue>` whose entries have been met one by one. */
export class AttrSpans {
  readonly #spans = new Map<string, Uint8Array>();

  /** Takes one map entry {key = 1, value = 2}. */
  addEntry(bytes: Uint8Array, start: number, end: number): void {
    const entry = new WireReader(bytes, start, end);
    let key = '';
    let value = bytes.subarray(start, start);
    while (entry.next()) {
      if (entry.field === 1) key = entry.text();
      else if (entry.field === 2) value = entry.view();
      else entry.skip();
    }
    this.#spans.set(key, value);
  }

  get(name: string): AttrValue | undefined {
    const span = this.#spans.get(name);
    return span === undefined ? undefined : decodeAttr(span);
  }

  raw(): ReadonlyMap<string, Uint8Array> {
    return this.#spans;
  }
}

/** A `NodeDef` inside the file: name, op, inputs and device decoded, attributes left where they are. node_def.proto. */
export class LazyNode implements NodeRecord {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly device: string;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #attrs: AttrSpans | undefined;

  constructor(bytes: Uint8Array, start: number, end: number) {
    const reader = new WireReader(bytes, start, end);
    let name = '';
    let op = '';
    let device = '';
    let inputs: string[] | undefined;
    while (reader.next()) {
      switch (reader.field) {
        case 1: name = reader.text(); break;
        case 2: op = reader.text(); break;
        case 3: (inputs ??= []).push(reader.text()); break;
        case 4: device = reader.text(); break;
        default: reader.skip();
      }
    }
    this.name = name;
    this.op = op;
    this.device = device;
    this.inputs = inputs ?? NO_INPUTS;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  attr(name: string): AttrValue | undefined {
    return this.#spans().get(name);
  }

  attrNames(): readonly string[] {
    return [...this.#spans().raw().keys()];
  }

  rawAttrs(): ReadonlyMap<string, Uint8Array> {
    return this.#spans().raw();
  }

  #spans(): AttrSpans {
    return (this.#attrs ??= readPart(`the node “${this.name}”`, () => this.#readSpans()));
  }

  #readSpans(): AttrSpans {
    const spans = new AttrSpans();
    const reader = new WireReader(this.#bytes, this.#start, this.#end);
    while (reader.next()) {
      if (reader.field === 5) spans.addEntry(this.#bytes, reader.delimited(), reader.position);
      else reader.skip();
    }
    return spans;
  }
}
