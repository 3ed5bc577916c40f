import { commandParts } from './commandLine.ts';
import type { PlacedString } from './placedString.ts';
import type { NamedModel, Source, SourceString } from './types.ts';

/** Keys that make a JSON or YAML text one of ours. */
const RUN_FILE_KEYS: ReadonlySet<string> = new Set([
  'select',
  'inputs',
  'inputsFile',
  'feeds',
  'signature',
  'tagSet',
  'function',
  'model',
]);

/** What JSON or YAML says of models and layers: run files by their `model` and `select`, command lines anywhere. */
export function dataSource(placed: readonly PlacedString[], isRunFileByName: boolean): Source {
  const top = new Set(placed.flatMap(({ isKey, path, value }) => (isKey && path.length === 0 ? [value] : [])));
  const isRunFile = isRunFileByName || (top.has('schema') && [...top].some((key) => RUN_FILE_KEYS.has(key)));
  const strings: SourceString[] = [];
  const models: NamedModel[] = [];
  for (const string of placed) {
    const { from, to, value, path, isKey, quote } = string;
    const whole = { from, to, value, ...(quote === undefined ? {} : { quote }) };
    const isSelection = !isKey && path[0] === 'select' && path.length <= 2 && (isRunFile || top.has('model'));
    if (!isKey && path.length === 1 && path[0] === 'model') models.push({ path: value, from, to, variables: [], isCall: false });
    if (isSelection) {
      strings.push({ ...whole, role: 'selection' });
    } else {
      const parts = commandParts(whole);
      strings.push(...parts.strings);
      models.push(...parts.models);
    }
  }
  const field = (name: string): string | undefined =>
    isRunFile ? placed.find(({ isKey, path }) => !isKey && path.length === 1 && path[0] === name)?.value : undefined;
  const [signature, path] = [field('signature'), field('function')];
  return {
    strings,
    models,
    others: new Set(),
    entry: { ...(signature === undefined ? {} : { signature }), ...(path === undefined ? {} : { function: path }) },
  };
}
