import type { PlacedString } from './placedString.ts';

interface Level {
  readonly isList: boolean;
  key: string;
  index: number;
}

const NEXT = /"(?:[^"\\\n]|\\.)*(?:"|$|(?=\n))|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\],:]/g;

/** Every string of a JSON text, comments and errors forgiven, with the keys and indices that lead to it. */
export function jsonStrings(text: string): PlacedString[] {
  const found: PlacedString[] = [];
  const levels: Level[] = [];
  let isKeyNext = false;
  for (const { 0: token, index } of text.matchAll(NEXT)) {
    const level = levels.at(-1);
    if (token.startsWith('"')) {
      const isClosed = token.length > 1 && token.endsWith('"');
      const [from, to] = [index + 1, index + token.length - (isClosed ? 1 : 0)];
      const value = decoded(text.slice(from, to));
      const isKey = level?.isList === false && isKeyNext;
      if (isKey) level.key = value;
      found.push({ from, to, value, quote: '"', isKey, path: pathOf(isKey ? levels.slice(0, -1) : levels) });
    } else if (token === '{' || token === '[') {
      levels.push({ isList: token === '[', key: '', index: 0 });
      isKeyNext = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
      isKeyNext = false;
    } else if (token === ',') {
      if (level?.isList === true) level.index++;
      isKeyNext = level?.isList === false;
    } else if (token === ':') {
      isKeyNext = false;
    }
  }
  return found;
}

function pathOf(levels: readonly Level[]): (string | number)[] {
  return levels.map((level) => (level.isList ? level.index : level.key));
}

function decoded(content: string): string {
  if (!content.includes('\\')) return content;
  try {
    return String(JSON.parse(`"${content}"`));
  } catch {
    return content;
  }
}
