import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page: no inline script, nothing from elsewhere. Everything it shows arrives by message. */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  const policy = [
    "default-src 'none'",
    // our own module, and the chunks it loads on demand
    `script-src 'nonce-${nonce}' ${webview.cspSource}`,
    // the toolkit adds style elements that carry the nonce; React sets styles through the object model, which needs no permission
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta property="csp-nonce" content="${nonce}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${asset('panel.css')}">
  <title>SavedModel Lens</title>
</head>
<body>
  <div id="root"></div>
  <script type="module" nonce="${nonce}" src="${asset('panel.js')}"></script>
</body>
</html>`;
}
