import { END, START, repeated, sequence, type EdgeTest, type Piece } from './syntax.ts';

/** An expression that JavaScript takes and we do not; the message says what it does. */
export class UnsupportedRegex extends Error {
  override readonly name = 'UnsupportedRegex';
}

const LINE_END = /^[\n\r\u2028\u2029]$/;
const WORD = /^\w$/;
const isWord = (character: string | undefined): boolean => character !== undefined && WORD.test(character);
const isBorder: EdgeTest = (before, after) => isWord(before) !== isWord(after);
const LINE_START: Piece = { kind: 'edge', holds: (before) => before === undefined || LINE_END.test(before) };
const LINE_STOP: Piece = { kind: 'edge', holds: (_before, after) => after === undefined || LINE_END.test(after) };
const BORDER: Piece = { kind: 'edge', holds: isBorder };
const NO_BORDER: Piece = { kind: 'edge', holds: (before, after) => !isBorder(before, after) };

/** One character's worth of an expression that `RegExp` takes: an escape, a class, anything else. */
const ATOM = /\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|0[0-7]{0,2}|[^])|\[(?:\\[^]|[^\]\\])*\]|[^]/iy;
const ATOM_BY_CODE_POINT = /\\(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]+\}|p\{[^}]*\}|c[a-z]|[^])|\[(?:\\[^]|[^\]\\])*\]|[^]/iuy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;

/** Reads a regular expression that `RegExp` takes. @throws UnsupportedRegex */
export function parseRegex(source: string, flags: string): Piece {
  const parser = new RegexParser(source, flags);
  return parser.choice();
}

class RegexParser {
  #at = 0;
  readonly #source: string;
  readonly #flags: string;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  /** Up to the closing bracket of the group, or the end. */
  choice(): Piece {
    const options: Piece[] = [];
    do {
      const parts: Piece[] = [];
      while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at)))
        parts.push(this.#quantified(this.#single()));
      options.push(sequence(...parts));
    } while (this.#takes('|'));
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options };
  }

  #quantified(part: Piece): Piece {
    const match = this.#take(QUANTIFIER);
    if (match === undefined) return part;
    const [, sign, least, comma, most] = match;
    if (sign !== undefined) return repeated(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity);
    const fewest = Number(least);
    return repeated(part, fewest, comma === '' ? fewest : most === '' ? Infinity : Number(most));
  }

  #single(): Piece {
    if (this.#takes('(')) return this.#group();
    const multiline = this.#flags.includes('m');
    if (this.#takes('^')) return multiline ? LINE_START : START;
    if (this.#takes('$')) return multiline ? LINE_STOP : END;
    if (this.#takes('\\b')) return BORDER;
    if (this.#takes('\\B')) return NO_BORDER;
    const [atom = ''] = this.#take(this.#flags.includes('u') ? ATOM_BY_CODE_POINT : ATOM) ?? [];
    if (/^\\[1-9k]/.test(atom)) throw new UnsupportedRegex('refers back to what it matched');
    // what a single character means is left to RegExp: classes, properties, capital letters
    const one = new RegExp(`^(?:${atom})$`, this.#flags.replace('m', ''));
    return { kind: 'character', test: (character) => one.test(character) };
  }

  #group(): Piece {
    const kind = this.#take(/\?(?::|<[^=!>][^>]*>)|\?/y)?.[0];
    if (kind === '?') throw new UnsupportedRegex('looks ahead or behind');
    const inside = this.choice();
    this.#takes(')');
    return inside;
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source) ?? undefined;
    this.#at += match?.[0].length ?? 0;
    return match;
  }
}
