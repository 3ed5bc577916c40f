import { loopAxes } from '../../core/graph/loopAxes.ts';
import type { FlatGraph } from '../../core/graph/types.ts';
import type { Assembled } from '../../core/instrument/inner/assemble.ts';
import type { ManifestTensor } from '../../core/run/manifest.ts';
import { tensorBytes } from '../../core/tensor/layout.ts';
import { computeStats } from '../../core/tensor/stats.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import type { RunFolder } from '../../node/runStore.ts';
import type { PlacedTensor } from './prepareRun.ts';

/** Takes captured values: statistics at once, the values into the run's folder. */
export class TensorSink {
  /** rows not yet handed on */
  #fresh: ManifestTensor[] = [];
  #bytes = 0;
  #position = 0;

  constructor(
    private readonly folder: RunFolder,
    private readonly wanted: ReadonlyMap<string, PlacedTensor>,
    private readonly options: {
      readonly flat: FlatGraph;
      readonly keepValues: boolean;
      /** of loops only the last iteration is kept */
      readonly isLast: boolean;
      readonly maxBytes: number | undefined;
    },
  ) {}

  /** False when the value no longer fits under the limit; it is then dropped. */
  async take(name: string, tensor: Tensor, assembled?: Assembled): Promise<boolean> {
    const target = this.wanted.get(name);
    if (target === undefined) return true;
    this.#bytes += tensorBytes(tensor);
    if (this.options.maxBytes !== undefined && this.#bytes > this.options.maxBytes) return false;
    const hasValues = this.options.keepValues && assembled?.stats === undefined;
    const stored = hasValues ? await this.folder.writeTensor(this.#position, name, tensor) : undefined;
    this.#position += 1;
    this.#fresh.push({
      name,
      key: target.key,
      aliases: target.aliases,
      op: target.ref.node.op,
      layer: target.layer,
      order: target.order,
      dtype: tensor.dtype,
      shape: tensor.shape,
      ...innerFields(this.#axes(target), assembled),
      file: stored?.file ?? null,
      ...(stored?.cast === undefined ? {} : { cast: stored.cast }),
      stats: assembled?.stats ?? computeStats(assembled?.elements ?? tensor),
    });
    return true;
  }

  #axes({ ref: { node } }: PlacedTensor): readonly string[] {
    const axes = loopAxes(this.options.flat, node);
    return this.options.isLast ? axes.map((name) => `last ${name}`) : axes;
  }

  /** The rows since the last call. */
  takeRows(): readonly ManifestTensor[] {
    const rows = this.#fresh;
    this.#fresh = [];
    return rows;
  }
}

function innerFields(axes: readonly string[], assembled: Assembled | undefined): Pick<ManifestTensor, 'axes' | 'note'> {
  const note = assembled?.note;
  return { ...(axes.length === 0 ? {} : { axes }), ...(note === undefined ? {} : { note }) };
}
