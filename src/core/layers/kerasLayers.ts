import type { ObjectGraph } from '../model/types.ts';
import { assignScopes } from './assignScopes.ts';
import type { ScopesOf } from './assignScopes.ts';
import type { LayerDraft } from './buildTree.ts';
import type { GraphView } from './graphView.ts';
import { inferType } from './inferType.ts';
import { CallResolver } from './resolveCalls.ts';
import type { ResolvedLayer } from './resolveCalls.ts';
import type { LayerSpec } from './spec.ts';

/** The layers of a model that metadata describes, joined with the graph. `isModel` false: the object is a single layer, listed itself. */
export function kerasLayers(model: LayerSpec, view: GraphView, isModel: boolean): { drafts: LayerDraft[]; rootScope: string } {
  const { flat, tree, flow, uses } = view;
  const scopesOf = assignScopes(model, tree, uses, isModel);
  const resolved = new CallResolver({ flat, tree, flow, scopesOf }).resolve(model);
  const rootScope = scopesOf.get(model)?.[0]?.path ?? '';
  const maker = new DraftMaker(view, scopesOf, resolved);
  return {
    drafts: isModel ? model.children.map((child) => maker.draft(child)) : [maker.draft(model)],
    rootScope: isModel ? rootScope : '',
  };
}

class DraftMaker {
  readonly #graph: ObjectGraph | undefined;

  constructor(
    private readonly view: GraphView,
    private readonly scopesOf: ScopesOf,
    private readonly resolved: ReadonlyMap<LayerSpec, ResolvedLayer>,
  ) {
    this.#graph = view.flat.metaGraph.objectGraph;
  }

  /** Depth is bounded by DEEPEST_NESTING. */
  draft(spec: LayerSpec): LayerDraft {
    const found = this.resolved.get(spec);
    const nodes = found?.nodes ?? [];
    const inputs = found?.inputs ?? [];
    const outputs = found?.outputs ?? [];
    const type = spec.type === '' ? inferType(nodes, outputs) : spec.type;
    return {
      index: spec.index,
      name: spec.name,
      objectPath: this.#objectPath(spec),
      type: type ?? 'Group',
      typeSource: spec.type !== '' ? 'keras' : type === undefined ? 'scope' : 'inferred',
      scopes: (this.scopesOf.get(spec) ?? []).map(({ prefix }) => prefix),
      nodes,
      outputs,
      inputs: spec.type === 'InputLayer' ? [] : inputs,
      activation: spec.activation,
      passThrough: found?.passThrough ?? false,
      variables: spec.objectId === undefined ? this.view.variablesIn(nodes) : this.view.variablesOf(spec.objectId),
      children: spec.children.map((child) => this.draft(child)),
    };
  }

  /** The attributes the user wrote; Keras' own `layer-3` names say nothing that the index does not say. */
  #objectPath({ objectId }: LayerSpec): string | undefined {
    const path = objectId === undefined ? undefined : this.#graph?.pathOf(objectId);
    return path === undefined || /(?:^|\.)(?:layer(?:_with_weights)?-\d+$|keras_api\b)/.test(path) ? undefined : path;
  }
}
