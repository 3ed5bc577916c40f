import type { DType } from '../core/tensor/dtype.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import type { Carrier } from '../core/instrument/carrier.ts';

/** Takes one fetched tensor; the engine waits for it before it reads the next, so that only one copy is alive at a time. */
export type Receive = (tensor: Tensor, index: number) => void | Promise<void>;

/** A loaded graph with its weights. */
export interface EngineSession {
  /**
   * One run of the graph. Feeds and fetches by `node:index`; results are handed over in the order of `fetches`.
   * Throws LensError `run-failed` with TensorFlow's text.
   */
  run(feeds: ReadonlyMap<string, Tensor>, fetches: readonly string[], receive: Receive): Promise<void>;
  close(): void;
}

/** One way of running TensorFlow in this process. */
export interface Engine {
  readonly name: 'tfjs-node' | 'capi';
  /** TensorFlow's version */
  readonly version: string;
  /** path of the library in use */
  readonly library: string;
  /** most tensors that one run may fetch */
  readonly maxFetches: number;
  /** true when it optimises the graph it runs (Grappler): what is fetched must then not be left to be fused away */
  readonly optimises: boolean;
  /** How a dtype that this engine cannot move travels; undefined when it moves the dtype itself. */
  carrier(dtype: DType): Carrier | undefined;
  /** Loads a SavedModel folder. Throws LensError `load-failed` with TensorFlow's text. */
  load(directory: string, tags: readonly string[]): Promise<EngineSession>;
}

/** Runs the graph and keeps what was fetched. */
export async function fetchAll(
  session: EngineSession,
  feeds: ReadonlyMap<string, Tensor>,
  fetches: readonly string[],
): Promise<readonly Tensor[]> {
  const tensors: Tensor[] = [];
  await session.run(feeds, fetches, (tensor) => {
    tensors.push(tensor);
  });
  return tensors;
}
