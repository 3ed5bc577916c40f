import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { nearestNames } from '../../core/select/nearest.ts';
import { selectionWords } from '../../core/source/selectionWord.ts';
import type { EntryChoice, Range, Source, SourceString } from '../../core/source/types.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { knownLayer, knownRows } from './knownLayers.ts';
import { modelsOf } from './namedModels.ts';

/** A name that no layer has, where it stands, and what it may have meant. */
export interface LayerProblem extends Range {
  readonly message: string;
  readonly role: SourceString['role'];
  readonly nearest: readonly string[];
}

/** What a selection answered, per model's structure, so that unchanged terms are not asked about again. */
const answers = new WeakMap<object, Map<string, LensError | undefined>>();

async function selectionError(
  model: OpenModel,
  entry: EntryChoice,
  term: string,
  signal: AbortSignal,
): Promise<LensError | undefined> {
  const [structure] = model.knownLayerDocuments;
  if (structure === undefined) return undefined;
  const known = answers.get(structure) ?? new Map<string, LensError | undefined>();
  answers.set(structure, known);
  const key = JSON.stringify([entry, term]);
  if (known.has(key)) return known.get(key);
  try {
    await model.call('select', { ...entry, terms: [term] }, { signal });
    known.set(key, undefined);
  } catch (error) {
    if (!(error instanceof LensError) || !/^(selector-|index-|unknown-)/.test(error.code)) return undefined;
    known.set(key, error);
  }
  return known.get(key);
}

/** A few names that there are, for who is far from any. */
const MOST_TOLD = 5;

function someNames(names: ReadonlySet<string>): string {
  return [...[...names].slice(0, MOST_TOLD), ...(names.size > MOST_TOLD ? ['…'] : [])].join(', ');
}

function layerProblem(string: SourceString, models: readonly OpenModel[]): LayerProblem | undefined {
  if (
    string.value === '' ||
    models.some((model) => model.knownLayerDocuments.length === 0) ||
    models.some((model) => knownLayer(model, string.value) !== undefined)
  )
    return undefined;
  // Who writes a path means a path.
  const isPath = string.value.includes('/');
  const names = new Set(knownRows(models).flatMap(({ row }) => (isPath ? [row.path, row.name] : [row.name])));
  const nearest = nearestNames(string.value, names);
  const model = models.map(({ name }) => name).join(', ');
  return {
    from: string.from,
    to: string.to,
    role: string.role,
    message: missingText(model, string.value, names, nearest[0]),
    nearest,
  };
}

function missingText(model: string, name: string, known: ReadonlySet<string>, nearest: string | undefined): string {
  if (nearest !== undefined) return vscode.l10n.t('{0} has no layer “{1}”. Did you mean “{2}”?', model, name, nearest);
  return known.size === 0
    ? vscode.l10n.t('{0} has no layer “{1}”.', model, name)
    : vscode.l10n.t('{0} has no layer “{1}”. Its layers: {2}', model, name, someNames(known));
}

async function selectionProblem(
  string: SourceString,
  entry: EntryChoice,
  models: readonly OpenModel[],
  signal: AbortSignal,
): Promise<LayerProblem | undefined> {
  const words = selectionWords(string.value);
  if (words.length === 0 || words.every(({ name }) => models.some((model) => knownLayer(model, name) !== undefined)))
    return undefined;
  const errors = await Promise.all(models.map((model) => selectionError(model, entry, string.value, signal)));
  const [error] = errors;
  if (error === undefined || errors.includes(undefined)) return undefined;
  const word = words.find(({ name }) => error.message.includes(` ${name}.`));
  const nearest = word === undefined ? [] : nearestNames(word.name, new Set(knownRows(models).map(({ row }) => row.path)));
  const place = word === undefined ? string : { from: string.from + word.from, to: string.from + word.to };
  return { from: place.from, to: place.to, role: string.role, message: error.sentence, nearest };
}

/** Names of layers in a source that no open model it speaks of has. */
export async function findProblems(
  services: Services,
  document: vscode.TextDocument,
  source: Source,
  signal: AbortSignal,
): Promise<LayerProblem[]> {
  const found: LayerProblem[] = [];
  for (const string of source.strings) {
    if (string.role === 'other') continue;
    const models = modelsOf(services, document, source, string.receiver);
    if (models.length === 0) continue;
    const problem =
      string.role === 'layer' ? layerProblem(string, models) : await selectionProblem(string, source.entry, models, signal);
    if (signal.aborted) return [];
    if (problem !== undefined) found.push(problem);
  }
  return found;
}
