import picomatch from 'picomatch';

const LONGEST = 500;
const MOST_STARS = 12;

/** Test of a path against a glob; without a leading `**` and slash it may start at any `/`. Undefined when the glob is too long or too wild to be tried. */
export function globMatcher(glob: string): ((path: string) => boolean) | undefined {
  if (glob.length > LONGEST || (glob.match(/\*+/g)?.length ?? 0) > MOST_STARS) return undefined;
  const anywhere = glob.startsWith('**/') ? glob : `**/${glob}`;
  const pattern = picomatch.makeRe(anywhere, { dot: true, nonegate: true, noextglob: true, windows: false });
  return (path) => pattern.test(path);
}

/** Test of a single word (an op, a type, a dtype) against a glob, capital letters ignored. */
export function wordMatcher(glob: string): (word: string) => boolean {
  if (!/[*?{[]/.test(glob)) {
    const wanted = glob.toLowerCase();
    return (word) => word.toLowerCase() === wanted;
  }
  const pattern = picomatch.makeRe(glob.slice(0, LONGEST), {
    dot: true,
    nonegate: true,
    noextglob: true,
    windows: false,
    nocase: true,
  });
  return (word) => pattern.test(word);
}
