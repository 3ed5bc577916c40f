import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { isInside } from '../../node/isInside.ts';

/** Refuses to write into the folder of a model: it is never written to. */
export function requireOutside(model: vscode.Uri, target: string): void {
  if (!isInside(model.fsPath, target)) return;
  throw new LensError(
    'output-exists',
    vscode.l10n.t('{0} lies in the folder of the model, which is never written to.', target),
    vscode.l10n.t('Choose another folder.'),
  );
}
