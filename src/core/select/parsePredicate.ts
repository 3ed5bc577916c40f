import type { Comparison, Predicate } from './ast.ts';
import type { RawWord } from './splitTerms.ts';
import { syntaxError } from './syntaxError.ts';

/** `type:…`, `op:…`, `dtype:…`, `rank:…`, `depth:…`, `shape:…`; undefined for words that are none. */
export function parsePredicate({ text, start }: RawWord, selection: string): Predicate | undefined {
  const match = /^(type|op|dtype|rank|depth|shape):(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, key = '', value = ''] = match;
  const at = start + key.length + 1;
  if (value === '') throw syntaxError(selection, at, `${key}: says nothing`);
  switch (key) {
    case 'type':
    case 'op':
    case 'dtype':
      return { key, glob: value };
    case 'rank':
    case 'depth':
      return {
        key,
        ...parseComparison(value, () => syntaxError(selection, at, `${key}: wants a number, such as ${key}:4 or ${key}:<3`)),
      };
    default:
      return {
        key: 'shape',
        sizes: parseSizes(value, () => syntaxError(selection, at, 'shape: wants sizes or * joined by x, such as shape:*x*x64')),
      };
  }
}

function parseComparison(text: string, error: () => Error): { comparison: Comparison; value: number } {
  const match = /^(<=|>=|<|>|=)?(\d{1,9})$/.exec(text);
  if (match === null) throw error();
  return { comparison: (match[1] ?? '=') as Comparison, value: Number(match[2]) };
}

function parseSizes(text: string, error: () => Error): (number | '*' | '?')[] {
  return text.split('x').map((size) => {
    if (size === '*' || size === '?') return size;
    if (!/^\d{1,15}$/.test(size)) throw error();
    return Number(size);
  });
}
