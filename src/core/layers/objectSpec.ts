import type { KerasMetadataNode, ObjectGraph, SavedObject } from '../model/types.ts';
import { className, configSpec, hasLayers } from './configSpec.ts';
import type { ObjectLookup } from './configSpec.ts';
import { asRecord, asText, parseKerasJson } from './kerasJson.ts';
import type { JsonRecord } from './kerasJson.ts';
import { DEEPEST_NESTING, MOST_LAYERS } from './spec.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';

const NO_NAMES: ReadonlySet<string> = new Set();

/** Keras objects of an object graph, with the metadata that stands inside it or in `keras_metadata.pb`. */
export class KerasObjects implements ObjectLookup {
  /** metadata that could not be read, by object id */
  readonly unreadable: number[] = [];
  readonly #graph: ObjectGraph;
  readonly #texts: Map<number, string>;
  readonly #parsed = new Map<number, JsonRecord | undefined>();
  /** object → name of a layer in it → that layer */
  readonly #byName = new Map<number, ReadonlyMap<string, number>>();
  #made = 0;
  readonly #open = new Set<number>();

  constructor(graph: ObjectGraph, nodes: readonly KerasMetadataNode[] | undefined) {
    this.#graph = graph;
    this.#texts = new Map(nodes?.map(({ nodeId, metadata }) => [nodeId, metadata]));
  }

  /** Topmost Keras layers and models: the root object, else the first met on each way down. */
  roots(): number[] {
    const found: number[] = [];
    const seen = new Set([0]);
    for (const id of seen) {
      const object = this.#graph.objects[id];
      if (object === undefined) continue;
      if (isKerasLayer(object)) found.push(id);
      else for (const child of ownChildren(object)) seen.add(child);
    }
    return found;
  }

  /** The model (or layer) behind an object. */
  model(id: number): ModelSpec {
    return { ...this.layer(id, 0, 0), kerasVersion: asText(this.#metadata(id)?.['keras_version']) };
  }

  childOf(parent: number | undefined, name: string, position: number): number | undefined {
    if (parent === undefined) return undefined;
    let byName = this.#byName.get(parent);
    if (byName === undefined) {
      byName = new Map([...this.#childIds(parent)].reverse().map((id) => [this.#nameOf(id), id]));
      this.#byName.set(parent, byName);
    }
    const named = byName.get(name);
    if (named !== undefined) return named;
    const direct = this.#graph.objects[parent]?.children.get(`layer-${position}`);
    return direct !== undefined && this.#metadata(direct) === undefined ? direct : undefined;
  }

  ownedBy(object: number, depth: number): readonly LayerSpec[] {
    if (this.#open.has(object) || depth > DEEPEST_NESTING || this.#made > MOST_LAYERS) return [];
    this.#open.add(object);
    const owned = this.#childIds(object).map((id, index) => this.layer(id, index, depth));
    this.#open.delete(object);
    return owned;
  }

  private layer(id: number, index: number, depth: number): LayerSpec {
    this.#made++;
    const metadata = this.#metadata(id);
    const config = asRecord(metadata?.['config']);
    const type = metadata === undefined ? '' : className(metadata);
    if (metadata !== undefined && (hasLayers(config) || config?.['name'] !== undefined)) {
      return {
        ...configSpec({ ...metadata, inbound_nodes: undefined }, { index, object: id, depth }, this, NO_NAMES),
        name: this.#nameOf(id),
        type,
      };
    }
    return {
      name: this.#nameOf(id),
      type,
      index,
      objectId: id,
      kind: 'custom',
      children: this.ownedBy(id, depth + 1),
      calls: undefined,
      inputs: [],
      outputs: [],
      activation: undefined,
    };
  }

  /** What Keras calls `layer.layers`: `keras_api.layers` where it was written, else the attributes that are layers. */
  #childIds(id: number): readonly number[] {
    const object = this.#graph.objects[id];
    const api = object?.children.get('keras_api');
    const list = api === undefined ? undefined : this.#graph.objects[api]?.children.get('layers');
    const listed = list === undefined ? undefined : this.#graph.objects[list];
    if (listed !== undefined) return this.#layersAmong(listed.children.values());
    return this.#layersAmong(object === undefined ? [] : ownChildren(object));
  }

  /** Layers among objects; lists and dicts of layers are looked into. */
  #layersAmong(ids: Iterable<number>): number[] {
    const found = new Set<number>();
    const seen = new Set(ids);
    for (const id of seen) {
      const object = this.#graph.objects[id];
      if (object === undefined) continue;
      if (isKerasLayer(object)) found.add(id);
      else if (/^trackable_(list|dict|tuple)_wrapper$|^_?(List|Dict|Tuple)Wrapper$/.test(object.identifier))
        for (const child of object.children.values()) seen.add(child);
    }
    return [...found];
  }

  #nameOf(id: number): string {
    const metadata = this.#metadata(id);
    const known = asText(metadata?.['name']) ?? asText(asRecord(metadata?.['config'])?.['name']);
    return known ?? this.#nameFromVariables(id) ?? this.#graph.pathOf(id)?.split('.').at(-1) ?? String(id);
  }

  #nameFromVariables(id: number): string | undefined {
    for (const child of this.#graph.objects[id]?.children.values() ?? []) {
      const name = this.#graph.objects[child]?.variable?.name.split('/');
      if (name !== undefined && name.length > 1) return name.at(-2);
    }
    return undefined;
  }

  #metadata(id: number): JsonRecord | undefined {
    if (this.#parsed.has(id)) return this.#parsed.get(id);
    const text = this.#texts.get(id) ?? this.#graph.objects[id]?.metadata ?? '';
    const metadata = text === '' ? undefined : parseKerasJson(text);
    if (text !== '' && metadata === undefined) this.unreadable.push(id);
    this.#parsed.set(id, metadata);
    return metadata;
  }

  /** True when any Keras object says what it is. */
  get hasMetadata(): boolean {
    return this.#texts.size > 0 || this.#graph.objects.some(({ metadata }) => metadata !== '');
  }
}

/** Attributes that Keras adds beside the user's own. */
const OWN_LISTS: ReadonlySet<string> = new Set([
  'keras_api',
  'signatures',
  'variables',
  'trainable_variables',
  'non_trainable_variables',
  'regularization_losses',
  'optimizer',
]);

/** The user's own attributes of an object. */
export function ownChildren({ children }: SavedObject): readonly number[] {
  const own: number[] = [];
  children.forEach((child, name) => {
    if (!OWN_LISTS.has(name)) own.push(child);
  });
  return own;
}

function isKerasLayer({ identifier }: SavedObject): boolean {
  return /^_tf_keras_(?!metric)/.test(identifier);
}
