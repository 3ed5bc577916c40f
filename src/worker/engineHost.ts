import { dirname, join } from 'node:path';
import { LensError } from '../core/errors.ts';
import type { RuntimeOpList } from '../core/instrument/runtimeOps.ts';
import type { Engine } from './engine.ts';
import { createCapiEngine } from './engines/capi/capiEngine.ts';
import { type EngineChoice, openEngine } from './engines/openEngine.ts';
import { runtimeOps } from './engines/runtimeOps.ts';

/** The native side of this process. */
export interface NativeRuntime {
  readonly engine: Engine;
  /** for the uninstrumented proof run: it moves every dtype of a graph that cannot be changed */
  readonly proofEngine: Engine;
  readonly ops: RuntimeOpList;
}

/** Opens the library and engine when they are first needed: reading a model needs neither. */
export class EngineHost {
  #runtime: Promise<NativeRuntime> | undefined;
  #opened: NativeRuntime | undefined;

  constructor(private readonly choice: EngineChoice) {}

  /** undefined until the first run */
  get opened(): NativeRuntime | undefined {
    return this.#opened;
  }

  /** Throws `no-runtime` or `bad-runtime`; a later call tries again. */
  async get(): Promise<NativeRuntime> {
    this.#runtime ??= this.#open();
    try {
      this.#opened = await this.#runtime;
      return this.#opened;
    } catch (error) {
      this.#runtime = undefined;
      throw error;
    }
  }

  async #open(): Promise<NativeRuntime> {
    const script = process.argv[1];
    if (script === undefined) throw new LensError('internal', 'The worker does not know where it lies.');
    const { engine, library } = await openEngine(this.choice, join(dirname(script), 'native'));
    return { engine, proofEngine: engine.name === 'capi' ? engine : createCapiEngine(library), ops: await runtimeOps(library) };
  }
}
