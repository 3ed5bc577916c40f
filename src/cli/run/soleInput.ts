import type { RunWish } from './runOptions.ts';
import type { ShowDocument } from '../../core/describe/documents.ts';
import { LensError } from '../../core/errors.ts';
import { chooseMetaGraph, chooseSignature } from '../../core/graph/choose.ts';

/** A value that names no input goes to the only one that there is; `usage` where there are several. */
export function nameSoleInput(wish: RunWish, document: ShowDocument): RunWish {
  const [nameless] = wish.inputs.filter(({ name }) => name === '');
  if (nameless === undefined) return wish;
  const names = inputNames(wish, document);
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0 && !wish.inputs.some(({ name }) => name === only))
    return { ...wish, inputs: wish.inputs.map((input) => (input.name === '' ? { ...input, name: only } : input)) };
  const first = only ?? 'NAME';
  throw new LensError(
    'usage',
    `--input ${nameless.spec} does not say which input it is for; the model has ${names.length === 0 ? 'none' : names.join(', ')}.`,
    `Write for example --input ${first}=${nameless.spec}.`,
  );
}

function inputNames({ tagSet, signature, function: path }: RunWish, { metaGraphs }: ShowDocument): string[] {
  const { row } = chooseMetaGraph({ metaGraphs: metaGraphs.map((each) => ({ tags: each.tagSet, row: each })) }, tagSet).chosen;
  const inputs =
    path === undefined
      ? chooseSignature({ signatures: new Map(row.signatures.map((each) => [each.key, each])) }, signature).chosen.inputs
      : (row.functions.find((each) => each.path === path)?.inputs ?? []);
  return inputs.map(({ name }) => name);
}
