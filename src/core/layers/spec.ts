/** One tensor that a call takes: output `tensor` of call `call` of the sibling layer `layer`. */
export interface TensorUse {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
}

/** What metadata says about a layer, before any node is looked at. */
export interface LayerSpec {
  readonly name: string;
  readonly type: string;
  /** Keras' own index in the parent; null for a Sequential's InputLayer */
  readonly index: number | null;
  /** id in the object graph */
  readonly objectId: number | undefined;
  readonly kind: LayerKind;
  /** layers of `model.layers`, or those that a wrapper or custom layer owns */
  readonly children: readonly LayerSpec[];
  /** what each call takes, as a Functional's config lists it; undefined when nobody says */
  readonly calls: readonly (readonly TensorUse[])[] | undefined;
  /** a Functional's own inputs and outputs, in order */
  readonly inputs: readonly TensorUse[];
  readonly outputs: readonly TensorUse[];
  /** name of the activation, when the config has one */
  readonly activation: string | undefined;
}

/** How a layer uses its children: as a graph, one after the other, in its own code, or not at all (`custom` may own layers too). */
export type LayerKind = 'functional' | 'sequential' | 'custom';

/** Models nested deeper than this are cut: no real model comes near, a made-up file may. */
export const DEEPEST_NESTING = 64;

/** More layers (shared ones counted as often as they are reached) and calls are not followed: a small made-up file may claim any number. */
export const MOST_LAYERS = 100_000;

/** The model that metadata describes: its layers are the top level of the tree. */
export interface ModelSpec extends LayerSpec {
  readonly kerasVersion: string | undefined;
}
