import * as vscode from 'vscode';
import type { NamedModel, Source } from '../../core/source/types.ts';
import { modelFolder } from '../model/modelRegistry.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';

/** Folders that a path in a document may mean: beside the document, and below each workspace folder. */
export function foldersFor(path: string, document: vscode.TextDocument): vscode.Uri[] {
  if (path === '' || /^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return [];
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return [vscode.Uri.file(path)];
  const beside =
    document.uri.scheme === 'untitled'
      ? []
      : [vscode.Uri.joinPath(document.uri.with({ scheme: 'file', fragment: '', query: '' }), '..')];
  return [...beside, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)].map((base) =>
    vscode.Uri.joinPath(base, path),
  );
}

function isHeldBy({ variables }: NamedModel, receiver: string): boolean {
  return variables.some((variable) => receiver === variable || receiver.startsWith(`${variable}.`));
}

/** Models named in the text that a receiver may hold: its own, none when it holds something else, all when nothing is known of it. */
function namedFor({ models, others }: Source, receiver: string | undefined): readonly NamedModel[] {
  if (receiver === undefined) return models;
  const own = models.filter((model) => isHeldBy(model, receiver));
  if (own.length > 0) return own;
  const isOther = [...others].some((other) => receiver === other || receiver.startsWith(`${other}.`));
  return isOther ? [] : models;
}

/**
 * The open models that a document, and in it a variable, speaks of: those that it names, else the only one that is open.
 * A text that names a model which is not open speaks of none.
 */
export function modelsOf(
  services: Services,
  document: vscode.TextDocument,
  source: Source,
  receiver?: string,
): readonly OpenModel[] {
  const { all } = services.models;
  const paths = (models: readonly NamedModel[]): readonly string[] =>
    models.flatMap(({ path }) => (path === undefined ? [] : [path]));
  if (paths(source.models).length === 0) return all.length === 1 ? all : [];
  const wanted = new Set(
    paths(namedFor(source, receiver))
      .flatMap((path) => foldersFor(path, document))
      .map((uri) => modelFolder(uri).fsPath.replace(/[/\\]$/, '')),
  );
  return all.filter(({ uri }) => wanted.has(uri.fsPath));
}
