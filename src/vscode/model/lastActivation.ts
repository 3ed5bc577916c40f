import type { ManifestTensor } from '../../core/run/manifest.ts';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { RunHistory } from './runHistory.ts';
import type { OpenModel } from './openModel.ts';

/** Keeps the newest manifest of each model at hand, so that hovers and badges answer without waiting. */
export class LastActivations {
  readonly #tensors = new Map<string, ReadonlyMap<string, ManifestTensor>>();

  constructor(private readonly history: RunHistory) {}

  /** Reads the newest run of a model; called when a run ended or a model was opened. */
  async load(model: OpenModel): Promise<void> {
    const [run] = await this.history.of(model.uri.fsPath);
    if (run === undefined) {
      this.#tensors.delete(model.uri.toString());
      return;
    }
    const { tensors } = await this.history.manifest(run);
    this.#tensors.set(model.uri.toString(), new Map(tensors.flatMap((tensor) => [tensor.name, ...tensor.aliases].map((name) => [name, tensor] as const))));
  }

  /** What the newest run says of a layer's output. */
  of(model: OpenModel, row: LayerRow): ManifestTensor | undefined {
    const tensors = this.#tensors.get(model.uri.toString());
    return row.outputs.map(({ tensor }) => tensors?.get(tensor)).find((tensor) => tensor !== undefined);
  }
}
