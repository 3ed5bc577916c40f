import type { Predicate, Term, Word } from './ast.ts';
import { isNothing, outputsOfLayers, plainTensors, tensorsAsTheyAre, type Candidate, type Found } from './candidate.ts';
import { globMatcher } from './glob.ts';
import { refId } from './nameIndex.ts';
import { noSuchName, nothingMatches, patternMatchesNothing } from './noMatch.ts';
import { candidateTest, layerTest, universeOf } from './predicates.ts';
import { resolveIndex } from './resolveIndex.ts';
import { resolveName, severalMatches, type Named } from './resolveName.ts';
import { applySuffix } from './resolveSuffix.ts';
import type { PatternTarget, SelectionScope } from './scope.ts';
import { syntaxError } from './syntaxError.ts';

/** What a term gives: the tensors for which all its words hold. Refuses terms that match nothing. Notes say where a name had several matches. */
export function resolveTerm(term: Term, scope: SelectionScope, note: (text: string) => void): Found {
  const sets: Found[] = [];
  const predicates: Predicate[] = [];
  for (const word of term.words) {
    const resolved = resolveWord(word, scope, note);
    if ('key' in resolved) predicates.push(resolved);
    else sets.push(resolved);
  }
  const [first = universeOf(predicates, scope), ...others] = sets;
  const found = predicates.reduce((kept, predicate) => filtered(kept, predicate, scope), others.reduce(common, first));
  if (isNothing(found)) throw nothingMatches(term.text, predicates, scope);
  return found;
}

function resolveWord(word: Word, scope: SelectionScope, note: (text: string) => void): Found | Predicate {
  const named = (name: string): Named | undefined => {
    const found = resolveName(name, scope);
    const several = found === undefined ? undefined : severalMatches(name, found);
    if (several !== undefined) note(several);
    return found;
  };
  switch (word.kind) {
    case 'group':
      if (word.group === 'layers') return outputsOfLayers(scope.layers, false);
      return word.group === 'ops' ? tensorsAsTheyAre(scope.ops()) : plainTensors(scope[word.group], false);
    case 'regex':
      return matching(word.matches, scope, word.text);
    case 'quoted': {
      const found = named(word.name);
      if (found === undefined) throw noSuchName(word.name, scope);
      return withSuffix(found, word, scope);
    }
    case 'predicate': {
      const found = named(word.text);
      return found === undefined ? word.predicate : all(found);
    }
    default:
      return resolvePlain(word, scope, named);
  }
}

type PlainWord = Extract<Word, { kind: 'plain' }>;

function resolvePlain(word: PlainWord, scope: SelectionScope, named: (name: string) => Named | undefined): Found {
  const { reading, text } = word;
  const indexFirst =
    reading.kind === 'index' && (scope.hasKerasLayers || (reading.index.parent === undefined && !hasObjectPath(text, scope)));
  const whole = indexFirst ? undefined : named(text);
  if (whole !== undefined) return all(whole);
  if (reading.kind === 'index') {
    const layers = resolveIndex(reading.index, text, scope);
    const found = layers === undefined ? named(text) : ({ kind: 'layers', layers } as const);
    if (found === undefined) throw noSuchName(reading.index.parent ?? text, scope);
    if (typeof reading.index.at === 'number' || word.suffix !== undefined) return withSuffix(found, word, scope);
    return found.kind === 'layers' ? outputsOfLayers(found.layers, false) : all(found);
  }
  if (reading.kind === 'name') {
    const found = named(reading.name);
    if (found === undefined) throw noSuchName(reading.name, scope);
    return withSuffix(found, word, scope);
  }
  const matches = globMatcher(reading.glob);
  if (matches === undefined) throw syntaxError(text, 0, 'the pattern is too long');
  if (word.suffix === undefined) return matching(matches, scope, text);
  const layers = scope.layers.filter(({ path }) => matches(path));
  if (layers.length === 0) throw nothingMatches(text, [], scope);
  return withSuffix({ kind: 'layers', layers }, word, scope);
}

function hasObjectPath(text: string, scope: SelectionScope): boolean {
  return scope.layersAt(text).length > 0;
}

function all(named: Named): Found {
  return named.kind === 'layers' ? outputsOfLayers(named.layers, true) : plainTensors(named.tensors, true);
}

function withSuffix(named: Named, { suffix, text }: Extract<Word, { kind: 'plain' | 'quoted' }>, scope: SelectionScope): Found {
  return suffix === undefined ? all(named) : applySuffix(named, suffix, text, scope);
}

/** Everything whose layer path, scope or short name fits; a tensor that a layer gave is not given again by its own name. */
function matching(matches: (path: string) => boolean, scope: SelectionScope, text: string): Found {
  const candidates: Candidate[] = [];
  const without: Found['without'][number][] = [];
  const seen = new Set<string>();
  for (const { path, layer, tensors } of targets(scope, text)) {
    if (!matches(path)) continue;
    const refs = tensors();
    if (layer !== undefined && refs.length === 0) without.push({ layer, outright: false });
    for (const ref of refs) {
      if (layer === undefined && seen.has(refId(ref))) continue;
      seen.add(refId(ref));
      candidates.push({ ref, layer, outright: false });
    }
  }
  if (candidates.length === 0 && without.length === 0) throw patternMatchesNothing(text, matches, scope);
  return { candidates, without };
}

/** Bodies of loops and branches are looked into only when the pattern asks for them. */
function* targets(scope: SelectionScope, text: string): Generator<PatternTarget> {
  yield* scope.patternTargets();
  if (text.includes('@')) yield* scope.innerTargets();
}

function common(first: Found, second: Found): Found {
  const ids = new Set(second.candidates.map(({ ref }) => refId(ref)));
  const layers = new Set(second.without.map(({ layer }) => layer));
  return {
    candidates: first.candidates.filter(({ ref }) => ids.has(refId(ref))),
    without: first.without.filter(({ layer }) => layers.has(layer)),
  };
}

function filtered({ candidates, without }: Found, predicate: Predicate, scope: SelectionScope): Found {
  const keeps = layerTest(predicate);
  return { candidates: candidates.filter(candidateTest(predicate, scope)), without: without.filter(({ layer }) => keeps(layer)) };
}
