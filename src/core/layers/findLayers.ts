import type { Warning } from '../errors.ts';
import type { FlatGraph } from '../graph/types.ts';
import type { KerasMetadataNode } from '../model/types.ts';
import { buildTree } from './buildTree.ts';
import type { LayerDraft } from './buildTree.ts';
import { GraphView } from './graphView.ts';
import { kerasLayers } from './kerasLayers.ts';
import { KerasObjects } from './objectSpec.ts';
import { modelFromJson } from './jsonModel.ts';
import { scopeLayers } from './scopeLayers.ts';
import type { LayerTree } from './types.ts';

/** What stands beside the graph: `keras_metadata.pb`, and `assets/saved_model.json` of `keras.experimental.export_saved_model`. */
export interface LayerContext {
  readonly kerasMetadata?: readonly KerasMetadataNode[] | undefined;
  readonly assetsJson?: string | undefined;
}

/**
 * The layers behind an entry point, from the best source there is: Keras metadata, else the object graph's variables and the name scopes.
 * Never throws: metadata that cannot be read gives a warning and the next source.
 */
export function findLayers(flat: FlatGraph, context: LayerContext = {}): LayerTree {
  const view = new GraphView(flat);
  const warnings: Warning[] = [];
  const found = fromKeras(view, context, warnings) ?? { ...scopeLayers(view), kerasVersion: undefined };
  const { all, children } = buildTree(found.drafts);
  return { all, top: children, rootScope: found.rootScope, kerasVersion: found.kerasVersion, warnings };
}

interface Found {
  readonly drafts: readonly LayerDraft[];
  readonly rootScope: string;
  readonly kerasVersion: string | undefined;
}

function fromKeras(view: GraphView, { kerasMetadata, assetsJson }: LayerContext, warnings: Warning[]): Found | undefined {
  const { objectGraph } = view.flat.metaGraph;
  if (objectGraph !== undefined) {
    const objects = new KerasObjects(objectGraph, kerasMetadata);
    const found = objects.hasMetadata ? fromObjects(view, objects) : undefined;
    if (objects.unreadable.length > 0) {
      warnings.push({ code: 'bad-keras-metadata', message: `The Keras metadata of ${objects.unreadable.length} object(s) cannot be read; their layers are named by scopes and variables.` });
    }
    if (found !== undefined) return found;
  }
  if (assetsJson === undefined) return undefined;
  const model = modelFromJson(assetsJson);
  if (model !== undefined) return { ...kerasLayers(model, view, true), kerasVersion: model.kerasVersion };
  warnings.push({ code: 'bad-keras-metadata', message: 'assets/saved_model.json holds no Keras model; layers are named by scopes.' });
  return undefined;
}

function fromObjects(view: GraphView, objects: KerasObjects): Found | undefined {
  const models = objects.roots().map((id) => objects.model(id));
  const [first] = models;
  const isModel = first !== undefined && first.children.length > 0;
  if (first === undefined) return undefined;
  if (models.length === 1) return { ...kerasLayers(first, view, isModel), kerasVersion: first.kerasVersion };
  const drafts = models.flatMap((model, index) => kerasLayers({ ...model, index }, view, false).drafts);
  return { drafts, rootScope: '', kerasVersion: models.find(({ kerasVersion }) => kerasVersion !== undefined)?.kerasVersion };
}
