import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { foldersMeaning } from '../../node/modelIn.ts';
import { setContextKey } from '../contextKeys.ts';
import { CONTEXT_KEYS } from '../ids.ts';
import { FolderChanges } from './folderChanges.ts';

const MOST_HITS = 1000;
const PATTERN = '**/saved_model.{pb,pbtxt}';
/** Whoever comes back to the window may have made models elsewhere; it is not looked for them at every click. */
const SCAN_EVERY_MS = 20_000;

/** Knows which folders of the workspace hold a SavedModel, so that the explorer's entry shows on those only. */
export class ModelFolders implements vscode.Disposable {
  readonly #folders = new Set<string>();
  readonly #subscriptions: vscode.Disposable;
  #isComplete = false;
  #scanned = 0;
  #published = 0;

  constructor() {
    const changes = new FolderChanges({
      changed: (file, isThere) => {
        if (/^saved_model\.(pb|pbtxt)$/.test(basename(file.path))) this.#set(file, isThere);
      },
      deleted: (paths) => this.#drop(paths),
      created: (folder) => this.#look(folder),
      tooMany: () => this.scan(),
    });
    this.#subscriptions = vscode.Disposable.from(
      changes,
      // Models come and go with the folders of the workspace.
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.scan()),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#scanned > 0 && Date.now() - this.#scanned > SCAN_EVERY_MS) void this.scan();
      }),
    );
  }

  /** Folders with a model, sorted. */
  get all(): readonly string[] {
    return [...this.#folders].sort();
  }

  /** A bounded search that respects the excludes; runs after start-up. */
  async scan(): Promise<void> {
    this.#scanned = Date.now();
    const hits = await vscode.workspace.findFiles(PATTERN, undefined, MOST_HITS);
    this.#folders.clear();
    for (const uri of hits) this.#folders.add(folderPath(uri));
    // With more models than are looked for, the entry stays on every folder.
    this.#isComplete = hits.length < MOST_HITS;
    await this.#publish();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Of a folder that is copied or moved here, the system does not tell every file. */
  async #look(folder: vscode.Uri): Promise<void> {
    const hits = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, PATTERN), undefined, MOST_HITS);
    for (const uri of hits) this.#folders.add(folderPath(uri));
    if (hits.length > 0) await this.#publish();
  }

  #set(file: vscode.Uri, isThere: boolean): void {
    if (isThere) this.#folders.add(folderPath(file));
    else this.#folders.delete(folderPath(file));
    void this.#publish();
  }

  #drop(paths: ReadonlySet<string>): void {
    const before = this.#folders.size;
    for (const folder of this.#folders)
      for (let at = folder; at !== dirname(at); at = dirname(at)) if (paths.has(at)) this.#folders.delete(folder);
    if (this.#folders.size < before) void this.#publish();
  }

  /** Folders with a model, and those around that lead to one: a version of TensorFlow Serving, one row of compact folders. */
  async #publish(): Promise<void> {
    const own = ++this.#published;
    const models = this.all;
    const around = await Promise.all(
      models.map(async (folder) => {
        const root = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
        return root?.uri.scheme === 'file' ? foldersMeaning(folder, root.uri.fsPath) : [];
      }),
    );
    if (own !== this.#published) return;
    setContextKey(CONTEXT_KEYS.folders, [...new Set([...models, ...around.flat()])].sort());
    setContextKey(CONTEXT_KEYS.isScanned, this.#isComplete);
  }
}

/** As the workbench computes `resourcePath`: fsPath of files, path of other schemes. */
function folderPath(uri: vscode.Uri): string {
  return dirname(uri.scheme === 'file' ? uri.fsPath : uri.path);
}
