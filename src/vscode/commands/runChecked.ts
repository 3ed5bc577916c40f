import * as vscode from 'vscode';
import type { EntryChoice } from '../../rpc/modelService.ts';
import { entryKey } from '../model/entryKey.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { RunQuestion } from '../model/runHistory.ts';
import { labelOf, runModel, type FinishedRun } from '../model/runModel.ts';
import { isTrustedToRun } from '../model/trust.ts';
import type { Services } from '../services.ts';
import { literalSelector } from './selectors.ts';

const STAGES: Readonly<Record<string, string>> = {
  open: vscode.l10n.t('reading the model'),
  plan: vscode.l10n.t('planning'),
  load: vscode.l10n.t('loading weights'),
  run: vscode.l10n.t('running'),
  verify: vscode.l10n.t('checking the outputs'),
  dump: vscode.l10n.t('keeping values'),
};

/**
 * Runs with progress and cancel in a notification, tells the model's panel, and shows the first layer there.
 * What goes wrong is shown in the panel, which is on the screen; then nothing is answered, nor where the workspace is not trusted.
 * A run that cannot begin throws.
 */
export async function runWithProgress(
  services: Services,
  model: OpenModel,
  question: RunQuestion,
  show?: string,
): Promise<FinishedRun | undefined> {
  if (!isTrustedToRun()) return undefined;
  const abort = new AbortController();
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: vscode.l10n.t('Activations of {0}', labelOf(question)),
    },
    async (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      services.panels.open(model);
      const finished = await runModel(services, model, question, {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.kind === 'stage')
            progress.report({
              message: `${STAGES[event.stage] ?? event.stage}${event.total === undefined ? '' : ` ${event.done ?? 0}/${event.total}`}`,
            });
        },
      });
      if (finished !== undefined && show !== undefined) services.panels.show(model, show);
      return finished;
    },
  );
}

/** Runs a model for layers or tensors of one entry point, all at once, with the inputs that it ran with last. */
export async function runNames(
  services: Services,
  model: OpenModel,
  entry: EntryChoice,
  names: readonly string[],
): Promise<FinishedRun | undefined> {
  const runs = await services.history.of(model.uri.fsPath);
  const last = runs.find(({ question }) => entryKey(question.entry) === entryKey(entry))?.question;
  const question: RunQuestion = { entry, inputs: [], dims: {}, ...last, select: names.map(literalSelector) };
  return runWithProgress(services, model, question, names[0]);
}
