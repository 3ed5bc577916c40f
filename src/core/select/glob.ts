import { matcherOf } from './pattern/matcher.ts';
import { PARTS_BEFORE, parseGlob } from './pattern/parseGlob.ts';
import { END, START, sequence, type Matcher } from './pattern/syntax.ts';

const LONGEST = 500;

/** Test of a path against a glob; it may start at any `/`. Undefined when the glob is too long. */
export function globMatcher(glob: string): Matcher | undefined {
  if (glob.length > LONGEST) return undefined;
  return matcherOf(sequence(START, PARTS_BEFORE, parseGlob(glob), END));
}

/** Test of a single word (an op, a type, a dtype) against a glob, capital letters ignored. */
export function wordMatcher(glob: string): Matcher {
  const wanted = glob.toLowerCase();
  if (!/[*?{[]/.test(glob)) return (word) => word.toLowerCase() === wanted;
  const matches = matcherOf(sequence(START, parseGlob(wanted.slice(0, LONGEST)), END));
  return (word) => matches(word.toLowerCase());
}
