import type { ErrorCode } from '../../../core/errors.ts';
import { tensorflowError } from '../tensorflowError.ts';
import type { Tensor } from '../../../core/tensor/tensor.ts';
import type { Engine, EngineSession, Receive } from '../../engine.ts';
import type { Binding, BindingTensor } from './binding.ts';
import { openBinding } from './binding.ts';
import { tfjsNodeCarrier } from './carriers.ts';
import { createTensor, deleteTensor, takeTensor } from './tensors.ts';

/** Fetches of one native call: the addon allocates the length of all names together for every one of them (binding/utils.h). */
const FETCHES_PER_CALL = 4096;

/** @tensorflow/tfjs-node's addon over a libtensorflow that is already open in this process. Every call is synchronous. */
export function createTfjsNodeEngine(addonFile: string, library: string): Engine {
  const binding = openBinding(addonFile);
  return {
    name: 'tfjs-node',
    version: binding.TF_Version,
    library,
    maxFetches: FETCHES_PER_CALL,
    optimises: true,
    carrier: tfjsNodeCarrier,
    load: (directory, tags) =>
      Promise.resolve().then(() => {
        const id = native('load-failed', () => binding.loadSavedModel(directory, tags.join(',')));
        return new TfjsNodeSession(binding, id);
      }),
  };
}

class TfjsNodeSession implements EngineSession {
  readonly #binding: Binding;
  readonly #id: number;

  constructor(binding: Binding, id: number) {
    this.#binding = binding;
    this.#id = id;
  }

  async run(feeds: ReadonlyMap<string, Tensor>, fetches: readonly string[], receive: Receive): Promise<void> {
    if (fetches.length === 0) return;
    const fed: BindingTensor[] = [];
    let pending: readonly BindingTensor[] = [];
    let taken = 0;
    try {
      for (const tensor of feeds.values()) fed.push(createTensor(this.#binding, tensor));
      const ids = fed.map((tensor) => tensor.id);
      pending = native('run-failed', () =>
        this.#binding.runSavedModel(this.#id, ids, [...feeds.keys()].join(','), fetches.join(',')),
      );
      for (const result of pending) {
        taken += 1;
        await receive(takeTensor(this.#binding, result), taken - 1);
      }
    } finally {
      for (const tensor of [...pending.slice(taken), ...fed]) deleteTensor(this.#binding, tensor);
    }
  }

  close(): void {
    this.#binding.deleteSavedModel(this.#id);
  }
}

/** Turns the addon's errors, cut to 499 bytes upstream, into ours. */
function native<T>(code: ErrorCode, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const text = (error instanceof Error ? error.message : String(error)).replace(
      /^(Failed to load SavedModel|Session fail to run with error): /,
      '',
    );
    const what = code === 'load-failed' ? 'TensorFlow could not load the model' : 'TensorFlow could not run the graph';
    throw tensorflowError(code, what, text, error);
  }
}
