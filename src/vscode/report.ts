import * as vscode from 'vscode';
import { LensError } from '../core/errors.ts';
import { COMMANDS } from './ids.ts';
import { noticeText } from './noticeText.ts';

/** Words for a thrown thing, the same as the command line's. */
export function sentenceOf(error: unknown): string {
  if (error instanceof LensError) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}

/** Shows an error where no panel is at hand, with what can be done. A cancel needs no message. */
export async function reportError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof LensError && error.code === 'cancelled') return;
  if (error instanceof vscode.CancellationError) return;
  log.error(sentenceOf(error), error instanceof Error ? (error.cause ?? error.stack ?? '') : '');
  const isRuntime = error instanceof LensError && (error.code === 'no-runtime' || error.code === 'bad-runtime');
  const actions = isRuntime
    ? [{ title: vscode.l10n.t('Choose Runtime…'), command: COMMANDS.chooseRuntime }]
    : [{ title: vscode.l10n.t('Show Log'), command: COMMANDS.showLog }];
  const chosen = await vscode.window.showErrorMessage(noticeText(sentenceOf(error)), ...actions);
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}

/** Runs a command's work; what goes wrong is shown and logged, never lost. */
export function guarded<Args extends readonly unknown[]>(
  log: vscode.LogOutputChannel,
  work: (...args: Args) => Promise<unknown>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await work(...args);
    } catch (error) {
      await reportError(error, log);
    }
  };
}
