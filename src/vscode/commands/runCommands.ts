import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { noticeText } from '../noticeText.ts';
import type { Services } from '../services.ts';
import { runOf, type RunTreeNode } from '../tree/runNodes.ts';
import { cliCommand } from './cliCommand.ts';
import { dumpRun } from './dump.ts';

function required(node: RunTreeNode | undefined): KeptRun {
  const run = node === undefined ? undefined : runOf(node);
  if (run === undefined) throw new LensError('usage', vscode.l10n.t('Choose a run in the view “Runs” first.'));
  return run;
}

/** Shows a run in its model's panel; a tensor's row shows that tensor. */
export async function openRun(services: Services, node: RunTreeNode | undefined): Promise<void> {
  const run = required(node);
  if (!existsSync(run.model))
    throw new LensError(
      'not-found',
      vscode.l10n.t('The model of this run, {0}, is no longer there.', run.model),
      vscode.l10n.t('Its values are kept: dump the run.'),
    );
  const model = services.models.open(vscode.Uri.file(run.model));
  const tensor = node?.kind === 'tensor' ? node.tensor : undefined;
  await services.panels.showRun(model, run);
  if (tensor !== undefined) services.panels.show(model, tensor.name);
}

/** Writes a run's tensors where the person chooses, and says where they are. */
export async function dumpKeptRun(services: Services, node: RunTreeNode | undefined): Promise<void> {
  const run = required(node);
  await sayDumped(
    await dumpRun(services.models.open(vscode.Uri.file(run.model)), run, node?.kind === 'tensor' ? [node.tensor.name] : []),
  );
}

/** Says where a dump is, and offers to show it. */
export async function sayDumped(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  const reveal = vscode.l10n.t('Show in Explorer');
  const copy = vscode.l10n.t('Copy Path');
  // The explorer shows the folders of the workspace, and nothing of others.
  const isListed = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
  const chosen = await vscode.window.showInformationMessage(
    noticeText(vscode.l10n.t('Activations were dumped to {0}', folder)),
    ...(isListed ? [reveal] : []),
    copy,
  );
  if (chosen === reveal) await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(folder));
  if (chosen === copy) await vscode.env.clipboard.writeText(folder);
}

/** Deletes one or several runs after asking: their values are gone for good. */
export async function deleteRuns(
  services: Services,
  node: RunTreeNode | undefined,
  selected: readonly RunTreeNode[] | undefined,
): Promise<void> {
  // Of a selection only the rows of runs are meant, not tensors and inputs of others.
  const several = (selected ?? []).filter(({ kind }) => kind === 'run');
  const runs = new Set((several.length > 0 ? several : [node]).map(required));
  const [first] = runs;
  if (first === undefined) return;
  const remove = vscode.l10n.t('Delete');
  const question =
    runs.size === 1
      ? vscode.l10n.t('Delete the run “{0}” of {1}?', first.label, basename(first.model))
      : vscode.l10n.t('Delete {0} runs?', runs.size);
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: vscode.l10n.t('The values that it kept are deleted from the disk.') },
    remove,
  );
  if (answer === remove) for (const run of runs) await services.history.remove(run);
}

/** Puts the command line that gives the same into the clipboard. */
export async function copyRunCommand(node: RunTreeNode | undefined): Promise<void> {
  await vscode.env.clipboard.writeText(cliCommand(required(node)));
  void vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Command line copied'), 3000);
}
