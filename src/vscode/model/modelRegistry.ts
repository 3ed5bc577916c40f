import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { modelTitle } from './modelTitle.ts';
import { OpenModel, type ModelChange } from './openModel.ts';

/** A model was opened or closed (no `model`), or one that is open changed. */
export interface RegistryChange {
  readonly model?: OpenModel;
  readonly what: 'models' | ModelChange;
}

/** Changes of a model's files come in bursts while it is being saved. */
const SETTLE_MS = 500;

/** The models that are open in this window, in the order in which they were opened. */
export class ModelRegistry implements vscode.Disposable {
  readonly #models = new Map<string, OpenModel>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #onDidChange = new vscode.EventEmitter<RegistryChange>();
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

  /** The open model whose folder has this URI. */
  find(uri: string): OpenModel | undefined {
    return this.#models.get(uri);
  }

  /** Opens the model of a folder, or of the `saved_model.pb` in it. It is parsed when somebody asks. */
  open(uri: vscode.Uri): OpenModel {
    const folder = modelFolder(uri);
    if (folder.scheme !== 'file') {
      throw new LensError(
        'io',
        vscode.l10n.t('{0} is not a file on the machine where the extension runs.', uri.toString(true)),
        vscode.l10n.t('Copy the model to a disk of that machine.'),
      );
    }
    const key = folder.toString();
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const model = new OpenModel(folder, this.workerFile, this.log);
    this.#models.set(key, model);
    this.#watchers.set(key, this.#watch(model));
    this.#onDidChange.fire({ what: 'models' });
    return model;
  }

  /** A model's name, with where it is when another open one has the same. */
  titleOf(model: OpenModel): string {
    return modelTitle(
      model.uri.fsPath,
      this.all.map(({ uri }) => uri.fsPath),
    );
  }

  /** Forgets a model and ends its process. */
  close(model: OpenModel): void {
    const key = model.uri.toString();
    if (!this.#models.delete(key)) return;
    this.#watchers.get(key)?.dispose();
    this.#watchers.delete(key);
    model.dispose();
    this.#onDidChange.fire({ what: 'models' });
  }

  dispose(): void {
    // Nobody closed these models: they are open again when the extension is back.
    this.#onDidChange.dispose();
    for (const model of this.all) this.close(model);
  }

  /** The graph and the index of the weights: what is read without running. */
  #watch(model: OpenModel): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(model.uri, '{saved_model.pb,saved_model.pbtxt,variables/variables.index}'),
    );
    // Of a folder that is deleted or moved as a whole nothing inside is told.
    const around = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(model.uri, '..'), '*'),
      false,
      true,
      false,
    );
    let timer: NodeJS.Timeout | undefined;
    const changed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => model.refresh(), SETTLE_MS);
    };
    const moved = (uri: vscode.Uri): void => {
      if (uri.toString() === model.uri.toString()) changed();
    };
    return vscode.Disposable.from(
      around,
      around.onDidDelete(moved),
      around.onDidCreate(moved),
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      model.onDidChange((what) => this.#onDidChange.fire({ model, what })),
      { dispose: () => clearTimeout(timer) },
    );
  }
}

/** The folder of a model from its URI or that of its file. */
export function modelFolder(uri: vscode.Uri): vscode.Uri {
  return /\/saved_model\.(pb|pbtxt)$/.test(uri.path) ? uri.with({ path: dirname(uri.path) }) : uri;
}
