import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { sentenceOf } from '../report.ts';

function untrusted(): LensError {
  return new LensError(
    'unsafe-op',
    vscode.l10n.t('This workspace is not trusted, and running a model executes its graph.'),
    vscode.l10n.t('Trust the workspace to run it; structure and weights can be read without.'),
  );
}

/** Refuses to run in a workspace that the person does not trust: a model is a program. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw untrusted();
}

/** Lets the person look at whether to trust the workspace. */
export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}

/** False in a workspace that is not trusted: then it says why nothing runs, and where that can be changed. */
export function isTrustedToRun(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void tellUntrusted();
  return false;
}

async function tellUntrusted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Trust');
  if ((await vscode.window.showWarningMessage(sentenceOf(untrusted()), manage)) === manage) await manageTrust();
}
