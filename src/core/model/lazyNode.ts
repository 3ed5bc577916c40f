import type { AttrValue } from '../proto/messages.ts';
import { WireReader } from '../proto/wireReader.ts';
import { AttrSpans } from './attrSpans.ts';
import { readPart } from './decodePart.ts';
import type { NodeRecord } from './types.ts';

const NO_INPUTS: readonly string[] = [];
/** Field number of `NodeDef.attr`. */
const ATTR = 5;

/** A `NodeDef` inside the file: name, op, inputs and device decoded, attributes left where they are. node_def.proto. */
export class LazyNode implements NodeRecord {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly device: string;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;

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
    return this.#read((attrs) => attrs.get(name));
  }

  attrNames(): readonly string[] {
    return [...this.rawAttrs().keys()];
  }

  rawAttr(name: string): Uint8Array | undefined {
    return this.#read((attrs) => attrs.raw(name));
  }

  rawAttrs(): ReadonlyMap<string, Uint8Array> {
    return this.#read((attrs) => attrs.all());
  }

  #read<T>(read: (attrs: AttrSpans) => T): T {
    return readPart(`the node “${this.name}”`, () => read(new AttrSpans(this.#bytes, this.#start, this.#end, ATTR)));
  }
}
