/** Text that is not protobuf text format, with the place. */
export class TextFormatError extends Error {
  override readonly name = 'TextFormatError';
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

export type TokenKind = 'name' | 'number' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** strings only: the bytes meant */
  readonly bytes: Uint8Array | undefined;
  readonly offset: number;
}

const SKIP = /(?:\s|#[^\n]*)*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?\s*(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?)/y;
const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '?': 63,
};
const encoder = new TextEncoder();

/** Splits protobuf text format into tokens, one ahead. Source: protobuf.dev, "Text Format Language Specification". */
export class Tokens {
  #offset = 0;
  #token: Token;

  constructor(readonly text: string) {
    this.#token = this.#read();
  }

  get current(): Token {
    return this.#token;
  }

  /** Takes the current token and moves on. */
  take(): Token {
    const taken = this.#token;
    this.#token = this.#read();
    return taken;
  }

  /** Takes the symbol when it is the current token. */
  accept(symbol: string): boolean {
    if (this.#token.kind !== 'symbol' || this.#token.text !== symbol) return false;
    this.take();
    return true;
  }

  fail(message: string, at: Token = this.#token): never {
    const before = this.text.slice(0, at.offset);
    const line = before.split('\n').length;
    throw new TextFormatError(message, line, at.offset - (before.lastIndexOf('\n') + 1) + 1);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    return pattern.exec(this.text)?.[0];
  }

  #read(): Token {
    this.#offset += this.#match(SKIP)?.length ?? 0;
    const offset = this.#offset;
    const first = this.text[offset];
    if (first === undefined) return { kind: 'end', text: 'end of file', bytes: undefined, offset };
    if (first === '"' || first === "'") return this.#readString(first, offset);
    const name = this.#match(NAME);
    if (name !== undefined) return this.#make('name', name, offset);
    const number = this.#match(NUMBER);
    if (number !== undefined) return this.#make('number', number, offset);
    return this.#make('symbol', first, offset);
  }

  #make(kind: TokenKind, text: string, offset: number): Token {
    this.#offset = offset + text.length;
    return { kind, text, bytes: undefined, offset };
  }

  #readString(quote: string, offset: number): Token {
    const parts: (Uint8Array | number)[] = [];
    let at = offset + 1;
    let plain = at;
    for (;;) {
      const char = this.text[at];
      if (char === undefined || char === '\n') {
        this.fail('a string does not end on its line', { kind: 'string', text: '', bytes: undefined, offset });
      }
      if (char !== quote && char !== '\\') {
        at++;
        continue;
      }
      if (at > plain) parts.push(encoder.encode(this.text.slice(plain, at)));
      if (char === quote) break;
      at = this.#readEscape(at + 1, parts);
      plain = at;
    }
    this.#offset = at + 1;
    return { kind: 'string', text: this.text.slice(offset, at + 1), bytes: join(parts), offset };
  }

  #readEscape(at: number, parts: (Uint8Array | number)[]): number {
    const rest = this.text.slice(at, at + 9);
    const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
    if (octal !== undefined) {
      parts.push(Number.parseInt(octal, 8) & 255);
      return at + octal.length;
    }
    const hex = /^[xX]([0-9a-fA-F]{1,2})/.exec(rest);
    if (hex !== null) {
      parts.push(Number.parseInt(hex[1] ?? '0', 16));
      return at + hex[0].length;
    }
    const unicode = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
    const codePoint = unicode === null ? undefined : Number.parseInt(unicode[1] ?? unicode[2] ?? '0', 16);
    if (unicode !== null && codePoint !== undefined && codePoint <= 0x10ffff) {
      parts.push(encoder.encode(String.fromCodePoint(codePoint)));
      return at + unicode[0].length;
    }
    const simple = ESCAPES[rest[0] ?? ''];
    if (simple === undefined)
      this.fail(`unknown escape \\${rest[0] ?? ''}`, { kind: 'string', text: '', bytes: undefined, offset: at - 1 });
    parts.push(simple);
    return at + 1;
  }
}

function join(parts: readonly (Uint8Array | number)[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only instanceof Uint8Array) return only;
  const bytes = new Uint8Array(parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 1 : part.length), 0));
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'number') bytes[at++] = part;
    else {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return bytes;
}
