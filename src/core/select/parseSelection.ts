import type { Term } from './ast.ts';
import { parseWord } from './parseWord.ts';
import { splitTerms, type RawTerm, type RawWord } from './splitTerms.ts';
import { syntaxError } from './syntaxError.ts';

const LONGEST = 100_000;

/** Parses a selection (grammar.ebnf) into terms with their places in the text; refuses what is no selection (`selector-syntax`). */
export function parseSelection(text: string): Term[] {
  if (text.length > LONGEST) throw syntaxError(`${text.slice(0, 60)}…`, LONGEST, 'a selection has at most 100000 characters');
  if (text.trim() === '') return [];
  return splitTerms(text).map((raw) => parseTerm(raw, text));
}

function parseTerm(raw: RawTerm, text: string): Term {
  const [first, ...others] = raw.words;
  if (first === undefined) throw syntaxError(text, raw.start, 'a term is missing');
  const { negated, alias, word, rest } = parsePrefix(first, others, text);
  return {
    start: first.start,
    end: raw.words.at(-1)?.end ?? first.end,
    text: text.slice(first.start, raw.words.at(-1)?.end),
    negated,
    alias,
    words: [word, ...rest].map((each) => parseWord(each, text)),
  };
}

interface Prefix {
  readonly negated: boolean;
  readonly alias: string | undefined;
  readonly word: RawWord;
  readonly rest: readonly RawWord[];
}

function parsePrefix(first: RawWord, others: readonly RawWord[], text: string): Prefix {
  const negated = first.text.startsWith('!');
  const behind = shortened(first, negated ? 1 : 0);
  const alias = /^([A-Za-z_][\w.-]*)=/.exec(behind.text)?.[1];
  if (negated && alias !== undefined) throw syntaxError(text, behind.start, 'what is taken away needs no name');
  const word = alias === undefined ? behind : shortened(behind, alias.length + 1);
  const [next, ...rest] = others;
  if (word.text !== '') return { negated, alias, word, rest: others };
  if (!negated || next === undefined) throw syntaxError(text, word.end, 'a name is missing');
  return { negated, alias, word: next, rest };
}

function shortened(word: RawWord, by: number): RawWord {
  return { text: word.text.slice(by), start: word.start + by, end: word.end };
}
