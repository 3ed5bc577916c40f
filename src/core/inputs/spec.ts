import { LensError } from '../errors.ts';
import { parseImageOptions, type ImageOptions } from './imageOptions.ts';
import { jsonLiteral, type JsonLiteral } from './jsonInputs.ts';
import { parseArguments } from './specArguments.ts';

/** What stands behind `NAME=` (cli.md, "Inputs"). */
export type InputSpec =
  | { readonly kind: 'zeros' | 'ones' | 'range' }
  | { readonly kind: 'random'; readonly seed: number; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly seed: number; readonly mean: number; readonly std: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly value: JsonLiteral }
  | { readonly kind: 'npy' | 'wav' | 'csv' | 'jsonFile' | 'textFile'; readonly path: string }
  | { readonly kind: 'npz'; readonly path: string; readonly key: string | undefined }
  | { readonly kind: 'image'; readonly path: string; readonly options: ImageOptions };

const FORMS =
  'Write file.npy, file.npz[key], image.png, image.jpg(low=-1,high=1,mean=0/0/0,std=1/1/1,order=bgr,fit=cover), sound.wav, table.csv, values.json, text.txt, text:…, a JSON literal, zeros, ones, range, random(seed=0,low=0,high=1) or normal(seed=0,mean=0,std=1).';

/** `bad-input-spec`, with all the forms that there are. */
export function badSpec(text: string, what: string): LensError {
  return new LensError('bad-input-spec', `The input value ${text.length > 80 ? `${text.slice(0, 80)}…` : text} ${what}.`, FORMS);
}

/** Reads a SPEC; whether its file exists and fits is seen later. */
export function parseSpec(text: string): InputSpec {
  const trimmed = text.trim();
  if (trimmed.startsWith('text:')) return { kind: 'text', text: trimmed.slice(5) };
  if (trimmed === 'zeros' || trimmed === 'ones' || trimmed === 'range') return { kind: trimmed };
  const generator = /^(random|normal)(?:\((.*)\))?$/s.exec(trimmed);
  if (generator !== null) return parseGenerator(generator[1] === 'random' ? 'random' : 'normal', generator[2] ?? '', trimmed);
  if (/^(?:[[{"]|-?\d|true$|false$|null$)/.test(trimmed) && !isFileName(trimmed))
    return { kind: 'json', value: parseLiteral(trimmed) };
  return parseFile(trimmed);
}

function parseGenerator(kind: 'random' | 'normal', argumentsText: string, text: string): InputSpec {
  const names = kind === 'random' ? ['seed', 'low', 'high'] : ['seed', 'mean', 'std'];
  const values = parseArguments(argumentsText, names, (what) => badSpec(text, what));
  const number = (name: string, fallback: number): number => {
    const value = values.get(name);
    if (value === undefined) return fallback;
    if (value === '' || !Number.isFinite(Number(value))) throw badSpec(text, `has a ${name} that is no number`);
    return Number(value);
  };
  if (kind === 'normal') return { kind, seed: number('seed', 0), mean: number('mean', 0), std: number('std', 1) };
  return { kind, seed: number('seed', 0), low: number('low', 0), high: number('high', 1) };
}

function isFileName(text: string): boolean {
  return /^[^[{"].*\.(?:npy|npz(?:\[[^\]]*\])?|png|jpe?g|wav|csv|tsv|json|txt)(?:\([^()]*\))?$/is.test(text);
}

function parseLiteral(text: string): JsonLiteral {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badSpec(text, 'looks like a JSON literal and is none');
  }
  const literal = jsonLiteral(value);
  if (literal === undefined) throw badSpec(text, 'holds something other than numbers, texts, truth values and lists');
  return literal;
}

function parseFile(text: string): InputSpec {
  const npz = /^(.+\.npz)(?:\[([^\]]*)\])?$/is.exec(text);
  if (npz?.[1] !== undefined) return { kind: 'npz', path: npz[1], key: npz[2] };
  const match = /^(.+\.(npy|png|jpe?g|wav|csv|tsv|json|txt))(?:\(([^()]*)\))?$/is.exec(text);
  const [, path, ending = '', options] = match ?? [];
  if (path === undefined) throw badSpec(text, 'is neither a known kind of file nor a value');
  const kind = ending.toLowerCase();
  if (/^(?:png|jpe?g)$/.test(kind))
    return { kind: 'image', path, options: parseImageOptions(options ?? '', (what) => badSpec(text, what)) };
  if (options !== undefined) throw badSpec(text, 'has options, which only images have');
  return { kind: PLAIN_FILES[kind] ?? 'csv', path };
}

const PLAIN_FILES: Readonly<Record<string, 'npy' | 'wav' | 'csv' | 'jsonFile' | 'textFile'>> = {
  npy: 'npy',
  wav: 'wav',
  csv: 'csv',
  tsv: 'csv',
  json: 'jsonFile',
  txt: 'textFile',
};

/** A SPEC whose file, if it names one, is called as `move` says. */
export function movedSpec(spec: string, move: (file: string) => string): string {
  const parsed = parseSpec(spec);
  return 'path' in parsed ? move(parsed.path) + spec.trim().slice(parsed.path.length) : spec;
}
