import { commandParts } from './commandLine.ts';
import { assignedAt, nameEnd, pathConstants, readPath } from './pythonPaths.ts';
import { pythonTokens, type PythonToken } from './pythonTokens.ts';
import type { NamedModel, Source, SourceString } from './types.ts';

/** Last names of calls that load a SavedModel's folder → keyword of the folder, and its place among the arguments. */
const LOADERS: ReadonlyMap<string, readonly [keywords: readonly string[], position: number]> = new Map([
  ['load_model', [['filepath', 'path'], 0]],
  ['TFSMLayer', [['filepath'], 0]],
  ['KerasLayer', [['handle'], 0]],
  ['from_saved_model', [['saved_model_dir'], 0]],
  ['saved_model.load', [['export_dir'], 0]],
  ['saved_model.load_v2', [['export_dir'], 0]],
  ['loader.load', [['export_dir'], 2]],
  ['v1.saved_model.load', [['export_dir'], 2]],
  ['hub.load', [['handle'], 0]],
]);

interface Call {
  readonly name: PythonToken;
  /** first name of `a.b.call` */
  readonly first: number;
  /** index of the opening bracket */
  readonly open: number;
  /** `b.call`, and what stands before it */
  readonly names: readonly string[];
}

function loaderOf({ names }: Call, imported: ReadonlySet<string>): readonly [readonly string[], number] | undefined {
  for (const length of [3, 2, 1]) {
    const found = names.length < length ? undefined : LOADERS.get(names.slice(-length).join('.'));
    if (found !== undefined) return found;
  }
  return names.length === 1 && imported.has(names[0] ?? '') ? LOADERS.get('saved_model.load') : undefined;
}

/** Names under which `from tensorflow.saved_model import load` brought it. */
function importedLoaders(tokens: readonly PythonToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = 2; at < tokens.length; at++) {
    if (tokens[at]?.text !== 'import' || tokens[at - 1]?.text !== 'saved_model') continue;
    for (let each = at + 1; tokens[each] !== undefined && tokens[each]?.kind !== 'line'; each++) {
      if (tokens[each]?.text === 'load') names.add(tokens[each + 1]?.text === 'as' ? (tokens[each + 2]?.text ?? 'load') : 'load');
    }
  }
  return names;
}

/** Index of the first token of the wanted argument: by keyword, else by position. */
function argumentAt(
  tokens: readonly PythonToken[],
  open: number,
  keywords: readonly string[],
  position: number,
): number | undefined {
  let depth = 0;
  let index = 0;
  let found: number | undefined;
  for (let at = open + 1; at < tokens.length; at++) {
    const text = tokens[at]?.text ?? '';
    const isStart = depth === 0 && (at === open + 1 || tokens[at - 1]?.text === ',');
    if (depth === 0 && (text === ')' || tokens[at]?.kind === 'line')) break;
    if (isStart) {
      const isKeyword = tokens[at]?.kind === 'name' && tokens[at + 1]?.text === '=' && tokens[at + 2]?.text !== '=';
      if (isKeyword && keywords.includes(text)) return at + 2;
      if (!isKeyword && index === position) found = at;
      index++;
    }
    if (text !== '' && '([{'.includes(text)) depth++;
    else if (text !== '' && ')]}'.includes(text)) depth--;
  }
  return found;
}

function calls(tokens: readonly PythonToken[]): Call[] {
  const found: Call[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.kind !== 'name' || tokens[at - 1]?.text === '.') continue;
    // A method of what a call gives, as `load_model("…").get_layer("…")`, begins a chain of its own.
    const last = nameEnd(tokens, at);
    const name = tokens[last];
    if (name !== undefined && tokens[last + 1]?.text === '(')
      found.push({ name, first: at, open: last + 1, names: namesOf(tokens, at, last) });
  }
  for (let at = 1; at < tokens.length; at++) {
    const name = tokens[at];
    if (name?.kind === 'name' && tokens[at - 1]?.text === '.' && tokens[at - 2]?.kind !== 'name' && tokens[at + 1]?.text === '(')
      found.push({ name, first: at, open: at + 1, names: ['', name.text] });
  }
  return found;
}

function namesOf(tokens: readonly PythonToken[], first: number, last: number): string[] {
  return tokens
    .slice(first, last + 1)
    .filter(({ kind }) => kind === 'name')
    .map(({ text }) => text);
}

