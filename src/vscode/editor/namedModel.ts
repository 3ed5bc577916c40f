import * as vscode from 'vscode';
import { modelFolder } from '../model/modelRegistry.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';

/** Calls that name a model folder: `tf.saved_model.load("…")`, `load_model("…")`, `TFSMLayer("…")`. */
const LOAD_CALL = /\b(?:saved_model\.load(?:_v2)?|load_model|TFSMLayer)\s*\(\s*(?:export_dir\s*=\s*|filepath\s*=\s*)?[rRbBuU]?(["'])([^"'\n]+)\1/g;

/** Paths that a text names in load calls. */
export function namedPaths(text: string): string[] {
  return [...text.matchAll(LOAD_CALL)].map((match) => match[2] ?? '');
}

/** Folders that a path in a document may mean: beside the document, and below each workspace folder. */
function candidates(path: string, document: vscode.TextDocument): vscode.Uri[] {
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return [vscode.Uri.file(path)];
  const bases = [vscode.Uri.joinPath(document.uri.with({ scheme: 'file', fragment: '' }), '..'), ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
  return bases.map((base) => vscode.Uri.joinPath(base, path));
}

/** The open model that a document speaks of: the one its load call names, or the only one that is open. */
export function modelOf(services: Services, document: vscode.TextDocument): OpenModel | undefined {
  for (const path of namedPaths(document.getText())) {
    for (const uri of candidates(path, document)) {
      const model = services.models.all.find((each) => each.uri.fsPath === modelFolder(uri).fsPath);
      if (model !== undefined) return model;
    }
  }
  const { all } = services.models;
  return all.length === 1 ? all[0] : undefined;
}
