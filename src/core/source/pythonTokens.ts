import { unescaped } from './escapes.ts';

/** A token of Python as far as we need it: comments and blanks are left out, new lines count only outside brackets. */
export type PythonToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'name' | 'mark' | 'number'; readonly text: string }
  | { readonly kind: 'line'; readonly text: '\n' }
  | {
      readonly kind: 'string';
      readonly text: '';
      readonly from: number;
      readonly to: number;
      readonly value: string;
      readonly quote: string;
      /** no f-string, no bytes: its value is known */ readonly isPlain: boolean;
    }
);

const NEXT = /([ \t\f\r]+|\\\r?\n|#[^\n]*)|(\n)|([rRbBuUfFtT]{0,2})('''|"""|'|")|([\p{L}_][\p{L}\p{N}_]*)|(\d[\w.]*)|([\s\S])/uy;

/** Where a string's content ends: at its quote, or for one line's strings at the end of the line. */
function contentEnd(text: string, from: number, quote: string): number {
  const isLong = quote.length === 3;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (!isLong && text[at] === '\n') return at;
    else if (text.startsWith(quote, at)) return at;
  }
  return text.length;
}

/** Splits Python, whole or in the middle of being typed, into tokens; never fails. */
export function pythonTokens(text: string): PythonToken[] {
  const tokens: PythonToken[] = [];
  let depth = 0;
  NEXT.lastIndex = 0;
  for (let match = NEXT.exec(text); match !== null; match = NEXT.exec(text)) {
    const [whole, blank, line, prefix = '', quote, name, number, mark] = match;
    const start = match.index;
    const end = start + whole.length;
    if (blank !== undefined) continue;
    if (line !== undefined) {
      if (depth === 0) tokens.push({ kind: 'line', text: '\n', start, end });
    } else if (quote !== undefined) {
      const to = contentEnd(text, end, quote);
      const isClosed = text.startsWith(quote, to);
      const after = isClosed ? to + quote.length : to;
      tokens.push({
        kind: 'string',
        text: '',
        start,
        end: after,
        from: end,
        to,
        quote,
        isPlain: /^[rRuU]?$/.test(prefix),
        value: /r/i.test(prefix) ? text.slice(end, to) : unescaped(text.slice(end, to)),
      });
      NEXT.lastIndex = after;
    } else if (name !== undefined) {
      // A statement's word at the beginning of a line ends what an unclosed bracket began.
      if (depth > 0 && STATEMENTS.has(name) && isFirstOnLine(text, start)) {
        depth = 0;
        tokens.push({ kind: 'line', text: '\n', start, end: start });
      }
      tokens.push({ kind: 'name', text: name, start, end });
    } else if (number !== undefined) {
      tokens.push({ kind: 'number', text: number, start, end });
    } else if (mark !== undefined) {
      if ('([{'.includes(mark)) depth++;
      else if (')]}'.includes(mark)) depth = Math.max(0, depth - 1);
      tokens.push({ kind: 'mark', text: mark, start, end });
    }
  }
  return tokens;
}

const STATEMENTS: ReadonlySet<string> = new Set([
  'def',
  'class',
  'import',
  'from',
  'return',
  'with',
  'while',
  'try',
  'raise',
  'assert',
  'del',
  'global',
  'pass',
  'break',
  'continue',
]);

function isFirstOnLine(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}
