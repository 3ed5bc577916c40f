import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { EntryChoice, LayerRow } from '../../rpc/modelService.ts';
import type { EngineState, PanelState, RunSummary, ShownRun } from '../../rpc/panelService.ts';
import { findLibrary } from '../../node/libtensorflow.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { KeptRun, RanEntry } from '../model/runHistory.ts';
import { isStale } from '../model/staleRuns.ts';
import type { BaseServices } from '../services.ts';
import { runLimits, workerVariables } from '../settings.ts';

/** Which engine runs models here, as far as it is known; or why none does. */
export async function engineState(shown?: ShownRun): Promise<EngineState> {
  if (!vscode.workspace.isTrusted) {
    return {
      kind: 'untrusted',
      message: vscode.l10n.t('This workspace is not trusted. Structure and weights can be read; trust it to run the model.'),
    };
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
  const known = run.tensors === undefined ? await services.history.manifest(run) : undefined;
  return {
    id: run.id,
    when: run.when,
    label: run.label,
    entry: run.question.entry,
    tensors: run.tensors ?? known?.tensors.length ?? 0,
    partial: run.partial ?? known?.partial ?? false,
    stale: await isStale(model, run),
    ...(run.isRecorded === true ? { recorded: true } : {}),
  };
}

/** A run with its manifest, for showing. */
export async function shownRun(services: BaseServices, model: OpenModel, run: KeptRun): Promise<ShownRun> {
  const { batch, dims, feeds = [], inputs, inputsFile } = run.question;
  return {
    summary: await summaryOf(services, model, run),
    manifest: await services.history.manifest(run),
    given: {
      inputs,
      feeds,
      dims,
      ...(inputsFile === undefined ? {} : { inputsFile }),
      ...(batch === undefined ? {} : { batch }),
    },
  };
}

const MOST_RUNS = 50;
/** Layers in one message to the page: writing it must not keep the extension host. */
const LAYERS_PER_MESSAGE = 500;

/** The newest kept runs of an entry point. */
export async function summaries(services: BaseServices, model: OpenModel, entry: EntryChoice): Promise<RunSummary[]> {
  const kept = await runsOf(services, model, entry);
  return Promise.all(kept.slice(0, MOST_RUNS).map((each) => summaryOf(services, model, each)));
}

/** Everything the panel needs to draw; `wanted` is a run to show instead of the newest. */
export async function panelState(
  services: BaseServices,
  model: OpenModel,
  choice: EntryChoice,
  wanted?: string,
): Promise<PanelState> {
  const document = await model.document();
  const layers = await model.layers(choice);
  const entry: EntryChoice = {
    tagSet: layers.tagSet,
    ...(layers.function === undefined ? {} : { function: layers.function }),
    ...(layers.signature === null ? {} : { signature: layers.signature }),
  };
  // A layer that the model no longer has would fail a run, and has no box.
  const known = new Set(layers.layers.map(({ path }) => path));
  const kept = await runsOf(services, model, entry);
  const run = kept.find(({ id }) => id === wanted) ?? kept[0];
  const shown = run === undefined ? undefined : await shownRun(services, model, run);
  return {
    model: model.uri.toString(),
    title: model.name,
    document,
    entry,
    layers: { ...layers, layers: layers.layers.slice(0, LAYERS_PER_MESSAGE) },
    layerCount: layers.layers.length,
    checked: services.checked.of(model.uri.toString(), entry).filter((path) => known.has(path)),
    engine: await engineState(shown),
    runs: await summaries(services, model, entry),
    run: shown,
    active: services.active.of(model),
    problem: services.active.problemOf(model),
    limits: runLimits(model.uri),
  };
}

/** Layers of an entry point from a position on, as many as one message takes. */
export async function layersFrom(model: OpenModel, entry: EntryChoice, offset: number): Promise<readonly LayerRow[]> {
  const { layers } = await model.layers(entry);
  return layers.slice(offset, offset + LAYERS_PER_MESSAGE);
}

/** True for a run of this entry point, whatever words it was asked for with. */
export function isOfEntry({ tagSet, signature, function: path }: RanEntry, entry: EntryChoice): boolean {
  return tagSet.join() === (entry.tagSet ?? []).join() && signature === (entry.signature ?? null) && path === entry.function;
}

async function runsOf(services: BaseServices, model: OpenModel, entry: EntryChoice): Promise<readonly KeptRun[]> {
  const kept = await services.history.of(model.uri.fsPath);
  // The recorded run says it in its manifest only.
  const ran = await Promise.all(kept.map(async (run) => run.ran ?? services.history.manifest(run).catch(() => undefined)));
  return kept.filter((_, i) => {
    const of = ran[i];
    return of !== undefined && isOfEntry(of, entry);
  });
}
