import { literal, repeated, sequence, type Piece } from './syntax.ts';

const ANY: Piece = { kind: 'character', test: () => true };
const IN_PART: Piece = { kind: 'character', test: (character) => character !== '/' };
const SLASH = literal('/');

/** Parts of a path, each with its slash; also none. */
export const PARTS_BEFORE: Piece = repeated(sequence(repeated(IN_PART), SLASH));

/** Reads a glob: `*` and `?` stay within one part of a path, `**` for a whole part crosses parts; `{a,b}`, `[a-z]`, `[!a]`, `\` before a sign. */
export function parseGlob(glob: string): Piece {
  const [whole] = parseOptions(glob, 0, false);
  return whole;
}

/** Up to the end, or to the `}` of a choice; gives where it ended. */
function parseOptions(glob: string, start: number, isInBraces: boolean): readonly [Piece, number] {
  const options: Piece[] = [];
  let parts: Piece[] = [];
  let at = start;
  for (; at < glob.length;) {
    const character = glob.charAt(at);
    if (isInBraces && character === '}') break;
    if (isInBraces && character === ',') {
      options.push(sequence(...parts));
      parts = [];
      at++;
      continue;
    }
    const [part, end] = parsePart(glob, at);
    parts.push(part);
    at = end;
  }
  options.push(sequence(...parts));
  return [{ kind: 'choice', options }, at];
}

function parsePart(glob: string, at: number): readonly [Piece, number] {
  switch (glob.charAt(at)) {
    case '*':
      return parseStars(glob, at);
    case '?':
      return [IN_PART, at + 1];
    case '/':
      // the parts below, and the whole itself
      return /^(?:\/\*\*)+$/.test(glob.slice(at))
        ? [repeated(sequence(SLASH, repeated(ANY)), 0, 1), glob.length]
        : [SLASH, at + 1];
    case '{': {
      if (!isChoice(glob, at)) return [literal('{'), at + 1];
      const [choice, end] = parseOptions(glob, at + 1, true);
      return [choice, end + 1];
    }
    case '[':
      return parseClass(glob, at);
    case '\\':
      return at + 1 < glob.length ? [literal(glob.charAt(at + 1)), at + 2] : [literal('\\'), at + 1];
    default:
      return [literal(glob.charAt(at)), at + 1];
  }
}

function parseStars(glob: string, start: number): readonly [Piece, number] {
  let end = start;
  while (glob.charAt(end) === '*') end++;
  const before = glob.charAt(start - 1);
  const startsPart = start === 0 || before === '/' || before === '{' || before === ',';
  if (end - start > 1 && startsPart && glob.charAt(end) === '/') return [PARTS_BEFORE, end + 1];
  if (end - start > 1 && startsPart && (end === glob.length || /[,}]/.test(glob.charAt(end)))) return [repeated(ANY), end];
  const isWholePart = startsPart && (end === glob.length || glob.charAt(end) === '/');
  return [repeated(IN_PART, isWholePart ? 1 : 0), end];
}

/** Whether a `{` is closed and holds a comma; else it is only a sign. */
function isChoice(glob: string, start: number): boolean {
  let depth = 0;
  let hasComma = false;
  for (let at = start; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === ',' && depth === 1) hasComma = true;
    else if (character === '}' && --depth === 0) return hasComma;
  }
  return false;
}

/** `[abc]`, `[a-z]`, `[!a]`, `[^a]`; a `[` that is not closed is only a sign. */
function parseClass(glob: string, start: number): readonly [Piece, number] {
  const match = /\[([!^]?)(\]?(?:\\[^]|[^\]\\])*)\]/y;
  match.lastIndex = start;
  const found = match.exec(glob);
  if (found === null || found[2] === '') return [literal('['), start + 1];
  const ranges = [...(found[2] ?? '').matchAll(/\\?([^])(?:-\\?([^]))?/g)].map(([, from = '', to = from]) => ({ from, to }));
  const isNegated = found[1] !== '';
  const test = (character: string): boolean =>
    character !== '/' && ranges.some(({ from, to }) => character >= from && character <= to) !== isNegated;
  return [{ kind: 'character', test }, start + found[0].length];
}
