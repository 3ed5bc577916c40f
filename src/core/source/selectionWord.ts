import type { Range } from './types.ts';

/** A word of a selection: the name in it, without `!`, alias, quotes and `.output[0]`. */
export interface SelectionWord extends Range {
  readonly name: string;
}

const WORD = /!?(?:[A-Za-z_][\w.-]*=)?("[^"]*"?|[^\s,!"]+)/dg;
const SUFFIX = /\.(?:input|output|preactivation)(?:\[-?\d+\])?$/;

/** The words of a selection with their places, also while it is being typed; what is a pattern or condition comes as it stands. */
export function selectionWords(text: string): SelectionWord[] {
  return [...text.matchAll(WORD)].map((match) => {
    const [from, to] = match.indices?.[1] ?? [0, 0];
    const word = match[1] ?? '';
    if (word.startsWith('"')) {
      const isClosed = word.length > 1 && word.endsWith('"');
      return { name: word.slice(1, isClosed ? -1 : undefined), from: from + 1, to: to - (isClosed ? 1 : 0) };
    }
    const name = word.replace(SUFFIX, '');
    return { name, from, to: from + name.length };
  });
}

/** A layer's path as a word of a selection, in quotes where a character of it would mean something. */
export function selectionText(path: string): string {
  return /^[\w./-]+$/.test(path) && !SUFFIX.test(path) ? path : `"${path}"`;
}
