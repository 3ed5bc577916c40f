import { outputDTypes } from '../graph/outputs.ts';
import type { TensorRef } from '../graph/types.ts';
import { shortName } from '../layers/shortName.ts';
import type { Layer } from '../layers/types.ts';
import type { PatternTarget } from './scope.ts';

/**
 * Tensors called by their layer's name and what the graph calls them below its call scope: `stem/MatMul`, where the scope is
 * Keras 3's `stem_1`. Names of one scope never differ in capitals alone, so these need not be right.
 */
export function tensorsBelowLayers(name: string, layersNamed: (path: string) => readonly Layer[]): readonly TensorRef[] {
  const [, bare = name, index = '0'] = /^(.*):(\d{1,9})$/.exec(name) ?? [];
  for (let slash = bare.lastIndexOf('/'); slash > 0; slash = bare.lastIndexOf('/', slash - 1)) {
    const layers = layersNamed(bare.slice(0, slash));
    const wanted = bare.slice(slash + 1).toLowerCase();
    const nodes = layers.flatMap((layer) =>
      [...ownNames(layer)].flatMap(([own, node]) => (own.toLowerCase() === wanted ? node : [])),
    );
    const refs = nodes.map((node) => ({ node, index: Number(index) })).filter((ref) => ref.index < outputDTypes(ref.node).length);
    if (refs.length > 0) return refs;
  }
  return [];
}

/** Names that `tensorsBelowLayers` takes below the layer that a name begins with. */
export function* namesBelowLayers(name: string, layersNamed: (path: string) => readonly Layer[]): Generator<string> {
  for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
    const path = name.slice(0, slash);
    for (const layer of layersNamed(path)) for (const [own] of ownNames(layer)) yield `${path}/${own}`;
  }
}

/** What patterns reach below layers whose call scope is not called as they are: `mha/Softmax` in Keras 3's `mha_1`. */
export function* targetsBelowLayers(layers: readonly Layer[], rootScope: string): Generator<PatternTarget> {
  for (const layer of layers) {
    for (const [own, node] of ownNames(layer)) {
      const path = `${layer.path}/${shortName(own, '')}`;
      if (path !== shortName(node.name, rootScope))
        yield { path, tensors: () => (outputDTypes(node).length > 0 ? [{ node, index: 0 }] : []) };
    }
  }
}

function* ownNames({ scopes, nodes }: Layer): Generator<[name: string, node: Layer['nodes'][number]]> {
  for (const node of nodes) {
    const scope = scopes.find((prefix) => node.name.startsWith(`${prefix}/`));
    if (scope !== undefined) yield [node.name.slice(scope.length + 1), node];
  }
}
