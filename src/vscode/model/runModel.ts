import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import type { RunEvent, RunLimits, RunRequest } from '../../rpc/modelService.ts';
import { runLimits } from '../settings.ts';
import type { BaseServices } from '../services.ts';
import type { OpenModel } from './openModel.ts';
import type { KeptRun, RunQuestion } from './runHistory.ts';

export interface FinishedRun {
  readonly run: KeptRun;
  readonly manifest: Manifest;
}

export interface RunWatch {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  readonly limits?: RunLimits;
}

const CONSENT_KEY = 'savedmodelLens.allowedUnsafe';

/** Refuses to run in a workspace that the person does not trust: a model is a program. */
function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new LensError('unsafe-op', vscode.l10n.t('This workspace is not trusted, and running a model executes its graph.'), vscode.l10n.t('Trust the workspace to run it; structure and weights can be read without.'));
  }
}

/** True when the person allows the graph to do what it can do; asked once per model hash. */
async function allowsUnsafe(services: BaseServices, sha256: string, ops: readonly string[]): Promise<boolean> {
  const allowed = services.context.globalState.get<readonly string[]>(CONSENT_KEY, []);
  if (allowed.includes(sha256)) return true;
  const run = vscode.l10n.t('Run Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('This model can write files or call back into a host program when it runs.'),
    { modal: true, detail: vscode.l10n.t('Operations: {0}. Run it only when you trust where it comes from.', ops.join(', ')) }, run,
  );
  if (answer !== run) return false;
  await services.context.globalState.update(CONSENT_KEY, [...allowed, sha256]);
  return true;
}

/** The worker's request for a question. */
export function requestFor(question: RunQuestion, directory: string, limits: RunLimits = runLimits()): RunRequest {
  const { entry, select, inputs, dims, batch } = question;
  return { ...entry, select, inputs, feeds: [], dims, ...(batch === undefined ? {} : { batch }), limits, directory };
}

/** How a run is called in the history. */
export function labelOf({ select }: RunQuestion): string {
  if (select.length === 0) return vscode.l10n.t('all layers');
  const first = (select[0] ?? '').replace(/^"(.*)"$/, '$1');
  return select.length === 1 ? first : vscode.l10n.t('{0} and {1} more', first, select.length - 1);
}

/** Runs the model once for all that is asked, keeps the run, and reports while it goes on. */
export async function runModel(services: BaseServices, model: OpenModel, question: RunQuestion, watch: RunWatch = {}): Promise<FinishedRun> {
  requireTrust();
  const run = await services.history.begin(model.uri.fsPath, labelOf(question), question);
  const request = requestFor(question, run.directory, watch.limits);
  const options = {
    ...(watch.signal === undefined ? {} : { signal: watch.signal }),
    ...(watch.onEvent === undefined ? {} : { onEvent: watch.onEvent }),
  };
  try {
    const estimate = await model.call('estimate', request, watch.signal === undefined ? {} : { signal: watch.signal });
    const isUnsafe = estimate.unsafeOps.length > 0;
    if (isUnsafe && !(await allowsUnsafe(services, (await model.document()).sha256, estimate.unsafeOps))) throw new vscode.CancellationError();
    const manifest = await model.call('run', { ...request, allowUnsafe: isUnsafe }, options);
    await services.history.finish(run);
    services.log.info(`${model.name}: ${manifest.tensors.length} tensors in ${Math.round(manifest.timings.run)} ms`);
    model.touch();
    return { run, manifest };
  } catch (error) {
    await services.history.abandon(run);
    throw error;
  }
}
