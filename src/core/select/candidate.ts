import type { TensorRef } from '../graph/types.ts';
import type { Layer } from '../layers/types.ts';

/** A tensor that a word gives: of which layer it was asked for, and whether by its name rather than by a pattern. */
export interface Candidate {
  readonly ref: TensorRef;
  readonly layer: Layer | undefined;
  readonly outright: boolean;
  /** of `@ops`: only what the graph as it is gives */
  readonly asItIs?: boolean;
}

/** A layer that was meant but has no tensor in this graph. */
export interface LayerWithoutTensor {
  readonly layer: Layer;
  readonly outright: boolean;
}

/** What one word or term gives. */
export interface Found {
  readonly candidates: readonly Candidate[];
  readonly without: readonly LayerWithoutTensor[];
}

/** Outputs of layers, in the order of the layers. */
export function outputsOfLayers(layers: readonly Layer[], outright: boolean): Found {
  return {
    candidates: layers.flatMap((layer) => layer.outputs.map(({ ref }) => ({ ref, layer, outright }))),
    without: layers.filter(({ outputs }) => outputs.length === 0).map((layer) => ({ layer, outright })),
  };
}

/** Tensors that were not asked for through a layer. */
export function plainTensors(refs: readonly TensorRef[], outright: boolean): Found {
  return { candidates: refs.map((ref) => ({ ref, layer: undefined, outright })), without: [] };
}

/** `@ops`: what a run of the graph as it is computes. */
export function tensorsAsTheyAre(refs: readonly TensorRef[]): Found {
  return { candidates: refs.map((ref) => ({ ref, layer: undefined, outright: false, asItIs: true })), without: [] };
}

/** True when nothing at all was meant. */
export function isNothing({ candidates, without }: Found): boolean {
  return candidates.length === 0 && without.length === 0;
}
