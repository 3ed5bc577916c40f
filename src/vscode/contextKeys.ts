import * as vscode from 'vscode';

const known = new Map<string, string>();

/** Sets a context key, only when it changes: each set makes VS Code re-evaluate every menu. */
export function setContextKey(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  if (known.get(key) === text) return;
  known.set(key, text);
  void vscode.commands.executeCommand('setContext', key, value);
}
