import { runningTensors } from '../graph/allOps.ts';
import type { Feasibility } from '../graph/feasibility.ts';
import { InnerNode } from '../graph/inner/innerNode.ts';
import { dtypeOfTensor, outputDTypes } from '../graph/outputs.ts';
import { recordedShape } from '../graph/loopAxes.ts';
import type { FlatGraph, TensorRef } from '../graph/types.ts';
import type { Layer, LayerTree } from '../layers/types.ts';
import { canonicalTensor } from './canonicalTensor.ts';
import { InnerNames } from './innerNames.ts';
import { LayerIndex } from './layerIndex.ts';
import { namesBelowLayers, targetsBelowLayers, tensorsBelowLayers } from './layerNodes.ts';
import { NameIndex, refId } from './nameIndex.ts';
import type { PatternTarget, SelectionScope } from './scope.ts';
import { ScopeIndex } from './scopeIndex.ts';

/** What a selection scope is made from. */
export interface GraphScopeSource {
  readonly flat: FlatGraph;
  readonly tree: LayerTree;
  readonly feasible: Feasibility;
  /** names of the tensors that get a value from outside; they cut what `@ops` means */
  readonly fed?: ReadonlySet<string>;
}

/** The scope of an inlined graph and its layers; indexes are built when first needed. */
export function graphScope({ flat, tree, feasible, fed = new Set() }: GraphScopeSource): SelectionScope {
  const layers = new LayerIndex(tree);
  const names = lazy(() => new NameIndex(flat, tree.rootScope));
  const scopes = lazy(() => new ScopeIndex(flat, tree));
  const ops = lazy(() => runningTensors(flat, fed));
  const inner = lazy(
    () =>
      new InnerNames(flat, tree.rootScope, (name) =>
        [...names().ofShortName(name), ...names().endingIn(name)].map(({ node }) => node),
      ),
  );
  const layersNamed = (path: string): readonly Layer[] => {
    const whole = layers.at(path);
    return whole.length > 0 ? whole : layers.endingIn(path);
  };
  const aliases = lazy(() => aliasesByTensor(flat));
  return {
    layers: tree.all,
    topLayers: tree.top,
    hasKerasLayers: tree.all.some(({ typeSource }) => typeSource === 'keras'),
    inputs: flat.entry.inputs.map(({ ref }) => ref),
    outputs: flat.entry.outputs.map(({ ref }) => ref),
    ops,
    canonical: (name) => canonicalTensor(flat, name) ?? (name.includes('@') ? inner().canonical(name) : undefined),
    layersAt: (path) => layers.at(path),
    layersEndingIn: (path) => layers.endingIn(path),
    tensorsOfShortName: (name) => names().ofShortName(name),
    tensorsEndingIn: (name) => names().endingIn(name),
    scopeOutputs: (name) => scopes().outputsOf(name),
    tensorsInside: (name) => (name.includes('@') ? inner().named(name) : []),
    tensorsBelow: (name) => tensorsBelowLayers(name, layersNamed),
    entryTensors: (key) => tensorsOfKey(flat, key),
    innerTargets: () => inner().patternTargets(),
    *patternTargets(): Generator<PatternTarget> {
      for (const layer of tree.all) yield { path: layer.path, layer, tensors: () => layer.outputs.map(({ ref }) => ref) };
      yield* scopes().patternTargets();
      yield* names().patternTargets();
      yield* targetsBelowLayers(tree.all, tree.rootScope);
    },
    *suggestions(text) {
      if (text.includes('@')) yield* inner().suggestions(text);
      yield* namesBelowLayers(text, layersNamed);
      yield* layers.suggestions();
      for (const { key } of [...flat.entry.outputs, ...flat.entry.inputs]) yield key;
      yield* names().shortNames();
    },
    layerOf: ({ node }) => layers.of(node instanceof InnerNode ? node.graph.rootOwner : node),
    dtypeOf: dtypeOfTensor,
    shapeOf: (ref) => recordedShape(flat, ref),
    outputCount: ({ node }) => outputDTypes(node).length,
    aliasesOf: (ref) => aliases().get(refId(ref)) ?? [],
    infeasible(ref, asItIs) {
      const verdict = asItIs ? feasible : feasible.tapped;
      const reason = verdict(ref);
      return reason === undefined ? undefined : { reason, message: verdict.explain(ref) ?? '' };
    },
  };
}

function tensorsOfKey({ entry: { inputs, outputs } }: FlatGraph, key: string): readonly TensorRef[] {
  const called = (ends: FlatGraph['entry']['outputs']): TensorRef[] =>
    ends.filter((end) => end.key === key).map(({ ref }) => ref);
  const found = called(outputs);
  return found.length > 0 ? found : called(inputs);
}

function aliasesByTensor(flat: FlatGraph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [name, ref] of flat.aliases) {
    const id = refId(ref);
    const names = found.get(id);
    if (names === undefined) found.set(id, [name]);
    else names.push(name);
  }
  return found;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
