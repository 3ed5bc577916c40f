import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';

/** What happens in the workspace. */
export interface FolderListener {
  /** a file or folder was created, or is gone; told at once */
  changed(file: vscode.Uri, isThere: boolean): void;
  /** paths that are gone, with all that was in them */
  deleted(paths: ReadonlySet<string>): void;
  /** a new folder, which may hold more than was told */
  created(folder: vscode.Uri): Promise<void>;
  /** more is new than can be looked at one by one */
  tooMany(): Promise<void>;
}

/** Events come in bursts; a copy may take a while, so that new folders are looked at twice. */
const SETTLE_MS = 800;
const LATE_MS = 5000;
const MOST_PATHS = 1000;
const MOST_FOLDERS = 10;

/** Watches the workspace for folders that come and go: what is in a new one is not reliably told. */
export class FolderChanges implements vscode.Disposable {
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  #created = new Set<string>();
  #deleted = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #isWaiting = false;

  constructor(private readonly listener: FolderListener) {
    this.#watcher.onDidCreate((uri) => this.#take(uri, true));
    this.#watcher.onDidDelete((uri) => this.#take(uri, false));
  }

  dispose(): void {
    this.#watcher.dispose();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #take(uri: vscode.Uri, isThere: boolean): void {
    if (uri.scheme !== 'file') return;
    this.listener.changed(uri, isThere);
    (isThere ? this.#created : this.#deleted).add(uri.fsPath);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#later(SETTLE_MS, () => this.#settle());
  }

  async #settle(): Promise<void> {
    const [created, deleted] = [this.#created, this.#deleted];
    this.#created = new Set();
    this.#deleted = new Set();
    this.#isWaiting = false;
    const gone = new Set([...deleted].filter((path) => !created.has(path)));
    if (gone.size > 0) this.listener.deleted(gone);
    const folders = created.size > MOST_PATHS ? undefined : await outermostFolders(created);
    const look = async (): Promise<void> => {
      if (folders === undefined || folders.length > MOST_FOLDERS) await this.listener.tooMany();
      else for (const folder of folders) await this.listener.created(vscode.Uri.file(folder));
    };
    await look();
    if (folders?.length !== 0) this.#later(LATE_MS, look);
  }

  #later(milliseconds: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** The folders among some paths that lie in no other of them. */
async function outermostFolders(paths: ReadonlySet<string>): Promise<readonly string[]> {
  const outermost = [...paths].filter((path) => {
    for (let at = dirname(path); at !== dirname(at); at = dirname(at)) if (paths.has(at)) return false;
    return true;
  });
  const found = await Promise.all(outermost.map((path) => stat(path).catch(() => undefined)));
  return outermost.filter((_, i) => found[i]?.isDirectory() === true);
}
