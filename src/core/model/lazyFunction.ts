import { OpDefSchema, type AttrValue, type OpDef } from '../proto/messages.ts';
import { decodePart, readPart } from './decodePart.ts';
import { WireReader } from '../proto/wireReader.ts';
import { AttrSpans } from './attrSpans.ts';
import { readFunctionSignature } from './functionSignature.ts';
import type { NodeColumns, NodeRange } from './nodeColumns.ts';
import type { FunctionRecord, FunctionSignature, NodeRecord } from './types.ts';

/** Field numbers of `FunctionDef`, and of `FunctionDef.ArgAttrs.attr`. */
const SIGNATURE = 1;
const ATTR = 5;
const ARG_ATTRS = 7;
const ARG_ATTR = 1;

const EMPTY = new Uint8Array(0);

interface Body {
  readonly signature: FunctionSignature;
  readonly range: NodeRange;
  readonly ret: ReadonlyMap<string, string>;
  readonly controlRet: ReadonlyMap<string, string>;
}

const NO_SIGNATURE: FunctionSignature = { inputArg: [], outputArg: [], controlOutput: [] };

/** Name of the `FunctionDef` that a reader stands in (signature.name), found without reading the body. */
export function functionName(reader: WireReader): string {
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const outer = reader.into();
    while (reader.next()) {
      if (reader.field === 1) return reader.text();
      reader.skip();
    }
    reader.leave(outer);
  }
  return '';
}

function readStringPair(reader: WireReader, into: Map<string, string>): void {
  const outer = reader.into();
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) value = reader.text();
    else reader.skip();
  }
  reader.leave(outer);
  into.set(key, value);
}

/** Entry of `arg_attr`: {key: argument index = 1, value: ArgAttrs {attr map = 1} = 2}. */
function readArgAttrs(bytes: Uint8Array): { readonly index: number; readonly spans: AttrSpans } {
  const reader = new WireReader(bytes);
  let index = 0;
  let spans = new AttrSpans(bytes, 0, 0, ARG_ATTR);
  while (reader.next()) {
    if (reader.field === 1) index = reader.uint32();
    else if (reader.field === 2) spans = new AttrSpans(bytes, reader.delimited(), reader.position, ARG_ATTR);
    else reader.skip();
  }
  return { index, spans };
}

function readSignature(bytes: Uint8Array, start: number, end: number): FunctionSignature {
  const reader = new WireReader(bytes, start, end);
  let signature = NO_SIGNATURE;
  while (reader.next()) {
    if (reader.field === SIGNATURE) signature = readFunctionSignature(reader);
    else reader.skip();
  }
  return signature;
}

function readBody(columns: NodeColumns, start: number, end: number): Body {
  const { bytes } = columns;
  const reader = new WireReader(bytes, start, end);
  const first = columns.count;
  let signature = NO_SIGNATURE;
  const ret = new Map<string, string>();
  const controlRet = new Map<string, string>();
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        signature = readFunctionSignature(reader);
        break;
      case 3:
        columns.add(reader.delimited(), reader.position);
        break;
      case 4:
        readStringPair(reader, ret);
        break;
      case 6:
        readStringPair(reader, controlRet);
        break;
      default:
        reader.skip();
    }
  }
  return { signature, range: { columns, first, count: columns.count - first }, ret, controlRet };
}

/** A `FunctionDef` of which only the name is known until somebody looks inside. function.proto. */
export class LazyFunction implements FunctionRecord {
  #body: Body | undefined;
  /** asked of many functions that nobody looks into */
  #signature: FunctionSignature | undefined;
  #nodes: readonly NodeRecord[] | undefined;

  constructor(
    readonly name: string,
    private readonly columns: NodeColumns,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get title(): string {
    return `the function “${this.name}”`;
  }

  get bytes(): Uint8Array {
    return this.columns.bytes.subarray(this.start, this.end);
  }

  get signature(): FunctionSignature {
    return (this.#signature ??=
      this.#body?.signature ?? readPart(this, () => readSignature(this.columns.bytes, this.start, this.end)));
  }

  opDef(): OpDef {
    return decodePart(OpDefSchema, this.#fields(SIGNATURE).at(-1) ?? EMPTY, `the signature of “${this.name}”`);
  }

  get range(): NodeRange {
    return this.#read().range;
  }

  get nodes(): readonly NodeRecord[] {
    return (this.#nodes ??= this.columns.records(this.range));
  }

  get ret(): ReadonlyMap<string, string> {
    return this.#read().ret;
  }

  get controlRet(): ReadonlyMap<string, string> {
    return this.#read().controlRet;
  }

  attr(name: string): AttrValue | undefined {
    return readPart(this, () => new AttrSpans(this.columns.bytes, this.start, this.end, ATTR).get(name));
  }

  argAttr(index: number, name: string): AttrValue | undefined {
    return this.#fields(ARG_ATTRS)
      .map(readArgAttrs)
      .findLast((attrs) => attrs.index === index)
      ?.spans.get(name);
  }

  #fields(field: number): Uint8Array[] {
    return readPart(this, () => {
      const reader = new WireReader(this.columns.bytes, this.start, this.end);
      const found: Uint8Array[] = [];
      while (reader.next()) {
        if (reader.field === field) found.push(reader.view());
        else reader.skip();
      }
      return found;
    });
  }

  #read(): Body {
    this.#body ??= readPart(this, () => readBody(this.columns, this.start, this.end));
    return this.#body;
  }
}
