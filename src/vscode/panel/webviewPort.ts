import type * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { Port } from '../../rpc/port.ts';

/** Port to the page of a panel; closes when the panel does. */
export function webviewPort(panel: vscode.WebviewPanel): Port {
  return {
    post: (message) => {
      void panel.webview.postMessage(message);
    },
    onMessage: (listener) => panel.webview.onDidReceiveMessage(listener),
    onClose: (listener) => panel.onDidDispose(() => listener(new LensError('cancelled', 'The panel was closed.'))),
  };
}
