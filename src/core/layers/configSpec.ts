import { asRecord, asRecords, asText } from './kerasJson.ts';
import type { JsonRecord } from './kerasJson.ts';
import { DEEPEST_NESTING } from './spec.ts';
import type { LayerKind, LayerSpec, TensorUse } from './spec.ts';

/** Finds the object that stands for a layer: `path` is its parent's object, `name` and position its place in `config.layers`. */
export interface ObjectLookup {
  childOf(parent: number | undefined, name: string, position: number): number | undefined;
  /** layers that an object owns in its own code, for wrappers and custom layers */
  ownedBy(object: number, depth: number): readonly LayerSpec[];
}

/** No objects: metadata that comes from a file beside the model. */
export const NO_OBJECTS: ObjectLookup = { childOf: () => undefined, ownedBy: () => [] };

interface Place {
  readonly index: number | null;
  readonly object: number | undefined;
  readonly depth: number;
}

/** True when the config lists layers: a Functional or Sequential, whatever its class is called. */
export function hasLayers(config: JsonRecord | undefined): boolean {
  return Array.isArray(config?.['layers']);
}

/** A layer from its serialised form `{class_name, config, inbound_nodes}`. */
export function configSpec(serialised: JsonRecord, place: Place, lookup: ObjectLookup, siblings: ReadonlySet<string>): LayerSpec {
  const config = asRecord(serialised['config']) ?? {};
  const inbound = serialised['inbound_nodes'];
  const layers = hasLayers(config) && place.depth < DEEPEST_NESTING ? asRecords(config['layers']) : undefined;
  const kind = layers === undefined ? 'custom' : kindOf(serialised, config, layers);
  const names = new Set(layers?.map(layerName));
  const children = layers === undefined ? ownedLayers(place, lookup) : childSpecs(layers, kind, { place, lookup, names });
  const outputs = tensorUses(config['output_layers'], names);
  const shift = shiftOf(children, outputs);
  return {
    name: layerName(serialised),
    type: className(serialised),
    index: place.index,
    objectId: place.object,
    kind,
    children: shift === SAME ? children : children.map((child) => ({ ...child, calls: child.calls?.map(shift) })),
    calls: Array.isArray(inbound) ? inbound.map((call) => tensorUses(call, siblings)) : undefined,
    inputs: tensorUses(config['input_layers'], names),
    outputs: shift(outputs),
    activation: asText(config['activation']),
  };
}

function kindOf(serialised: JsonRecord, config: JsonRecord, layers: readonly JsonRecord[]): LayerKind {
  if (className(serialised) === 'Sequential') return 'sequential';
  return 'input_layers' in config || layers.some((layer) => 'inbound_nodes' in layer) ? 'functional' : 'sequential';
}

type Shift = (uses: readonly TensorUse[]) => readonly TensorUse[];

const SAME: Shift = (uses) => uses;

/**
 * A model's own graph is its call 0, which Keras leaves out of the list of calls but not of the numbers
 * (`should_skip_first_node`): the first listed call of a nested model is number 1. Gives uses with plain positions.
 */
function shiftOf(children: readonly LayerSpec[], outputs: readonly TensorUse[]): Shift {
  const models = new Set(children.filter(({ kind }) => kind !== 'custom').map(({ name }) => name));
  if (models.size === 0) return SAME;
  for (const { layer, call } of [...children.flatMap(({ calls }) => calls?.flat() ?? []), ...outputs])
    if (call === 0) models.delete(layer);
  return (uses) => uses.map((use) => (models.has(use.layer) ? { ...use, call: use.call - 1 } : use));
}

function ownedLayers({ object, depth }: Place, lookup: ObjectLookup): readonly LayerSpec[] {
  return object === undefined || depth >= DEEPEST_NESTING ? [] : lookup.ownedBy(object, depth + 1);
}

function childSpecs(
  layers: readonly JsonRecord[],
  kind: LayerKind,
  { place, lookup, names }: { place: Place; lookup: ObjectLookup; names: ReadonlySet<string> },
): LayerSpec[] {
  let next = 0;
  return layers.map((layer, position) => {
    // a Sequential hides its InputLayer: model.layers begins behind it
    const index = kind === 'sequential' && className(layer) === 'InputLayer' ? null : next++;
    const object = lookup.childOf(place.object, layerName(layer), position);
    // a layer that a Functional shares with a Sequential brings that Functional's calls along
    const own = kind === 'sequential' ? { ...layer, inbound_nodes: undefined } : layer;
    return configSpec(own, { index, object, depth: place.depth + 1 }, lookup, names);
  });
}

function layerName(serialised: JsonRecord): string {
  const config = asRecord(serialised['config']);
  return (
    asText(serialised['name']) ??
    asText(config?.['name']) ??
    asText(asRecord(config?.['layer'])?.['name']) ??
    className(serialised).toLowerCase()
  );
}

/** The class without the package it was registered under (`Custom>MyLayer`). */
export function className(serialised: JsonRecord): string {
  const name = asText(serialised['class_name']) ?? '';
  return name.slice(name.lastIndexOf('>') + 1);
}

/**
 * Every `[layer, node_index, tensor_index, …]` in a value, in order: Keras nests them in lists, dicts, `__tuple__`
 * and, in Keras 3's style, under `keras_history`.
 */
function tensorUses(value: unknown, names: ReadonlySet<string>): TensorUse[] {
  const uses: TensorUse[] = [];
  const open: unknown[] = [value];
  const later = (items: readonly unknown[]): void => {
    for (let i = items.length - 1; i >= 0; i--) open.push(items[i]);
  };
  while (open.length > 0) {
    const item: unknown = open.pop();
    if (typeof item !== 'object' || item === null) continue;
    const items: readonly unknown[] = Array.isArray(item) ? item : Object.values(item);
    const [layer, call, tensor] = items;
    if (Array.isArray(item) && typeof layer === 'string' && isPosition(call) && isPosition(tensor) && names.has(layer)) {
      uses.push({ layer, call, tensor });
      later(items.slice(3));
    } else {
      later(items);
    }
  }
  return uses;
}

/** No layer has more calls or outputs than this; a number in a damaged file may say so. */
const MOST_POSITIONS = 10_000;

function isPosition(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < MOST_POSITIONS;
}
