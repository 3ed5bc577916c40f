import { LensError } from '../errors.ts';
import type { MetaGraph } from '../model/types.ts';
import { nearestName } from './nearestName.ts';

/** What was taken, and a sentence about it where the caller left the choice to us and there was one. */
export interface Choice<T> {
  readonly chosen: T;
  readonly note: string | undefined;
}

/** The metagraph with exactly these tags; without tags the only one, else exactly `serve`, else the first containing it, else the first. */
export function chooseMetaGraph<M extends Pick<MetaGraph, 'tags'>>(
  { metaGraphs }: { readonly metaGraphs: readonly M[] },
  tagSet: readonly string[] | undefined,
): Choice<M> {
  const available = metaGraphs.map(({ tags }) => tagText(tags)).join('; ');
  if (tagSet !== undefined) {
    const wanted = new Set(tagSet.filter((tag) => tag !== ''));
    const match = metaGraphs.find(({ tags }) => new Set(tags).size === wanted.size && tags.every((tag) => wanted.has(tag)));
    if (match !== undefined) return { chosen: match, note: undefined };
    throw new LensError('unknown-tag-set', `The model has no tag set ${tagText([...wanted])}.`, `Choose one of: ${available}.`);
  }
  const chosen =
    metaGraphs.find(({ tags }) => tags.length === 1 && tags[0] === 'serve') ??
    metaGraphs.find(({ tags }) => tags.includes('serve')) ??
    metaGraphs[0];
  if (chosen === undefined)
    throw new LensError('no-meta-graph', 'The model has no metagraph.', 'The file is damaged or was written by a faulty tool.');
  return { chosen, note: metaGraphs.length > 1 ? `Tag set ${tagText(chosen.tags)} chosen out of: ${available}.` : undefined };
}

function tagText(tags: readonly string[]): string {
  return tags.length === 0 ? "'' (empty)" : `"${tags.join(',')}"`;
}

/** What tells a signature that can be run from one that cannot. */
export interface Signatured {
  readonly key: string;
  readonly outputs: readonly unknown[];
}

/** The signature of this key; without a key `serving_default`, else the only one, else the first by name that has outputs. */
export function chooseSignature<S extends Signatured>(
  { signatures }: { readonly signatures: ReadonlyMap<string, S> },
  key: string | undefined,
): Choice<S> {
  if (key !== undefined) {
    const chosen = signatures.get(key);
    if (chosen !== undefined) return { chosen, note: undefined };
    throw unknownSignature(key, [...signatures.keys()]);
  }
  const usable = [...signatures.values()].filter(({ outputs }) => outputs.length > 0).sort((a, b) => (a.key < b.key ? -1 : 1));
  const chosen = usable.find((signature) => signature.key === 'serving_default') ?? usable[0];
  if (chosen === undefined) {
    throw new LensError(
      'no-signature',
      'The model has no signature with outputs.',
      'Choose one of its functions with --function; "show" lists what there is.',
    );
  }
  if (usable.length === 1 || chosen.key === 'serving_default') return { chosen, note: undefined };
  return { chosen, note: `Signature "${chosen.key}" chosen out of: ${usable.map((signature) => signature.key).join(', ')}.` };
}

function unknownSignature(key: string, known: readonly string[]): LensError {
  if (known.length === 0)
    return new LensError(
      'unknown-signature',
      `There is no signature "${key}"; the model has none at all.`,
      'Choose one of its functions with --function; "show" lists them.',
    );
  const nearest = nearestName(key, known);
  const guess = nearest === undefined ? '' : `Did you mean "${nearest}"? `;
  return new LensError('unknown-signature', `There is no signature "${key}".`, `${guess}Available: ${known.join(', ')}.`);
}
