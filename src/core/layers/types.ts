import type { Warning } from '../errors.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';

export interface LayerTensor {
  readonly ref: TensorRef;
  readonly dtype: DType;
  readonly shape: Shape | undefined;
}

export interface LayerVariable {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape | undefined;
  readonly trainable: boolean;
}

/** Our grouping of nodes: a Keras layer where metadata says so, else a name scope. */
export interface Layer {
  /** Keras' `model.layers[i]` in its parent; null for a Sequential's InputLayer */
  readonly index: number | null;
  /** position over all layers, parents before children, as listed */
  readonly order: number;
  /** layer path, nested models joined by `/` */
  readonly path: string;
  readonly name: string;
  /** attribute path in the object graph, when known */
  readonly objectPath?: string;
  readonly type: string;
  readonly typeSource: 'keras' | 'inferred' | 'scope';
  readonly depth: number;
  readonly parent: Layer | undefined;
  readonly children: readonly Layer[];
  /** call scopes (canonical prefixes) whose nodes belong to it */
  readonly scopes: readonly string[];
  readonly nodes: readonly FlatNode[];
  /** one per call and output; a pass-through layer has its input's tensors */
  readonly outputs: readonly LayerTensor[];
  readonly inputs: readonly LayerTensor[];
  /** before the activation function, when the layer has one */
  readonly preactivation: LayerTensor | undefined;
  readonly passThrough: boolean;
  /** the loop that runs a layer without outputs of its own, as the cell of a recurrent layer */
  readonly loop: FlatNode | undefined;
  readonly variables: readonly LayerVariable[];
  /** elements over all variables, and their bytes */
  readonly parameterCount: number;
  readonly parameterBytes: number;
}

/** All layers in listing order (parents before children), and those of the top level. */
export interface LayerTree {
  readonly all: readonly Layer[];
  readonly top: readonly Layer[];
  /** name of the root model's scope, left out of short names; '' when none */
  readonly rootScope: string;
  readonly kerasVersion: string | undefined;
  /** metadata that could not be read, and what was done instead */
  readonly warnings: readonly Warning[];
}
