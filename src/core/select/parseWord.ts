import type { Group, LayerIndex, Reading, Suffix, Word } from './ast.ts';
import { parsePredicate } from './parsePredicate.ts';
import type { Matcher } from './pattern/syntax.ts';
import { regexMatcher } from './regex.ts';
import type { RawWord } from './splitTerms.ts';
import { syntaxError } from './syntaxError.ts';

const GROUPS: ReadonlyMap<string, Group> = new Map([
  ['@layers', 'layers'],
  ['@outputs', 'outputs'],
  ['@inputs', 'inputs'],
  ['@ops', 'ops'],
]);

/** Reads one word; `selection` is the whole text, for errors. */
export function parseWord(raw: RawWord, selection: string): Word {
  const { text } = raw;
  if (text.startsWith('"')) return { ...raw, kind: 'quoted', ...parseQuoted(raw, selection) };
  if (text.startsWith('/')) return { ...raw, kind: 'regex', matches: parseRegex(raw, selection) };
  if (text.startsWith('@')) return { ...raw, kind: 'group', group: parseGroup(raw, selection) };
  const predicate = parsePredicate(raw, selection);
  if (predicate !== undefined) return { ...raw, kind: 'predicate', predicate };
  const { base, suffix } = splitSuffix(text);
  return { ...raw, kind: 'plain', suffix, reading: parseReading(base) };
}

function parseGroup({ text, start }: RawWord, selection: string): Group {
  const group = GROUPS.get(text);
  if (group === undefined) throw syntaxError(selection, start, `${text} is none of ${[...GROUPS.keys()].join(', ')}`);
  return group;
}

function parseQuoted({ text, start }: RawWord, selection: string): { name: string; suffix: Suffix | undefined } {
  const end = text.indexOf('"', 1);
  const name = text.slice(1, end);
  const behind = text.slice(end + 1);
  const { base, suffix } = splitSuffix(`x${behind}`);
  if (base !== 'x') throw syntaxError(selection, start + end + 1, 'only .input, .output or .preactivation may follow the quotes');
  if (name === '') throw syntaxError(selection, start, 'the quotes hold no name');
  return { name, suffix };
}

function splitSuffix(text: string): { base: string; suffix: Suffix | undefined } {
  const match = /^(.+)\.(?:(input|output)(?:\[(-?\d{1,9})\])?|preactivation)$/.exec(text);
  if (match?.[1] === undefined) return { base: text, suffix: undefined };
  const [, base, kind, index] = match;
  return {
    base,
    suffix: {
      kind: kind === 'input' || kind === 'output' ? kind : 'preactivation',
      index: index === undefined ? undefined : Number(index),
    },
  };
}

function parseReading(text: string): Reading {
  const index = parseIndex(text);
  if (index !== undefined) return { kind: 'index', index };
  return /[*?{]/.test(text) ? { kind: 'glob', glob: text } : { kind: 'name', name: text };
}

const INDEX = /^(?:(?:(.+)\.)?layers)?\[\s*(-?\d{1,9})?\s*(:)?\s*(-?\d{1,9})?\s*(?::\s*(-?\d{1,9})?\s*)?\]$/;

function parseIndex(text: string): LayerIndex | undefined {
  const match = INDEX.exec(text);
  if (match === null) return undefined;
  const [, parent, first, colon, stop, step] = match;
  if (colon === undefined) return first === undefined || stop !== undefined ? undefined : { parent, at: Number(first) };
  const range = {
    ...(first === undefined ? {} : { start: Number(first) }),
    ...(stop === undefined ? {} : { stop: Number(stop) }),
    ...(step === undefined ? {} : { step: Number(step) }),
  };
  return { parent, at: range };
}

function parseRegex({ text, start, end }: RawWord, selection: string): Matcher {
  const closing = text.lastIndexOf('/');
  const flags = text.slice(closing + 1);
  if (closing === 0 || !/^[imsu]*$/.test(flags))
    throw syntaxError(selection, end - flags.length, `${flags} are no flags of a regular expression; i, m, s and u are`);
  return regexMatcher(text.slice(1, closing), flags, (what) => syntaxError(selection, start, what));
}
