import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerCodeLens } from './codeLens.ts';
import { registerCompletion } from './completion.ts';
import { registerDefinition } from './definition.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerHover } from './hover.ts';

/** What the text editor knows of models: hover, completion, definitions, warnings, and lenses above load calls. */
export function registerEditor(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    registerHover(services),
    registerCompletion(services),
    registerDefinition(services),
    registerDiagnostics(services),
    registerCodeLens(),
  );
}
