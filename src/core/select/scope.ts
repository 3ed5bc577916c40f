import type { TensorRef } from '../graph/types.ts';
import type { Layer } from '../layers/types.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';

/** Why a tensor cannot be fetched: a stable word and a sentence. */
export interface Infeasible {
  readonly reason: string;
  readonly message: string;
}

/** A path that patterns are matched against, with what it stands for. */
export interface PatternTarget {
  readonly path: string;
  readonly layer?: Layer;
  /** tensors, found only when the path matched */
  tensors(): readonly TensorRef[];
}

/** What a selection is resolved against: names, layers and tensors of one entry point. Lookups are by index, never a walk over all. */
export interface SelectionScope {
  /** in listing order, parents before children */
  readonly layers: readonly Layer[];
  readonly topLayers: readonly Layer[];
  /** true when the layers are Keras' own, so that `layers[i]` means its index rather than an attribute of the object graph */
  readonly hasKerasLayers: boolean;
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  /** every output of every node that runs for the outputs, in order of execution */
  ops(): readonly TensorRef[];

  /** a node's canonical name, with or without `:index`, or an alias */
  canonical(name: string): TensorRef | undefined;
  /** layers of this layer path or object path */
  layersAt(path: string): readonly Layer[];
  /** layers whose path ends in `/path` */
  layersEndingIn(path: string): readonly Layer[];
  tensorsOfShortName(name: string): readonly TensorRef[];
  /** tensors whose canonical name ends in `/name` */
  tensorsEndingIn(name: string): readonly TensorRef[];
  /** outputs of the scopes of that name (whole or its end) that are not a layer's call */
  scopeOutputs(name: string): readonly TensorRef[];
  /** tensors inside loops and branches: `LOOP@body/NODE` with LOOP and NODE shortened as elsewhere */
  tensorsInside(name: string): readonly TensorRef[];
  /** tensors by their layer's name and their own below its call scope */
  tensorsBelow(name: string): readonly TensorRef[];
  /** outputs of the entry point under a key of its signature, else its inputs */
  entryTensors(key: string): readonly TensorRef[];
  /** short names of all tensors inside loops and branches; looks into every body */
  innerTargets(): Iterable<PatternTarget>;
  /** layer paths, scopes and short names, in this order */
  patternTargets(): Iterable<PatternTarget>;
  /** names to suggest for a mistyped one, the likeliest kinds first */
  suggestions(text: string): Iterable<string>;

  /** innermost layer that a tensor's node belongs to */
  layerOf(ref: TensorRef): Layer | undefined;
  dtypeOf(ref: TensorRef): DType;
  shapeOf(ref: TensorRef): Shape | undefined;
  outputCount(ref: TensorRef): number;
  /** other names of a tensor: call outputs, arguments */
  aliasesOf(ref: TensorRef): readonly string[];
  /** `asItIs`: in the graph as it is, without recording loops and catching untaken branches of TensorFlow 1 */
  infeasible(ref: TensorRef, asItIs: boolean): Infeasible | undefined;
}
