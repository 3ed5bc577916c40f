import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { OpenModel } from './openModel.ts';

/** The models that are open in this window, in the order in which they were opened. */
export class ModelRegistry implements vscode.Disposable {
  readonly #models = new Map<string, OpenModel>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #onDidChange = new vscode.EventEmitter<OpenModel | undefined>();
  /** a model was opened or closed (undefined), or one of them changed */
  readonly onDidChange = this.#onDidChange.event;

  constructor(
    private readonly workerFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get all(): readonly OpenModel[] {
    return [...this.#models.values()];
  }

  get(uri: vscode.Uri): OpenModel | undefined {
    return this.#models.get(modelFolder(uri).toString());
  }

  /** Opens the model of a folder, or of the `saved_model.pb` in it. It is parsed when somebody asks. */
  open(uri: vscode.Uri): OpenModel {
    const folder = modelFolder(uri);
    const key = folder.toString();
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const model = new OpenModel(folder, this.workerFile, this.log);
    this.#models.set(key, model);
    this.#watchers.set(key, this.#watch(model));
    this.#onDidChange.fire(undefined);
    return model;
  }

  close(model: OpenModel): void {
    const key = model.uri.toString();
    if (!this.#models.delete(key)) return;
    this.#watchers.get(key)?.dispose();
    this.#watchers.delete(key);
    model.dispose();
    this.#onDidChange.fire(undefined);
  }

  dispose(): void {
    for (const model of this.all) this.close(model);
    this.#onDidChange.dispose();
  }

  #watch(model: OpenModel): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(model.uri, 'saved_model.{pb,pbtxt}'));
    const subscriptions = [
      watcher,
      watcher.onDidChange(() => model.refresh()),
      watcher.onDidCreate(() => model.refresh()),
      model.onDidChange(() => this.#onDidChange.fire(model)),
    ];
    return vscode.Disposable.from(...subscriptions);
  }
}

/** The folder of a model from its URI or that of its file. */
export function modelFolder(uri: vscode.Uri): vscode.Uri {
  return /\/saved_model\.(pb|pbtxt)$/.test(uri.path) ? uri.with({ path: dirname(uri.path) }) : uri;
}
