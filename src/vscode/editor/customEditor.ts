import * as vscode from 'vscode';
import { EDITOR_TYPE, TEXT_EDITOR_TYPE } from '../ids.ts';
import type { Services } from '../services.ts';

/** `saved_model.pb` opens in the panel instead of as "binary file"; *Reopen Editor With…* still offers the text editor, and the panel for a model in text form. */
export function registerCustomEditor(services: Services): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: (document, panel) => {
      services.panels.attach(services.models.open(document.uri), panel);
    },
  };
  return vscode.Disposable.from(
    ...[EDITOR_TYPE, TEXT_EDITOR_TYPE].map((type) =>
      vscode.window.registerCustomEditorProvider(type, provider, { supportsMultipleEditorsPerDocument: false }),
    ),
  );
}
