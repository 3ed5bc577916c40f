import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import { readManifest } from '../../node/runStore.ts';
import type { RunEvent, RunRequest } from '../../rpc/modelService.ts';
import type { RunForm } from '../../rpc/panelService.ts';
import { runLimits } from '../settings.ts';
import type { BaseServices } from '../services.ts';
import type { RunEnd } from './activeRuns.ts';
import type { OpenModel } from './openModel.ts';
import type { KeptRun, RunQuestion } from './runHistory.ts';
import { weightsHash } from './staleRuns.ts';
import { requireTrust } from './trust.ts';

/** A run that gave something, and what. */
export interface FinishedRun {
  readonly run: KeptRun;
  readonly manifest: Manifest;
}

/** How whoever starts a run follows and ends it. */
export interface RunWatch {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

const CONSENT_KEY = 'savedmodelLens.allowedUnsafe';

/** True when the person allows the graph to do what it can do; asked once per model hash. */
async function allowsUnsafe(services: BaseServices, sha256: string, ops: readonly string[]): Promise<boolean> {
  const allowed = services.context.globalState.get<readonly string[]>(CONSENT_KEY, []);
  if (allowed.includes(sha256)) return true;
  const run = vscode.l10n.t('Run Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('This model can write files or call back into a host program when it runs.'),
    { modal: true, detail: vscode.l10n.t('Operations: {0}. Run it only when you trust where it comes from.', ops.join(', ')) },
    run,
  );
  if (answer !== run) return false;
  await services.context.globalState.update(CONSENT_KEY, [...allowed, sha256]);
  return true;
}

/** The question that a form asks. */
export function questionOf({ entry, select, inputs, feeds, inputsFile, dims, batch, iterations, limits }: RunForm): RunQuestion {
  return {
    entry,
    select,
    inputs,
    dims,
    ...(feeds.length === 0 ? {} : { feeds }),
    ...(inputsFile === undefined ? {} : { inputsFile }),
    ...(batch === undefined ? {} : { batch }),
    ...(iterations === undefined ? {} : { iterations }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** The worker's request for a question. */
export function requestFor({ uri }: OpenModel, question: RunQuestion, directory: string): RunRequest {
  const { entry, select, inputs, feeds = [], inputsFile, dims, batch, iterations } = question;
  const limits = { ...runLimits(uri), ...question.limits };
  return {
    ...entry,
    select,
    inputs,
    feeds,
    dims,
    limits,
    directory,
    ...(batch === undefined ? {} : { batch }),
    ...(iterations === undefined ? {} : { iterations }),
    ...(inputsFile === undefined ? {} : { inputsFile }),
  };
}

/** How a run is called in the history. */
export function labelOf({ select }: RunQuestion): string {
  if (select.length === 0) return vscode.l10n.t('all layers');
  const first = (select[0] ?? '').replace(/^"(.*)"$/, '$1');
  return select.length === 1 ? first : vscode.l10n.t('{0} and {1} more', first, select.length - 1);
}

/**
 * Runs the model once for all that is asked, keeps the run, and reports while it goes on. A run that ends early keeps the
 * tensors that were finished; without any there is nothing to answer. What became of it is told by `active`, in any case; only
 * a run that could not begin throws.
 */
export async function runModel(
  services: BaseServices,
  model: OpenModel,
  question: RunQuestion,
  watch: RunWatch = {},
): Promise<FinishedRun | undefined> {
  const run = services.history.begin(model.uri.fsPath, labelOf(question), question);
  // Nothing is awaited before this: of two runs asked for in the same moment the second is refused.
  const signal = services.active.start(model, run, watch.signal);
  let manifest: Manifest | undefined;
  let end: RunEnd = {};
  // What changes on disk from here on is not what ran.
  const weights = weightsHash(model.uri.fsPath);
  const release = model.hold();
  try {
    manifest = await execute(services, model, run, signal, watch);
    await services.history.finish(run, await weights);
    end = { run };
  } catch (error) {
    services.log.info(error instanceof LensError ? error.sentence : String(error));
    manifest = await keepFinished(services, model, run, error, await weights);
    const code = error instanceof LensError ? error.code : 'internal';
    end = {
      error: { code, sentence: stoppedSentence(error, manifest, signal.aborted) },
      ...(manifest === undefined ? {} : { run }),
    };
  } finally {
    services.active.end(model, end);
    model.touch();
    release();
  }
  return manifest === undefined ? undefined : { run, manifest };
}

/** Keeps what a run that failed has finished; undefined when that is nothing, or cannot be kept. */
async function keepFinished(
  services: BaseServices,
  model: OpenModel,
  run: KeptRun,
  error: unknown,
  weights: string | null,
): Promise<Manifest | undefined> {
  const manifest = await finishedPart(model, run, error);
  try {
    if (manifest !== undefined) await services.history.finish(run, weights);
    else await services.history.abandon(run);
    return manifest;
  } catch (failure) {
    services.log.error(failure instanceof Error ? failure : String(failure));
    return undefined;
  }
}

async function execute(
  services: BaseServices,
  model: OpenModel,
  run: KeptRun,
  signal: AbortSignal,
  { onEvent }: RunWatch,
): Promise<Manifest> {
  requireTrust();
  const request = requestFor(model, run.question, run.directory);
  const { unsafeOps } = await model.call('estimate', request, { signal });
  const isUnsafe = unsafeOps.length > 0;
  if (isUnsafe && !(await allowsUnsafe(services, (await model.document()).sha256, unsafeOps)))
    throw new LensError('cancelled', vscode.l10n.t('The model was not run.'));
  const timeout = request.limits?.timeout;
  const manifest = await model.call(
    'run',
    { ...request, allowUnsafe: isUnsafe },
    {
      signal,
      onEvent: (event) => {
        services.active.report(model, event);
        onEvent?.(event);
      },
      ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    },
  );
  services.log.info(`${model.name}: ${manifest.tensors.length} tensors in ${Math.round(manifest.timings.run)} ms`);
  return manifest;
}

/** Time that a cancelled worker has to come to rest; a graph cannot be stopped in the middle, but its process can. */
const SETTLE_MS = 3000;

/** What a run that failed has finished: its manifest is written after every batch. */
async function finishedPart(model: OpenModel, run: KeptRun, error: unknown): Promise<Manifest | undefined> {
  if (error instanceof LensError && (error.code === 'cancelled' || error.code === 'timeout')) await model.settle(SETTLE_MS);
  const manifest = await readManifest(run.directory).catch(() => undefined);
  return manifest === undefined || manifest.tensors.length === 0 ? undefined : manifest;
}

/** Why a run ended early, and what is left of it, in the words of the panel. */
function stoppedSentence(error: unknown, manifest: Manifest | undefined, isCancelled: boolean): string {
  const kept =
    manifest === undefined
      ? vscode.l10n.t('Nothing was finished by then.')
      : vscode.l10n.t('{0} tensors were finished and are kept.', manifest.tensors.length);
  if (!(error instanceof LensError)) return error instanceof Error ? error.message : String(error);
  switch (error.code) {
    // Who says no to unsafe ops has not cancelled a run.
    case 'cancelled':
      return isCancelled ? `${vscode.l10n.t('The run was cancelled.')} ${kept}` : error.sentence;
    case 'timeout':
      return `${vscode.l10n.t('The run reached its time limit.')} ${kept} ${vscode.l10n.t('Raise the limit or select fewer tensors.')}`;
    default:
      return manifest === undefined ? error.sentence : `${error.sentence} ${kept}`;
  }
}
