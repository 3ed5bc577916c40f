import type { Manifest, ManifestTensor } from '../../core/run/manifest.ts';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { KeptRun, RunHistory } from './runHistory.ts';
import type { OpenModel } from './openModel.ts';

interface LastRun {
  readonly run: KeptRun;
  readonly engine: Manifest['engine'];
  readonly tensors: ReadonlyMap<string, ManifestTensor>;
}

/** Keeps the newest manifest of each model at hand, so that hovers and badges answer without waiting. */
export class LastActivations {
  readonly #runs = new Map<string, LastRun>();

  constructor(private readonly history: RunHistory) {}

  /** Reads the newest run of a model; called when a run ended or a model was opened. True when it is another than before. */
  async load(model: OpenModel): Promise<boolean> {
    const key = model.uri.toString();
    const before = this.#runs.get(key)?.run.id;
    const [run] = await this.history.of(model.uri.fsPath);
    if (run === undefined) {
      this.#runs.delete(key);
      return before !== undefined;
    }
    if (run.id === before) return false;
    const { engine, tensors } = await this.history.manifest(run);
    this.#runs.set(key, {
      run,
      engine,
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

  /** The newest run itself, and the engine that did it. */
  run(model: OpenModel): Omit<LastRun, 'tensors'> | undefined {
    return this.#runs.get(model.uri.toString());
  }
}
