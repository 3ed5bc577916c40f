import { LensError } from '../errors.ts';
import type { Predicate } from './ast.ts';
import { nearestNames } from './nearest.ts';
import type { SelectionScope } from './scope.ts';

/** `selector-no-match` for a name, with the nearest ones. */
export function noSuchName(text: string, scope: SelectionScope): LensError {
  const near = nearestNames(text, scope.suggestions(text));
  const hint = near.length === 0 ? undefined : `Nearest: ${near.join(', ')}.`;
  const inside = text.includes('@') ? undefined : insideLoops((path) => lastPart(path) === lastPart(text), scope);
  return new LensError('selector-no-match', `No layer, tensor or scope is called ${text}.`, both(inside, hint) ?? LISTS);
}

/** `selector-no-match` for a pattern, with what it would match inside loops and branches. */
export function patternMatchesNothing(text: string, matches: (path: string) => boolean, scope: SelectionScope): LensError {
  const hint = text.includes('@') ? undefined : insideLoops((path) => matches(path.replaceAll(/@[^/]+/g, '')), scope);
  return new LensError('selector-no-match', `Nothing in this model matches ${text}.`, hint ?? LISTS);
}

/** `selector-no-match` for a range or a condition. */
export function nothingMatches(text: string, predicates: readonly Predicate[], scope: SelectionScope): LensError {
  const known = predicates.flatMap((predicate) => knownWords(predicate, scope));
  const near = predicates.flatMap((predicate) => ('glob' in predicate ? nearestNames(predicate.glob, known) : []));
  const some = [...new Set([...near, ...known])].slice(0, 12);
  const hint = some.length === 0 ? LISTS : `There are: ${some.join(', ')}${known.length > some.length ? ', …' : ''}.`;
  return new LensError('selector-no-match', `Nothing in this model matches ${text}.`, hint);
}

const LISTS = 'The command layers lists the layers, show --ops the ops.';
const MOST_SHOWN = 3;
/** Names inside loops and branches are looked through so far. */
const MOST_TRIED = 50_000;

/** A sentence with the first names inside loops and branches that fit: nothing without an `@` reaches them. */
function insideLoops(fits: (path: string) => boolean, scope: SelectionScope): string | undefined {
  const found: string[] = [];
  let tried = 0;
  for (const { path } of scope.innerTargets()) {
    if (++tried > MOST_TRIED || found.length > MOST_SHOWN) break;
    if (fits(path)) found.push(path);
  }
  if (found.length === 0) return undefined;
  return `Inside a loop or branch there is ${found.slice(0, MOST_SHOWN).join(', ')}${found.length > MOST_SHOWN ? ', …' : ''}.`;
}

function both(...sentences: readonly (string | undefined)[]): string | undefined {
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length === 0 ? undefined : said.join(' ');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function knownWords({ key }: Predicate, scope: SelectionScope): string[] {
  if (key === 'type') return [...new Set(scope.layers.map(({ type }) => type))];
  return key === 'op' ? [...new Set(scope.ops().map(({ node }) => node.op))] : [];
}
