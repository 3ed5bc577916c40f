import { LensError } from '../errors.ts';
import type { Predicate } from './ast.ts';
import { nearestNames } from './nearest.ts';
import type { SelectionScope } from './scope.ts';

/** `selector-no-match` for a name, with the nearest ones. */
export function noSuchName(text: string, scope: SelectionScope): LensError {
  const near = nearestNames(text, scope.suggestions(text));
  const hint = near.length === 0 ? 'The command layers lists the layers, show --ops the ops.' : `Nearest: ${near.join(', ')}.`;
  return new LensError('selector-no-match', `No layer, tensor or scope is called ${text}.`, hint);
}

/** `selector-no-match` for a pattern, a range or a condition. */
export function nothingMatches(text: string, predicates: readonly Predicate[], scope: SelectionScope): LensError {
  const known = predicates.flatMap((predicate) => knownWords(predicate, scope));
  const near = predicates.flatMap((predicate) => ('glob' in predicate ? nearestNames(predicate.glob, known) : []));
  const some = [...new Set([...near, ...known])].slice(0, 12);
  const hint =
    some.length === 0
      ? 'The command layers lists the layers, show --ops the ops.'
      : `There are: ${some.join(', ')}${known.length > some.length ? ', …' : ''}.`;
  return new LensError('selector-no-match', `Nothing in this model matches ${text}.`, hint);
}

function knownWords({ key }: Predicate, scope: SelectionScope): string[] {
  if (key === 'type') return [...new Set(scope.layers.map(({ type }) => type))];
  return key === 'op' ? [...new Set(scope.ops().map(({ node }) => node.op))] : [];
}
