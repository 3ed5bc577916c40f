import { join } from 'node:path';
import * as vscode from 'vscode';
import { requireOutside } from '../model/outsideModel.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { KeptRun } from '../model/runHistory.ts';

/** Asks for a folder and writes the tensors of a run there as npz with a manifest. Answers the folder. */
export async function dumpRun(
  model: OpenModel,
  run: KeptRun,
  names: readonly string[],
  chosen?: vscode.Uri,
): Promise<string | undefined> {
  const parent =
    chosen ??
    (
      await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        canSelectMany: false,
        openLabel: vscode.l10n.t('Dump Here'),
        defaultUri: vscode.Uri.joinPath(model.uri, '..'),
      })
    )?.[0];
  if (parent === undefined) return undefined;
  requireOutside(model.uri, parent.fsPath);
  const target = join(parent.fsPath, `${model.name.replace(/[^\w.-]/g, '-')}-activations-${run.id}`);
  await model.call('dump', { directory: run.directory, ...(names.length === 0 ? {} : { names }), target, format: 'npz' });
  return target;
}