/** What Python (a file, or the cells of a notebook one after the other) says of models and layers. */
export function pythonSource(text: string): Source {
  const tokens = pythonTokens(text);
  const { loads, layerNames } = interesting(tokens);
  const { variables, others } = assignments(tokens, loads);
  const parts = tokens.flatMap((token, at) => (token.kind === 'string' ? [partsOf(token, at, tokens, layerNames)] : []));
  const models = [...loads].map(([first, model]): NamedModel => ({ ...model, variables: variables.get(first) ?? [] }));
  return {
    strings: parts.flatMap(({ strings }) => strings),
    models: [...models, ...parts.flatMap((part) => part.models)].sort((a, b) => a.from - b.from),
    others,
    entry: {},
  };
}

/** Load calls by the index of their first token, and what `get_layer` is called on by the index of its argument. */
function interesting(tokens: readonly PythonToken[]): {
  readonly loads: ReadonlyMap<number, NamedModel>;
  readonly layerNames: ReadonlyMap<number, string>;
} {
  const constants = pathConstants(tokens);
  const imported = importedLoaders(tokens);
  const loads = new Map<number, NamedModel>();
  const layerNames = new Map<number, string>();
  for (const call of calls(tokens)) {
    const loader = loaderOf(call, imported);
    if (loader !== undefined) {
      const argument = argumentAt(tokens, call.open, ...loader);
      loads.set(call.first, {
        path: argument === undefined ? undefined : readPath(tokens, argument, constants).path,
        isCall: true,
        variables: [],
        from: tokens[call.first]?.start ?? 0,
        to: call.name.end,
      });
    } else if (call.name.text === 'get_layer') {
      const argument = argumentAt(tokens, call.open, ['name'], 0);
      if (argument !== undefined && isWholeArgument(tokens, argument))
        layerNames.set(argument, call.names.slice(0, -1).join('.'));
    }
  }
  return { loads, layerNames };
}

/** Which variables hold which load (a part of a model, as `model.encoder`, belongs to its load), and which hold something else. */
function assignments(
  tokens: readonly PythonToken[],
  loads: ReadonlyMap<number, NamedModel>,
): { readonly variables: ReadonlyMap<number, readonly string[]>; readonly others: ReadonlySet<string> } {
  const loadOf = new Map<string, Set<number>>();
  const others = new Set<string>();
  for (let at = 0; at < tokens.length; at++) {
    const isStart = at === 0 || tokens[at - 1]?.kind === 'line' || tokens[at - 1]?.text === ';';
    if (!isStart || tokens[at]?.kind !== 'name') continue;
    const last = nameEnd(tokens, at);
    const equals = assignedAt(tokens, last);
    if (equals === undefined) continue;
    const name = namesOf(tokens, at, last).join('.');
    const right = namesOf(tokens, equals + 1, nameEnd(tokens, equals + 1));
    const from = loads.has(equals + 1)
      ? [equals + 1]
      : [
          ...(prefixes(right)
            .map((prefix) => loadOf.get(prefix))
            .find((found) => found !== undefined) ?? []),
        ];
    if (from.length === 0) others.add(name);
    else loadOf.set(name, new Set([...(loadOf.get(name) ?? []), ...from]));
  }
  const variables = new Map<number, string[]>();
  for (const [name, indices] of loadOf) {
    others.delete(name);
    for (const index of indices) variables.set(index, [...(variables.get(index) ?? []), name]);
  }
  return { variables, others };
}

/** `a.b.c`, `a.b`, `a` */
function prefixes(names: readonly string[]): string[] {
  return names.map((_name, i) => names.slice(0, names.length - i).join('.'));
}

function isWholeArgument(tokens: readonly PythonToken[], at: number): boolean {
  const [string, after] = [tokens[at], tokens[at + 1]];
  return (
    string?.kind === 'string' &&
    string.isPlain &&
    (after === undefined || after.kind === 'line' || after.text === ')' || after.text === ',')
  );
}

function partsOf(
  token: PythonToken & { readonly kind: 'string' },
  at: number,
  tokens: readonly PythonToken[],
  layerNames: ReadonlyMap<number, string>,
): { readonly strings: readonly SourceString[]; readonly models: readonly NamedModel[] } {
  const whole = { from: token.from, to: token.to, value: token.value, quote: token.quote };
  const receiver = layerNames.get(at);
  if (receiver !== undefined)
    return { strings: [{ ...whole, role: 'layer', ...(receiver === '' ? {} : { receiver }) }], models: [] };
  // ["savedmodel-lens", "run", "digits", "--select", "conv*"]
  const before = tokens[at - 2];
  if (tokens[at - 1]?.text === ',' && before?.kind === 'string' && before.value === '--select')
    return { strings: [{ ...whole, role: 'selection' }], models: [] };
  return commandParts(whole);
}
