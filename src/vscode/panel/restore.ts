import * as vscode from 'vscode';
import type { Services } from '../services.ts';

/** Where the page keeps which model it shows, beside its own state. */
function modelOfState(state: unknown): string | undefined {
  return typeof state === 'object' && state !== null && 'model' in state && typeof state.model === 'string'
    ? state.model
    : undefined;
}

/** Brings panels back after a window reload; their runs are in the store. */
export function registerPanelRestore(services: Services, type: string): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(type, {
    deserializeWebviewPanel: async (panel, state) => {
      const path = modelOfState(state);
      if (path === undefined) {
        panel.dispose();
        return;
      }
      services.panels.attach(services.models.open(vscode.Uri.parse(path)), panel);
    },
  });
}
