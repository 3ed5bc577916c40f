import { create } from '@bufbuild/protobuf';
import { OpDefSchema, type AttrValue, type OpDef } from '../proto/messages.ts';
import { decodePart, readPart } from './decodePart.ts';
import { WireReader } from '../proto/wireReader.ts';
import { AttrSpans, LazyNode } from './lazyNode.ts';
import type { FunctionRecord, NodeRecord } from './types.ts';

interface Body {
  readonly signature: OpDef;
  readonly nodes: readonly NodeRecord[];
  readonly ret: ReadonlyMap<string, string>;
  readonly controlRet: ReadonlyMap<string, string>;
  readonly attrs: AttrSpans;
  readonly argAttrs: ReadonlyMap<number, AttrSpans>;
}

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
  const spans = new AttrSpans();
  while (reader.next()) {
    if (reader.field === 1) index = reader.uint32();
    else if (reader.field === 2) {
      const from = reader.delimited();
      const attrs = new WireReader(bytes, from, reader.position);
      while (attrs.next()) {
        if (attrs.field === 1) spans.addEntry(bytes, attrs.delimited(), attrs.position);
        else attrs.skip();
      }
    } else reader.skip();
  }
  into.set(index, spans);
}

function readBody(bytes: Uint8Array): Body {
  const reader = new WireReader(bytes);
  let signature: OpDef | undefined;
  const nodes: NodeRecord[] = [];
  const ret = new Map<string, string>();
  const controlRet = new Map<string, string>();
  const attrs = new AttrSpans();
  const argAttrs = new Map<number, AttrSpans>();
  while (reader.next()) {
    switch (reader.field) {
      case 1: signature = decodePart(OpDefSchema, reader.view(), 'the signature of a function'); break;
      case 3: nodes.push(new LazyNode(bytes, reader.delimited(), reader.position)); break;
      case 4: readStringPair(bytes, reader.delimited(), reader.position, ret); break;
      case 5: attrs.addEntry(bytes, reader.delimited(), reader.position); break;
      case 6: readStringPair(bytes, reader.delimited(), reader.position, controlRet); break;
      case 7: readArgAttrs(bytes, reader.delimited(), reader.position, argAttrs); break;
      default: reader.skip();
    }
  }
  return { signature: signature ?? create(OpDefSchema), nodes, ret, controlRet, attrs, argAttrs };
}

/** A `FunctionDef` of which only the name is known until somebody looks inside. function.proto. */
export class LazyFunction implements FunctionRecord {
  #body: Body | undefined;

  constructor(
    readonly name: string,
    readonly bytes: Uint8Array,
  ) {}

  get signature(): OpDef {
    return this.#read().signature;
  }

  get nodes(): readonly NodeRecord[] {
    return this.#read().nodes;
  }

  get ret(): ReadonlyMap<string, string> {
    return this.#read().ret;
  }

  get controlRet(): ReadonlyMap<string, string> {
    return this.#read().controlRet;
  }

  attr(name: string): AttrValue | undefined {
    return this.#read().attrs.get(name);
  }

  argAttr(index: number, name: string): AttrValue | undefined {
    return this.#read().argAttrs.get(index)?.get(name);
  }

  #read(): Body {
    this.#body ??= readPart(`the function “${this.name}”`, () => readBody(this.bytes));
    return this.#body;
  }
}
