import type { Manifest, ManifestTensor } from '../../core/run/manifest.ts';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { KeptRun, RunHistory } from './runHistory.ts';
import type { OpenModel } from './openModel.ts';
import { isStale } from './staleRuns.ts';

interface LastRun {
  readonly run: KeptRun;
  readonly engine: Manifest['engine'];
  /** the model's files are others now */
  readonly isStale: boolean;
  readonly tensors: ReadonlyMap<string, ManifestTensor>;
}

/** Keeps the newest manifest of each model at hand, so that hovers and badges answer without waiting. */
export class LastActivations {
  readonly #runs = new Map<string, LastRun>();

  constructor(private readonly history: RunHistory) {}

  /** Reads the newest run of a model; called when a run ended or a model was opened or read. True when there is something new to say. */
  async load(model: OpenModel): Promise<boolean> {
    const key = model.uri.toString();
    const before = this.#runs.get(key);
    const [run] = await this.history.of(model.uri.fsPath);
    if (run === undefined) {
      this.#runs.delete(key);
      return before !== undefined;
    }
    // Looking back starts nothing: of a model that is not read it is told when it is.
    const stale = model.knownDocument === undefined ? (before?.isStale ?? false) : await isStale(model, run);
    if (run.id === before?.run.id) {
      if (stale === before.isStale) return false;
      this.#runs.set(key, { ...before, isStale: stale });
      return true;
    }
    const { engine, tensors } = await this.history.manifest(run);
    this.#runs.set(key, {
      run,
      engine,
      isStale: stale,
      tensors: new Map(tensors.flatMap((tensor) => [tensor.name, ...tensor.aliases].map((name) => [name, tensor] as const))),
    });
    return true;
  }

  /** What the newest run says of a layer's output. */
  of(model: OpenModel, row: LayerRow): ManifestTensor | undefined {
    const tensors = this.#runs.get(model.uri.toString())?.tensors;
    return row.outputs.map(({ tensor }) => tensors?.get(tensor)).find((tensor) => tensor !== undefined);
  }

  /** What the newest run says of a tensor. */
  tensor(model: OpenModel, name: string | undefined): ManifestTensor | undefined {
    return name === undefined ? undefined : this.#runs.get(model.uri.toString())?.tensors.get(name);
  }

  /** True when the newest run is of other files than the model has now. */
  isStale(model: OpenModel): boolean {
    return this.#runs.get(model.uri.toString())?.isStale === true;
  }

  /** The newest run itself, and the engine that did it. */
  run(model: OpenModel): Omit<LastRun, 'tensors'> | undefined {
    return this.#runs.get(model.uri.toString());
  }
}
