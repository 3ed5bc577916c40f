import type { AttrValue } from '../proto/messages.ts';
import { WireReader } from '../proto/wireReader.ts';
import { AttrSpans } from './attrSpans.ts';
import { readPart } from './decodePart.ts';
import type { NodeColumns } from './nodeColumns.ts';
import type { NodeRecord } from './types.ts';

/** Field numbers of `NodeDef`. */
const DEVICE = 4;
const ATTR = 5;

/** A `NodeDef` inside the file, every part of it decoded when asked for. node_def.proto. */
export class LazyNode implements NodeRecord {
  #inputs: readonly string[] | undefined;

  constructor(
    private readonly columns: NodeColumns,
    private readonly index: number,
  ) {}

  get title(): string {
    return `the node “${this.name}”`;
  }

  get name(): string {
    return this.columns.name(this.index);
  }

  get op(): string {
    return this.columns.op(this.index);
  }

  get inputs(): readonly string[] {
    if (this.#inputs === undefined) {
      const inputs: string[] = [];
      for (let i = this.columns.inputs(this.index); i < this.columns.inputsEnd(this.index); i++)
        inputs.push(this.columns.input(i));
      this.#inputs = inputs;
    }
    return this.#inputs;
  }

  get device(): string {
    const reader = new WireReader(this.columns.bytes, this.columns.start(this.index), this.columns.end(this.index));
    let device = '';
    while (reader.next()) {
      if (reader.field === DEVICE) device = reader.text();
      else reader.skip();
    }
    return device;
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
    return readPart(this, () =>
      read(new AttrSpans(this.columns.bytes, this.columns.start(this.index), this.columns.end(this.index), ATTR)),
    );
  }
}
