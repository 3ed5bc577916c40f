import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { advance, BEGINNING, type ActiveRun } from '../../rpc/activity.ts';
import type { RunEvent } from '../../rpc/modelService.ts';
import type { OpenModel } from './openModel.ts';
import type { KeptRun } from './runHistory.ts';

/** How a run ended: what is kept of it, and why it ended early. */
export interface RunEnd {
  readonly run?: KeptRun;
  readonly error?: { readonly code: string; readonly sentence: string };
}

/** What happens to the runs of this window. */
export type RunNews = { readonly model: OpenModel } & (
  | { readonly kind: 'started'; readonly run: ActiveRun }
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'ended'; readonly id: string; readonly end: RunEnd }
);

interface Running {
  run: ActiveRun;
  readonly abort: AbortController;
}

/** The runs that go on, at most one for each model; whoever started them, every panel can follow and cancel them. */
export class ActiveRuns implements vscode.Disposable {
  readonly #running = new Map<OpenModel, Running>();
  readonly #problems = new Map<OpenModel, string>();
  readonly #onNews = new vscode.EventEmitter<RunNews>();
  readonly onNews = this.#onNews.event;

  /** The run of a model that goes on. */
  of(model: OpenModel): ActiveRun | undefined {
    return this.#running.get(model)?.run;
  }

  /** Why the model's last run ended early. */
  problemOf(model: OpenModel): string | undefined {
    return this.#problems.get(model);
  }

  /** Answers the signal that ends the run; `outer` is one of the caller's own. Refuses a second run of the same model. */
  start(model: OpenModel, { id, label }: KeptRun, outer: AbortSignal | undefined): AbortSignal {
    if (this.#running.has(model))
      throw new LensError(
        'usage',
        vscode.l10n.t('This model is running already.'),
        vscode.l10n.t('Wait for the end of that run, or cancel it.'),
      );
    const abort = new AbortController();
    outer?.addEventListener('abort', () => abort.abort(), { once: true });
    if (outer?.aborted === true) abort.abort();
    const run = { id, label, activity: BEGINNING };
    this.#running.set(model, { run, abort });
    this.#problems.delete(model);
    this.#onNews.fire({ model, kind: 'started', run });
    return abort.signal;
  }

  /** Takes in how far a run is. */
  report(model: OpenModel, event: RunEvent): void {
    const running = this.#running.get(model);
    if (running === undefined) return;
    running.run = { ...running.run, activity: advance(running.run.activity, event) };
    this.#onNews.fire({ model, kind: 'event', event });
  }

  /** The model's run is over, whatever became of it. */
  end(model: OpenModel, end: RunEnd): void {
    const id = this.of(model)?.id ?? '';
    this.#running.delete(model);
    if (end.error !== undefined) this.#problems.set(model, end.error.sentence);
    this.#onNews.fire({ model, kind: 'ended', id, end });
  }

  cancel(model: OpenModel): void {
    this.#running.get(model)?.abort.abort();
  }

  dispose(): void {
    for (const { abort } of this.#running.values()) abort.abort();
    this.#onNews.dispose();
  }
}
