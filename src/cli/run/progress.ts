import { Presets, SingleBar } from 'cli-progress';
import type { RunStage } from '../../rpc/modelService.ts';

const STAGE_TEXT: Readonly<Record<RunStage, string>> = {
  open: 'reading the model',
  plan: 'planning',
  load: 'loading weights',
  run: 'running',
  verify: 'comparing outputs',
  dump: 'writing',
};

/** A progress bar on a terminal; nothing elsewhere. */
export class RunProgress {
  #bar: SingleBar | undefined;

  constructor(visible: boolean, noColor: boolean) {
    if (!visible) return;
    this.#bar = new SingleBar(
      {
        format: `{stage} ${noColor ? '[{bar}]' : '{bar}'} {value}/{total}`,
        hideCursor: true,
        clearOnComplete: true,
        barsize: 24,
        stream: process.stderr,
      },
      Presets.shades_classic,
    );
  }

  show(stage: RunStage, done = 0, total = 1): void {
    if (this.#bar === undefined) return;
    if (!this.#bar.isActive) this.#bar.start(total, done, { stage: STAGE_TEXT[stage] });
    this.#bar.setTotal(total);
    this.#bar.update(done, { stage: STAGE_TEXT[stage] });
  }

  /** Clears the bar, so that results print on a clean line; `show` brings it back. */
  stop(): void {
    this.#bar?.stop();
  }
}
