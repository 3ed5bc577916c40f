import type { Warning } from '../errors.ts';
import type { FlatGraph } from '../graph/types.ts';
import type { KerasMetadataNode, ObjectGraph } from '../model/types.ts';
import { buildTree } from './buildTree.ts';
import type { LayerDraft } from './buildTree.ts';
import { GraphView } from './graphView.ts';
import { kerasLayers } from './kerasLayers.ts';
import { KerasObjects } from './objectSpec.ts';
import { modelFromJson } from './jsonModel.ts';
import { byFirstNode, moduleLayers } from './moduleLayers.ts';
import { scopeLayers } from './scopeLayers.ts';
import type { LayerSpec } from './spec.ts';
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
  const found = fromKeras(view, context, warnings) ?? fromGraph(view);
  return { ...buildTree(found.drafts), rootScope: found.rootScope, kerasVersion: found.kerasVersion, warnings };
}

/** Name scopes first; then objects that own variables and that no scope stands for. */
function fromGraph(view: GraphView): Found {
  const { drafts, rootScope } = scopeLayers(view);
  const listed = new Set<string>();
  const open = [...drafts];
  for (const { objectPath, children } of open) {
    if (objectPath !== undefined) listed.add(objectPath);
    for (const child of children) open.push(child);
  }
  return {
    drafts: withModules(
      drafts,
      moduleLayers(view, (path) => listed.has(path)),
    ),
    rootScope,
    kerasVersion: undefined,
  };
}

function withModules(drafts: readonly LayerDraft[], modules: readonly LayerDraft[]): readonly LayerDraft[] {
  return modules.length === 0 ? drafts : [...drafts, ...modules].sort(byFirstNode).map((draft, index) => ({ ...draft, index }));
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
    const found = objects.hasMetadata ? fromObjects(view, objects, objectGraph) : undefined;
    if (objects.unreadable.length > 0) {
      warnings.push({
        code: 'bad-keras-metadata',
        message: `The Keras metadata of ${objects.unreadable.length} object(s) cannot be read; their layers are named by scopes and variables.`,
      });
    }
    if (found !== undefined) return found;
  }
  if (assetsJson === undefined) return undefined;
  const model = modelFromJson(assetsJson);
  if (model !== undefined) return { ...kerasLayers(model, view, true), kerasVersion: model.kerasVersion };
  warnings.push({
    code: 'bad-keras-metadata',
    message: 'assets/saved_model.json holds no Keras model; layers are named by scopes.',
  });
  return undefined;
}

function fromObjects(view: GraphView, objects: KerasObjects, graph: ObjectGraph): Found | undefined {
  const roots = objects.roots();
  const models = roots.map((id) => objects.model(id));
  const [first] = models;
  if (first === undefined || !models.some(saysWhatItIs)) return undefined;
  const isModel = models.length === 1 && first.children.length > 0;
  const parts = models.map((model, index) => kerasLayers({ ...model, index }, view, isModel));
  const drafts = parts.flatMap((part) => part.drafts);
  const kerasVersion = models.find((model) => model.kerasVersion !== undefined)?.kerasVersion;
  const rootScope = isModel ? (parts[0]?.rootScope ?? '') : '';
  if (roots.includes(0)) return { drafts, rootScope, kerasVersion };
  // Keras models inside a tf.Module: its other objects are layers too
  const paths = roots.flatMap((id) => graph.pathOf(id) ?? []);
  const modules = moduleLayers(view, (path) =>
    paths.some((keras) => path === keras || path.startsWith(`${keras}.`) || keras.startsWith(path)),
  );
  return { drafts: withModules(drafts, modules), rootScope, kerasVersion };
}

/** True when metadata of a layer or of one in it could be read. */
function saysWhatItIs(spec: LayerSpec): boolean {
  return spec.type !== '' || spec.children.some(saysWhatItIs);
}
