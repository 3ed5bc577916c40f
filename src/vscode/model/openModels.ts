import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BaseServices } from '../services.ts';

const OPEN = 'savedmodelLens.openModels';

/** Remembers which models are open, so that a reload of the window brings them back; none is read before somebody looks. */
export class OpenModels implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;

  constructor(private readonly services: BaseServices) {
    this.#subscription = services.models.onDidChange(({ what }) => {
      if (what === 'models')
        void services.context.workspaceState.update(
          OPEN,
          services.models.all.map(({ uri }) => uri.toString()),
        );
    });
  }

  /** Opens the models of the last session whose files are still there. */
  reopen(): void {
    for (const text of this.services.context.workspaceState.get<readonly string[]>(OPEN, [])) {
      const uri = vscode.Uri.parse(text);
      if (['saved_model.pb', 'saved_model.pbtxt'].some((name) => existsSync(join(uri.fsPath, name))))
        this.services.models.open(uri);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
