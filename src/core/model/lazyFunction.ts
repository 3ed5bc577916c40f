import { OpDefSchema, type AttrValue, type OpDef } from '../proto/messages.ts';
import { decodePart, readPart } from './decodePart.ts';
import { WireReader } from '../proto/wireReader.ts';
import { AttrSpans } from './attrSpans.ts';
import { readFunctionSignature } from './functionSignature.ts';
import type { NodeColumns, NodeRange } from './nodeColumns.ts';
import type { FunctionRecord, FunctionSignature, NodeRecord } from './types.ts';

/** Field number of `FunctionDef.attr`, and of `FunctionDef.ArgAttrs.attr`. */
const ATTR = 5;
const ARG_ATTR = 1;

interface Body {
  readonly signature: FunctionSignature;
  readonly definition: Uint8Array;
  readonly range: NodeRange;
  readonly ret: ReadonlyMap<string, string>;
  readonly controlRet: ReadonlyMap<string, string>;
  readonly argAttrs: ReadonlyMap<number, AttrSpans>;
}

const NO_SIGNATURE: FunctionSignature = { inputArg: [], outputArg: [], controlOutput: [] };

/** Name of a `FunctionDef` (signature.name), found without reading the body. */
export function functionName(bytes: Uint8Array, start: number, end: number): string {
  const reader = new WireReader(bytes, start, end);
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const from = reader.delimited();
    const signature = new WireReader(bytes, from, reader.position);
    while (signature.next()) {
      if (signature.field === 1) return signature.text();
      signature.skip();
    }
  }
  return '';
}

function readStringPair(bytes: Uint8Array, start: number, end: number, into: Map<string, string>): void {
  const reader = new WireReader(bytes, start, end);
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) value = reader.text();
    else reader.skip();
  }
  into.set(key, value);
}

/** Entry of `arg_attr`: {key: argument index = 1, value: ArgAttrs {attr map = 1} = 2}. */
function readArgAttrs(bytes: Uint8Array, start: number, end: number, into: Map<number, AttrSpans>): void {
  const reader = new WireReader(bytes, start, end);
  let index = 0;
  let spans = new AttrSpans(bytes, start, start, ARG_ATTR);
  while (reader.next()) {
    if (reader.field === 1) index = reader.uint32();
    else if (reader.field === 2) spans = new AttrSpans(bytes, reader.delimited(), reader.position, ARG_ATTR);
    else reader.skip();
  }
  into.set(index, spans);
}

function readBody(columns: NodeColumns, start: number, end: number): Body {
  const { bytes } = columns;
  const reader = new WireReader(bytes, start, end);
  const first = columns.count;
  let signature = NO_SIGNATURE;
  let definition = bytes.subarray(0, 0);
  const ret = new Map<string, string>();
  const controlRet = new Map<string, string>();
  const argAttrs = new Map<number, AttrSpans>();
  while (reader.next()) {
    switch (reader.field) {
      case 1: {
        const from = reader.delimited();
        signature = readFunctionSignature(bytes, from, reader.position);
        definition = bytes.subarray(from, reader.position);
        break;
      }
      case 3:
        columns.add(reader.delimited(), reader.position);
        break;
      case 4:
        readStringPair(bytes, reader.delimited(), reader.position, ret);
        break;
      case 6:
        readStringPair(bytes, reader.delimited(), reader.position, controlRet);
        break;
      case 7:
        readArgAttrs(bytes, reader.delimited(), reader.position, argAttrs);
        break;
      default:
        reader.skip();
    }
  }
  return { signature, definition, range: { columns, first, count: columns.count - first }, ret, controlRet, argAttrs };
}

/** A `FunctionDef` of which only the name is known until somebody looks inside. function.proto. */
export class LazyFunction implements FunctionRecord {
  #body: Body | undefined;
  #nodes: readonly NodeRecord[] | undefined;

  constructor(
    readonly name: string,
    private readonly columns: NodeColumns,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get bytes(): Uint8Array {
    return this.columns.bytes.subarray(this.start, this.end);
  }

  get signature(): FunctionSignature {
    return this.#read().signature;
  }

  opDef(): OpDef {
    return decodePart(OpDefSchema, this.#read().definition, `the signature of “${this.name}”`);
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
    return readPart(`the function “${this.name}”`, () => new AttrSpans(this.columns.bytes, this.start, this.end, ATTR).get(name));
  }

  argAttr(index: number, name: string): AttrValue | undefined {
    return this.#read().argAttrs.get(index)?.get(name);
  }

  #read(): Body {
    this.#body ??= readPart(`the function “${this.name}”`, () => readBody(this.columns, this.start, this.end));
    return this.#body;
  }
}
