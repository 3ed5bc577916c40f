import * as vscode from 'vscode';
import { COMMANDS, SETTINGS } from '../ids.ts';
import { foldersFor } from './namedModels.ts';
import { rangeIn, SELECTOR, sourceOf } from './sources.ts';

async function isModel(folder: vscode.Uri): Promise<boolean> {
  const isFile = (name: string): Thenable<boolean> =>
    vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name)).then(
      ({ type }) => (type & vscode.FileType.File) !== 0,
      () => false,
    );
  return (await isFile('saved_model.pb')) || isFile('saved_model.pbtxt');
}

/** The folder of a model that a path in a document means; undefined when there is none. */
async function modelAt(path: string, document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
  for (const folder of foldersFor(path, document)) if (await isModel(folder)) return folder;
  return undefined;
}

/** Above each load call whose path is a model: *Inspect · Show activations*. */
export function registerCodeLens(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  // A model that appears or goes changes what a path means.
  const watcher = vscode.workspace.createFileSystemWatcher('**/saved_model.{pb,pbtxt}', false, true, false);
  return vscode.Disposable.from(
    changed,
    watcher,
    watcher.onDidCreate(() => changed.fire()),
    watcher.onDidDelete(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.codeLens)) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) => {
        if (vscode.workspace.getConfiguration(undefined, document).get<boolean>(SETTINGS.codeLens) === false) return [];
        const placed = sourceOf(document);
        const calls = placed.source.models.flatMap((model) => {
          const range = model.isCall && model.path !== undefined ? rangeIn(document, placed, model) : undefined;
          return range === undefined ? [] : [{ path: model.path ?? '', range }];
        });
        const lenses = await Promise.all(
          calls.map(async ({ path, range }) => {
            const uri = token.isCancellationRequested ? undefined : await modelAt(path, document);
            return uri === undefined
              ? []
              : [
                  new vscode.CodeLens(range, {
                    command: COMMANDS.inspect,
                    title: vscode.l10n.t('Inspect'),
                    tooltip: vscode.l10n.t('Layers of {0}', path),
                    arguments: [uri],
                  }),
                  new vscode.CodeLens(range, {
                    command: COMMANDS.showActivations,
                    title: vscode.l10n.t('Show activations'),
                    tooltip: vscode.l10n.t('Run {0} and show what is inside it', path),
                    arguments: [uri],
                  }),
                ];
          }),
        );
        return lenses.flat();
      },
    }),
  );
}
