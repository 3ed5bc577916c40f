import { LensError } from '../../../core/errors.ts';
import type { Tensor } from '../../../core/tensor/tensor.ts';
import type { EngineSession, Receive } from '../../engine.ts';
import type { TensorFlowApi } from './api.ts';
import { withStatus } from './status.ts';
import { newNativeTensor, readNativeTensor } from './tensors.ts';

/** A TF_Session over its TF_Graph. */
export class CapiSession implements EngineSession {
  readonly #api: TensorFlowApi;
  readonly #session: bigint;
  readonly #graph: bigint;
  readonly #operations = new Map<string, bigint>();

  constructor(api: TensorFlowApi, session: bigint, graph: bigint) {
    this.#api = api;
    this.#session = session;
    this.#graph = graph;
  }

  async run(feeds: ReadonlyMap<string, Tensor>, fetches: readonly string[], receive: Receive): Promise<void> {
    if (fetches.length === 0) return;
    const inputs = this.#outputArray([...feeds.keys()]);
    const outputs = this.#outputArray(fetches);
    const fed: bigint[] = [];
    const results = new BigUint64Array(fetches.length);
    try {
      for (const tensor of feeds.values()) fed.push(newNativeTensor(this.#api, tensor));
      await this.#call(inputs, BigUint64Array.from(fed), outputs, results);
      for (let index = 0; index < results.length; index++) await receive(this.#take(results, index), index);
    } finally {
      for (const handle of fed) this.#api.TF_DeleteTensor(handle);
      for (const handle of results) if (handle !== 0n) this.#api.TF_DeleteTensor(handle);
    }
  }

  close(): void {
    withStatus(this.#api, 'internal', 'TensorFlow could not close a session', (status) => {
      this.#api.TF_CloseSession(this.#session, status);
      this.#api.TF_DeleteSession(this.#session, status);
      this.#api.TF_DeleteGraph(this.#graph);
    }).catch(() => undefined); // it is gone either way: nobody waits for it, and nothing may end the process
  }

  /** TF_SessionRun on a thread of koffi's, so that the event loop goes on. The arrays are held until it is back. */
  #call(inputs: Uint8Array, fed: BigUint64Array, outputs: Uint8Array, results: BigUint64Array): Promise<void> {
    return withStatus(
      this.#api,
      'run-failed',
      'TensorFlow could not run the graph',
      (status) =>
        new Promise((resolve, reject) => {
          this.#api.TF_SessionRun.async(
            this.#session,
            null,
            inputs,
            fed,
            fed.length,
            outputs,
            results,
            results.length,
            null,
            0,
            null,
            status,
            (error: unknown) => {
              if (error === null || error === undefined) resolve();
              else reject(error instanceof Error ? error : new Error('the call into the library failed'));
            },
          );
        }),
    );
  }

  #take(results: BigUint64Array, index: number): Tensor {
    const handle = results[index] ?? 0n;
    results[index] = 0n;
    try {
      return readNativeTensor(this.#api, handle);
    } finally {
      this.#api.TF_DeleteTensor(handle);
    }
  }

  /** `TF_Output[]` as memory: pointer and index, 16 bytes each. */
  #outputArray(names: readonly string[]): Uint8Array {
    const bytes = new Uint8Array(Math.max(names.length, 8) * 16);
    const view = new DataView(bytes.buffer);
    names.forEach((name, position) => {
      const colon = name.lastIndexOf(':');
      view.setBigUint64(position * 16, this.#operation(name.slice(0, colon)), true);
      view.setInt32(position * 16 + 8, Number(name.slice(colon + 1)), true);
    });
    return bytes;
  }

  #operation(name: string): bigint {
    const known = this.#operations.get(name);
    if (known !== undefined) return known;
    const operation = this.#api.TF_GraphOperationByName(this.#graph, name);
    if (operation === null) throw new LensError('run-failed', `The loaded graph has no node ${name}.`);
    this.#operations.set(name, operation);
    return operation;
  }
}
