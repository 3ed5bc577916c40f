import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.ts';
import { CONTEXT_KEYS } from '../ids.ts';

const MOST_HITS = 1000;
const PATTERN = '**/saved_model.{pb,pbtxt}';

/** Knows which folders of the workspace hold a SavedModel, so that the explorer's entry shows on those only. */
export class ModelFolders implements vscode.Disposable {
  readonly #folders = new Set<string>();
  #isComplete = false;
  /** Models come and go with the folders of the workspace. */
  readonly #workspace = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.scan());
  readonly #watcher = vscode.workspace.createFileSystemWatcher(PATTERN, false, true, false);

  constructor() {
    this.#watcher.onDidCreate((uri) => this.#set(uri, true));
    this.#watcher.onDidDelete((uri) => this.#set(uri, false));
  }

  get all(): readonly string[] {
    return [...this.#folders].sort();
  }

  /** A bounded search that respects the excludes; runs after start-up. */
  async scan(): Promise<void> {
    const hits = await vscode.workspace.findFiles(PATTERN, undefined, MOST_HITS);
    this.#folders.clear();
    for (const uri of hits) this.#folders.add(folderPath(uri));
    // With more models than are looked for, the entry stays on every folder.
    this.#isComplete = hits.length < MOST_HITS;
    this.#publish();
  }

  dispose(): void {
    this.#workspace.dispose();
    this.#watcher.dispose();
  }

  #set(uri: vscode.Uri, isThere: boolean): void {
    if (isThere) this.#folders.add(folderPath(uri));
    else this.#folders.delete(folderPath(uri));
    this.#publish();
  }

  #publish(): void {
    setContextKey(CONTEXT_KEYS.folders, this.all);
    setContextKey(CONTEXT_KEYS.isScanned, this.#isComplete);
  }
}

/** As the workbench computes `resourcePath`: fsPath of files, path of other schemes. */
function folderPath(uri: vscode.Uri): string {
  return dirname(uri.scheme === 'file' ? uri.fsPath : uri.path);
}
