import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { EntryChoice } from '../../rpc/modelService.ts';
import type { EngineState, PanelState, RunSummary, ShownRun } from '../../rpc/panelService.ts';
import { findLibrary } from '../../node/libtensorflow.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { isStale } from '../model/staleRuns.ts';
import type { BaseServices } from '../services.ts';
import { runLimits, workerVariables } from '../settings.ts';

async function engineState(shown: ShownRun | undefined): Promise<EngineState> {
  if (!vscode.workspace.isTrusted) {
    return { kind: 'untrusted', message: vscode.l10n.t('This workspace is not trusted. Structure and weights can be read; trust it to run the model.') };
  }
  try {
    await findLibrary(workerVariables());
  } catch (error) {
    if (error instanceof LensError) return { kind: 'missing', message: error.sentence };
    throw error;
  }
  const engine = shown?.manifest.engine;
  return engine === undefined ? { kind: 'unknown' } : { kind: 'ready', name: engine.name, version: engine.version };
}

/** A kept run as the panel lists it. */
export async function summaryOf(services: BaseServices, model: OpenModel, run: KeptRun): Promise<RunSummary> {
  const manifest = await services.history.manifest(run);
  return { id: run.id, when: run.when, label: run.label, entry: run.question.entry, tensors: manifest.tensors.length, partial: manifest.partial, stale: await isStale(model, run), ...(run.isRecorded === true ? { recorded: true } : {}) };
}

/** A run with its manifest, for showing. */
export async function shownRun(services: BaseServices, model: OpenModel, run: KeptRun): Promise<ShownRun> {
  return { summary: await summaryOf(services, model, run), manifest: await services.history.manifest(run) };
}

/** Everything the panel needs to draw; `wanted` is a run to show instead of the newest. */
export async function panelState(services: BaseServices, model: OpenModel, choice: EntryChoice, wanted?: string): Promise<PanelState> {
  const document = await model.document();
  const layers = await model.layers(choice);
  const entry: EntryChoice = {
    tagSet: layers.tagSet,
    ...(layers.function === undefined ? {} : { function: layers.function }),
    ...(layers.signature === null ? {} : { signature: layers.signature }),
  };
  const kept = (await services.history.of(model.uri.fsPath)).filter(({ question }) => sameEntry(question.entry, entry));
  const run = kept.find(({ id }) => id === wanted) ?? kept[0];
  const shown = run === undefined ? undefined : await shownRun(services, model, run);
  const runs = await Promise.all(kept.slice(0, 50).map((each) => summaryOf(services, model, each)));
  return { model: model.uri.toString(), title: model.name, document, entry, layers, engine: await engineState(shown), runs, run: shown, limits: runLimits() };
}

function sameEntry(a: EntryChoice, b: EntryChoice): boolean {
  return (a.tagSet ?? []).join() === (b.tagSet ?? []).join() && a.signature === b.signature && a.function === b.function;
}
