import * as vscode from 'vscode';
import { COMMANDS } from './ids.ts';
import type { Services } from './services.ts';

/** Names the open model while there is one; a click chooses the library that runs it. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('savedmodelLens.status', vscode.StatusBarAlignment.Right, 50);
  item.name = 'SavedModel Lens';
  item.command = COMMANDS.chooseRuntime;
  const update = (): void => {
    const [first, ...rest] = services.models.all;
    if (first === undefined) {
      item.hide();
      return;
    }
    item.text = `$(layers) ${first.name}${rest.length > 0 ? ` +${rest.length}` : ''}`;
    item.tooltip = vscode.l10n.t('SavedModel Lens: choose the TensorFlow library that runs models');
    item.show();
  };
  update();
  return vscode.Disposable.from(item, services.models.onDidChange(update));
}
