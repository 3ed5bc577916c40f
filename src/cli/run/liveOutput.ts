import type { Console } from '../console.ts';
import type { RunProgress } from './progress.ts';
import { tensorLines } from './tensorRows.ts';
import { readValues } from './values.ts';
import { formatTensor } from '../../core/tensor/format/formatTensor.ts';
import type { Manifest, ManifestTensor } from '../../core/run/manifest.ts';
import { outputsLast } from '../../core/run/tensorOrder.ts';
import { readManifest } from '../../node/runStore.ts';
import type { RunEvent } from '../../rpc/modelService.ts';
import { namedShapeText } from '../text/format.ts';
import { printable } from '../../core/printable.ts';

/** Prints what a run gives as soon as all tensors are there, before the outputs are compared. */
export class LiveOutput {
  #printed: Promise<void> | undefined;

  constructor(
    private readonly console: Console,
    private readonly progress: RunProgress,
    private readonly options: { directory: string; threshold: number | undefined },
  ) {}

  onEvent(event: RunEvent): void {
    if (event.kind !== 'stage') return;
    // the manifest is complete but for the verdict when the comparison begins
    if (event.stage === 'verify')
      this.#printed ??= readManifest(this.options.directory).then((manifest) => this.#print(manifest));
    this.progress.show(event.stage, event.done, event.total);
  }

  /** Prints the tensors unless that was done already. */
  async print(manifest: Manifest): Promise<void> {
    this.#printed ??= this.#print(manifest);
    await this.#printed;
  }

  async #print(manifest: Manifest): Promise<void> {
    if (this.console.json) return;
    const tensors = outputsLast(manifest.tensors, manifest.outputs);
    this.progress.stop();
    this.console.lines(tensorLines(tensors, manifest.outputs, this.console.out));
    const { threshold, directory } = this.options;
    if (threshold === undefined) return;
    for (const tensor of tensors) this.console.lines(await this.#valueLines(tensor, directory, threshold));
  }

  async #valueLines(tensor: ManifestTensor, directory: string, threshold: number): Promise<string[]> {
    const values = await readValues(directory, tensor);
    const { name, key, dtype, shape, axes } = tensor;
    const title = `${this.console.out.name(printable(key === name ? name : `${key} = ${name}`))}  ${dtype} ${printable(namedShapeText(shape, axes))}`;
    return ['', title, values === undefined ? 'not kept' : formatTensor(values, { threshold })];
  }
}
