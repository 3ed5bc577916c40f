import * as vscode from 'vscode';
import { findLibrary, RUNTIME_ADVICE } from '../../node/libtensorflow.ts';
import { SETTINGS } from '../ids.ts';
import { sentenceOf } from '../report.ts';
import { workerVariables } from '../settings.ts';

/** Says which TensorFlow library is in use and lets the person point at another. */
export async function chooseRuntime(): Promise<void> {
  const found = await findLibrary(workerVariables()).then(
    (library) => library.files.at(-1) ?? '',
    (error: unknown) => sentenceOf(error),
  );
  const choose = vscode.l10n.t('Choose a folder with libtensorflow…');
  const forget = vscode.l10n.t('Find it automatically');
  const picked = await vscode.window.showQuickPick(
    [
      { label: choose, detail: vscode.l10n.t('For example the tensorflow folder of a Python environment') },
      { label: forget, detail: found === '' ? RUNTIME_ADVICE : vscode.l10n.t('In use now: {0}', found) },
    ],
    { title: vscode.l10n.t('TensorFlow library that runs models') },
  );
  if (picked === undefined) return;
  const configuration = vscode.workspace.getConfiguration();
  if (picked.label === forget) {
    await configuration.update(SETTINGS.libtensorflow, undefined, vscode.ConfigurationTarget.Global);
    return;
  }
  const folder = (
    await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: true,
      openLabel: vscode.l10n.t('Use This Library'),
    })
  )?.[0];
  if (folder === undefined) return;
  await findLibrary({ ...process.env, SAVEDMODEL_LENS_LIBTENSORFLOW: folder.fsPath });
  await configuration.update(SETTINGS.libtensorflow, folder.fsPath, vscode.ConfigurationTarget.Global);
}
