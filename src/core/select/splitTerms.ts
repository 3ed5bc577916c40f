import { syntaxError } from './syntaxError.ts';

/** A word as written, with its place. */
export interface RawWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words between two commas. */
export interface RawTerm {
  readonly start: number;
  readonly end: number;
  readonly words: readonly RawWord[];
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/** Splits a selection at commas and blanks that lie outside brackets, quotes and regular expressions. */
export function splitTerms(text: string): RawTerm[] {
  const terms: RawTerm[] = [];
  let words: RawWord[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === undefined || character === ',') {
      terms.push({ start, end: at, words });
      words = [];
      start = at + 1;
    } else if (!isBlank(character)) {
      const end = wordEnd(text, at);
      words.push({ text: text.slice(at, end), start: at, end });
      at = end - 1;
    }
  }
  return terms;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

/** A `!` and an `alias=` belong to the word that they stand before. */
function wordEnd(text: string, start: number): number {
  let at = start;
  if (text[at] === '!') at++;
  at += /^[A-Za-z_][\w.-]*=/.exec(text.slice(at, at + 200))?.[0].length ?? 0;
  if (text[at] === '/') return plainEnd(text, regexEnd(text, at));
  return plainEnd(text, at);
}

function plainEnd(text: string, start: number): number {
  const open: { closing: string; at: number }[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    const closing = CLOSING[character];
    if (character === '"') at = quoteEnd(text, at);
    else if (closing !== undefined) open.push({ closing, at });
    else if (character === open.at(-1)?.closing) open.pop();
    else if (open.length === 0 && (character === ',' || isBlank(character))) return at;
  }
  const unclosed = open[0];
  if (unclosed !== undefined) throw syntaxError(text, unclosed.at, `${text[unclosed.at] ?? ''} is not closed`);
  return text.length;
}

function quoteEnd(text: string, start: number): number {
  const end = text.indexOf('"', start + 1);
  if (end < 0) throw syntaxError(text, start, 'the quotes are not closed');
  return end;
}

/** Behind the closing slash; slashes after a backslash or inside a character class do not close. */
function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return at + 1;
  }
  throw syntaxError(text, start, 'the regular expression has no closing /');
}
