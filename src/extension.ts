import type * as vscode from 'vscode';
import { registerLens } from './vscode/registerLens.ts';

/** Composes the features; no file is read and nothing is started before somebody asks. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(registerLens(context));
}
