import { PatternTooLarge } from './pattern/automaton.ts';
import { matcherOf } from './pattern/matcher.ts';
import { parseRegex, UnsupportedRegex } from './pattern/parseRegex.ts';
import type { Matcher } from './pattern/syntax.ts';

const LONGEST = 300;

/** Test whether a regular expression of JavaScript occurs in a text; `error` makes the error that is thrown for one that cannot be taken. */
export function regexMatcher(source: string, flags: string, error: (what: string) => Error): Matcher {
  if (source.length > LONGEST) throw error(`the regular expression is longer than ${LONGEST} characters`);
  const ownFlags = [...new Set(flags)].join('');
  try {
    new RegExp(source, ownFlags);
  } catch (cause) {
    throw error(`the regular expression is not valid (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  try {
    return matcherOf(parseRegex(source, ownFlags), ownFlags.includes('u'));
  } catch (cause) {
    if (cause instanceof UnsupportedRegex)
      throw error(`the regular expression ${cause.message}, which could take for ever on a long name`);
    if (cause instanceof PatternTooLarge) throw error('the regular expression repeats too much');
    throw cause;
  }
}
