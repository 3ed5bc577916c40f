import { create, ScalarType, toBinary, type DescField, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { AssetFileDefSchema, SavedModelProtoSchema, VariableDefSchema } from './messages.ts';
import { Tokens, type Token } from './textTokens.ts';

export { TextFormatError } from './textTokens.ts';

/** As deep as protobuf's own parsers go. */
const MAX_DEPTH = 100;

/** Messages that occur inside `Any` fields of a SavedModel. */
const ANY_TYPES: ReadonlyMap<string, DescMessage> = new Map(
  [SavedModelProtoSchema, AssetFileDefSchema, VariableDefSchema].map((schema) => [schema.typeName, schema]),
);

const INTEGERS: ReadonlySet<ScalarType> = new Set([
  ScalarType.INT32,
  ScalarType.UINT32,
  ScalarType.SINT32,
  ScalarType.FIXED32,
  ScalarType.SFIXED32,
]);
const LONGS: ReadonlySet<ScalarType> = new Set([
  ScalarType.INT64,
  ScalarType.UINT64,
  ScalarType.SINT64,
  ScalarType.FIXED64,
  ScalarType.SFIXED64,
]);

function floatOf(tokens: Tokens, token: Token): number {
  const word = token.text
    .replace(/\s/g, '')
    .toLowerCase()
    .replace(/f$/, (suffix) => (/^-?(inf|0x)/.test(token.text.toLowerCase()) ? suffix : ''));
  if (/^-?inf(inity)?$/.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  if (/^-?nan$/.test(word)) return NaN;
  const value = Number(word);
  return Number.isNaN(value) ? tokens.fail(`“${token.text}” is not a number`, token) : value;
}

function longOf(tokens: Tokens, token: Token): bigint {
  const word = token.text.replace(/\s/g, '');
  if (!/^-?(0[xX][0-9a-fA-F]+|\d+)$/.test(word)) tokens.fail(`“${token.text}” is not an integer`, token);
  const size = word.replace('-', '');
  const value = /^0[0-7]+$/.test(size) ? BigInt(`0o${size.slice(1)}`) : BigInt(size);
  return word.startsWith('-') ? -value : value;
}

/** A sign may stand apart from `inf` and `nan`. */
function takeNumber(tokens: Tokens): Token {
  const token = tokens.take();
  if (token.kind !== 'symbol' || token.text !== '-') return token;
  const word = tokens.take();
  return { ...word, text: `-${word.text}`, offset: token.offset };
}

function takeBytes(tokens: Tokens): Uint8Array {
  const first = tokens.take();
  if (first.bytes === undefined) tokens.fail(`expected a string, found “${first.text}”`, first);
  const parts = [first.bytes];
  // Neighbouring strings are one, as in C.
  while (tokens.current.bytes !== undefined) parts.push(tokens.take().bytes ?? new Uint8Array(0));
  if (parts.length === 1) return first.bytes;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function takeScalar(tokens: Tokens, scalar: ScalarType): unknown {
  if (scalar === ScalarType.STRING) return new TextDecoder().decode(takeBytes(tokens));
  if (scalar === ScalarType.BYTES) return takeBytes(tokens);
  const token = takeNumber(tokens);
  if (scalar === ScalarType.BOOL) {
    if (/^(true|True|t|1)$/.test(token.text)) return true;
    if (/^(false|False|f|0)$/.test(token.text)) return false;
    return tokens.fail(`“${token.text}” is neither true nor false`, token);
  }
  if (LONGS.has(scalar)) return longOf(tokens, token);
  if (INTEGERS.has(scalar)) return Number(longOf(tokens, token));
  return floatOf(tokens, token);
}

class Parser {
  constructor(readonly tokens: Tokens) {}

  /** Fields until the closing bracket, or until the end of the file for the outermost message. */
  fields(message: ReflectMessage, close: string | undefined, depth: number): void {
    const { tokens } = this;
    if (depth > MAX_DEPTH) tokens.fail(`messages nested over ${MAX_DEPTH} deep`);
    const names = new Map(message.desc.fields.map((field) => [field.name, field]));
    for (;;) {
      if (close === undefined ? tokens.current.kind === 'end' : tokens.accept(close)) return;
      if (tokens.accept('[')) {
        this.#any(message, depth);
      } else {
        const token = tokens.take();
        if (token.kind !== 'name')
          tokens.fail(`expected a field name${close === undefined ? '' : ` or “${close}”`}, found “${token.text}”`, token);
        const field = names.get(token.text);
        if (field === undefined) this.#skipValue(depth);
        else this.#field(message, field, depth);
      }
      if (!tokens.accept(',')) tokens.accept(';');
    }
  }

  #field(message: ReflectMessage, field: DescField, depth: number): void {
    const { tokens } = this;
    tokens.accept(':');
    const isRepeated = field.fieldKind === 'list' || field.fieldKind === 'map';
    if (isRepeated && tokens.accept('[')) {
      while (!tokens.accept(']')) {
        this.#value(message, field, depth);
        tokens.accept(',');
      }
      return;
    }
    this.#value(message, field, depth);
  }

  #value(message: ReflectMessage, field: DescField, depth: number): void {
    switch (field.fieldKind) {
      case 'message':
        message.set(field, this.#message(field.message, depth));
        return;
      case 'enum':
        message.set(field, this.#enumNumber(field.enum));
        return;
      case 'scalar':
        message.set(field, takeScalar(this.tokens, field.scalar));
        return;
      case 'list': {
        const list = message.get(field);
        if (field.listKind === 'message') list.add(this.#message(field.message, depth));
        else list.add(field.listKind === 'enum' ? this.#enumNumber(field.enum) : takeScalar(this.tokens, field.scalar));
        return;
      }
      case 'map':
        this.#mapEntry(message, field, depth);
    }
  }

  #mapEntry(message: ReflectMessage, field: DescField & { fieldKind: 'map' }, depth: number): void {
    const { tokens } = this;
    const close = this.#open();
    let key: unknown = field.mapKey === ScalarType.STRING ? '' : 0;
    let value: unknown = field.mapKind === 'message' ? reflect(field.message, create(field.message)) : undefined;
    while (!tokens.accept(close)) {
      const name = tokens.take();
      const isMessage = name.text === 'value' && field.mapKind === 'message';
      tokens.accept(':');
      if (name.text === 'key') key = takeScalar(tokens, field.mapKey);
      else if (isMessage && field.mapKind === 'message') value = this.#message(field.message, depth + 1);
      else if (name.text === 'value' && field.mapKind === 'scalar') value = takeScalar(tokens, field.scalar);
      else if (name.text === 'value' && field.mapKind === 'enum') value = this.#enumNumber(field.enum);
      else tokens.fail(`expected “key” or “value”, found “${name.text}”`, name);
      if (!tokens.accept(',')) tokens.accept(';');
    }
    if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean')
      message.get(field).set(key, value);
  }

  #message(desc: DescMessage, depth: number): ReflectMessage {
    const close = this.#open();
    const inner = reflect(desc, create(desc));
    this.fields(inner, close, depth + 1);
    return inner;
  }

  #open(): string {
    if (this.tokens.accept('{')) return '}';
    if (this.tokens.accept('<')) return '>';
    return this.tokens.fail(`expected “{”, found “${this.tokens.current.text}”`);
  }

  #enumNumber(desc: {
    readonly typeName: string;
    readonly values: readonly { readonly name: string; readonly number: number }[];
  }): number {
    const token = takeNumber(this.tokens);
    if (token.kind === 'number') return Number(longOf(this.tokens, token));
    return (
      desc.values.find((value) => value.name === token.text)?.number ??
      this.tokens.fail(`“${token.text}” is no value of ${desc.typeName}`, token)
    );
  }

  /** `[type.googleapis.com/tensorflow.AssetFileDef] { … }` inside an Any. */
  #any(message: ReflectMessage, depth: number): void {
    const { tokens } = this;
    let url = '';
    while (!tokens.accept(']')) {
      if (tokens.current.kind === 'end') tokens.fail('a type name in brackets does not end');
      url += tokens.take().text;
    }
    tokens.accept(':');
    const desc = ANY_TYPES.get(url.slice(url.lastIndexOf('/') + 1));
    const [typeUrl, value] = ['type_url', 'value'].map((name) => message.desc.fields.find((field) => field.name === name));
    if (desc === undefined || typeUrl?.fieldKind !== 'scalar' || value?.fieldKind !== 'scalar') {
      this.#skipValue(depth);
      return;
    }
    message.set(typeUrl, url);
    message.set(value, toBinary(desc, this.#message(desc, depth).message));
  }

  /** A field that this version of the schema does not know. */
  #skipValue(depth: number): void {
    const { tokens } = this;
    if (depth > MAX_DEPTH) tokens.fail(`messages nested over ${MAX_DEPTH} deep`);
    tokens.accept(':');
    const open = tokens.current.kind === 'symbol' ? tokens.current.text : '';
    const close = { '{': '}', '<': '>', '[': ']' }[open];
    if (close === undefined) {
      const first = takeNumber(tokens);
      while (first.kind === 'string' && tokens.current.kind === 'string') tokens.take();
      return;
    }
    tokens.take();
    while (!tokens.accept(close)) {
      if (tokens.current.kind === 'end') tokens.fail(`“${open}” is not closed`);
      if (open === '[') this.#skipValue(depth + 1);
      else {
        tokens.take();
        this.#skipValue(depth + 1);
      }
      if (!tokens.accept(',')) tokens.accept(';');
    }
  }
}

/**
 * Parses protobuf text format by a message's descriptor; unknown fields are skipped.
 * @throws TextFormatError with line and column
 */
export function parseText<Desc extends DescMessage>(schema: Desc, text: string): MessageShape<Desc> {
  const root = reflect(schema, create(schema));
  new Parser(new Tokens(text)).fields(root, undefined, 0);
  return root.message as MessageShape<Desc>;
}
