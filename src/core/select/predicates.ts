import type { Layer } from '../layers/types.ts';
import type { Comparison, Predicate } from './ast.ts';
import { outputsOfLayers, plainTensors, type Candidate, type Found } from './candidate.ts';
import { wordMatcher } from './glob.ts';
import type { SelectionScope } from './scope.ts';

/** A predicate as a test of candidates. */
export type CandidateTest = (candidate: Candidate) => boolean;

/** What a term of predicates alone looks through: all ops for `op:`, else the layers. */
export function universeOf(predicates: readonly Predicate[], scope: SelectionScope): Found {
  return predicates.some(({ key }) => key === 'op') ? plainTensors(scope.ops(), false) : outputsOfLayers(scope.layers, false);
}

/** `type` and `depth` ask the layer that was selected, else the one the tensor belongs to; the others ask the tensor. */
export function candidateTest(predicate: Predicate, scope: SelectionScope): CandidateTest {
  const layerOf = ({ ref, layer }: Candidate): Layer | undefined => layer ?? scope.layerOf(ref);
  switch (predicate.key) {
    case 'type': {
      const matches = wordMatcher(predicate.glob);
      return (candidate) => matches(layerOf(candidate)?.type ?? '');
    }
    case 'op': {
      const matches = wordMatcher(predicate.glob);
      return ({ ref }) => matches(ref.node.op);
    }
    case 'dtype': {
      const matches = wordMatcher(predicate.glob);
      return ({ ref }) => matches(scope.dtypeOf(ref));
    }
    case 'depth':
      return (candidate) => compares((layerOf(candidate)?.depth ?? NaN) + 1, predicate.comparison, predicate.value);
    case 'rank':
      return ({ ref }) => compares(scope.shapeOf(ref)?.length ?? NaN, predicate.comparison, predicate.value);
    default:
      return ({ ref }) => hasShape(scope.shapeOf(ref), predicate.sizes);
  }
}

/** Layers without a tensor are kept by the conditions that ask the layer alone. */
export function layerTest(predicate: Predicate): (layer: Layer) => boolean {
  if (predicate.key === 'type') {
    const matches = wordMatcher(predicate.glob);
    return ({ type }) => matches(type);
  }
  if (predicate.key === 'depth') return ({ depth }) => compares(depth + 1, predicate.comparison, predicate.value);
  return () => false;
}

function compares(value: number, comparison: Comparison, wanted: number): boolean {
  switch (comparison) {
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return value === wanted;
  }
}

function hasShape(shape: readonly number[] | undefined, sizes: readonly (number | '*' | '?')[]): boolean {
  if (shape?.length !== sizes.length) return false;
  return sizes.every((size, axis) => size === '*' || (size === '?' ? (shape[axis] ?? 0) < 0 : shape[axis] === size));
}
