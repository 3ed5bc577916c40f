import type { DType } from '../core/tensor/dtype.ts';
import type { Tensor } from '../core/tensor/tensor.ts';

/** How a tensor of a dtype that an engine cannot move is carried: by this op to that dtype, read back as the original. */
export interface Carrier {
  readonly op: 'Cast' | 'Bitcast';
  readonly dtype: DType;
}

/** A loaded graph with its weights. */
export interface EngineSession {
  /** Feeds and fetches by `node:index`; results in the order of `fetches`. */
  run(feeds: ReadonlyMap<string, Tensor>, fetches: readonly string[], signal?: AbortSignal): Promise<readonly Tensor[]>;
  /** Restores all variables, so that equal inputs give equal outputs on stateful models. */
  reset(): Promise<void>;
  close(): void;
}

/** One way of running TensorFlow in this process. */
export interface Engine {
  readonly name: 'tfjs-node' | 'capi';
  /** TensorFlow's version */
  readonly version: string;
  /** path of the library in use */
  readonly library: string;
  /** Undefined when the engine moves this dtype itself. */
  carrier(dtype: DType, direction: 'feed' | 'fetch'): Carrier | undefined;
  load(directory: string, tags: readonly string[]): Promise<EngineSession>;
}
