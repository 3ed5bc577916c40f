import { feasibility } from '../graph/feasibility.ts';
import type { FlatGraph, TensorRef } from '../graph/types.ts';
import type { LayerTree } from '../layers/types.ts';
import { graphScope } from './graphScope.ts';
import { resolveName } from './resolveName.ts';

/** The names that a selector takes, for a place where one tensor is meant. */
export interface TensorNames {
  /** tensors of a name; a layer means its outputs */
  find(name: string): readonly TensorRef[];
  /** names to suggest for a mistyped one */
  suggestions(text: string): Iterable<string>;
}

/** Names of the tensors of an entry point; `tree` is asked for only when a name has to be looked up. */
export function tensorNames(flat: FlatGraph, tree: () => LayerTree): TensorNames {
  const scope = (): ReturnType<typeof graphScope> =>
    graphScope({ flat, tree: tree(), feasible: feasibility(flat, { fed: new Set() }) });
  return {
    find(name) {
      const named = resolveName(name, scope());
      if (named === undefined) return [];
      return named.kind === 'tensors' ? named.tensors : named.layers.flatMap(({ outputs }) => outputs.map(({ ref }) => ref));
    },
    suggestions: (text) => scope().suggestions(text),
  };
}
