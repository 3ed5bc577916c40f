import { unescaped } from './escapes.ts';
import type { PlacedString } from './placedString.ts';

interface Level {
  readonly indent: number;
  readonly step: string | number;
}

/** `- `, then a key with its colon, then the rest of a line. */
const LINE = /^([ \t]*)((?:- +)*)(?:("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"'[{:-][^:#\n]*?)\s*:(?=\s|$))?/d;
const SCALAR = /"(?:[^"\\\n]|\\.)*(?:"|$)|'(?:[^'\n]|'')*(?:'|$)|[^\s,[\]{}"'#][^,[\]{}\n]*?(?=\s*(?:[,[\]{}]|\s#|$))/g;
const PLAIN = /[^\s#][^\n]*?(?=\s+#|\s*$)/y;

/**
 * The scalars of a YAML text with the keys that lead to them, line by line: block mappings, block and one-line lists. Lines
 * of a text block count as scalars below its key. Anchors, tags and the rarer forms are not understood, and nothing fails.
 */
export function yamlStrings(text: string): PlacedString[] {
  const found: PlacedString[] = [];
  let levels: Level[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    const indent = match?.[1]?.length ?? 0;
    const rest = line.slice(match?.[0].length ?? 0);
    const isBlank = line.trim() === '' || line.trimStart().startsWith('#') || /^(---|\.\.\.)/.test(line);
    if (!isBlank && match !== null) {
      const dashes = (match[2] ?? '').match(/-/g)?.length ?? 0;
      // A list may stand as far left as the key above it.
      levels = levels.filter(
        (level) => level.indent < indent || (level.indent === indent && dashes > 0 && typeof level.step === 'string'),
      );
      for (let dash = 0; dash < dashes; dash++) levels.push({ indent: indent + 2 * dash, step: 0 });
      const path = levels.map(({ step }) => step);
      const key = match[3];
      if (key !== undefined) {
        const [from, to] = match.indices?.[3] ?? [0, 0];
        found.push({ ...unquoted(key, start + from, start + to), path, isKey: true });
        levels.push({ indent: indent + (match[2]?.length ?? 0), step: found.at(-1)?.value ?? '' });
      }
      found.push(
        ...scalars(
          rest,
          start + match[0].length,
          levels.map(({ step }) => step),
        ),
      );
    }
    start += line.length + 1;
  }
  return found;
}

function scalars(rest: string, start: number, path: readonly (string | number)[]): PlacedString[] {
  const lead = rest.length - rest.trimStart().length;
  const first = rest[lead];
  if (first === undefined || first === '#' || /^[|>][-+\d]*\s*$/.test(rest.trim())) return [];
  if ('"\'[{'.includes(first))
    return [...rest.matchAll(SCALAR)].map(({ 0: token, index }) => ({
      ...unquoted(token, start + index, start + index + token.length),
      path,
      isKey: false,
    }));
  PLAIN.lastIndex = lead;
  const value = PLAIN.exec(rest)?.[0] ?? '';
  return [{ from: start + lead, to: start + lead + value.length, value, path, isKey: false }];
}

function unquoted(token: string, from: number, to: number): Omit<PlacedString, 'path' | 'isKey'> {
  const quote = token[0];
  if (quote !== '"' && quote !== "'") return { from, to, value: token };
  const isClosed = token.length > 1 && token.endsWith(quote);
  const content = token.slice(1, isClosed ? -1 : undefined);
  return {
    from: from + 1,
    to: to - (isClosed ? 1 : 0),
    value: quote === "'" ? content.replaceAll("''", "'") : unescaped(content),
    quote,
  };
}
