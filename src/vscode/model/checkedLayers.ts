import * as vscode from 'vscode';
import type { EntryChoice } from '../../rpc/modelService.ts';
import { entryKey } from './entryKey.ts';

const STATE = 'savedmodelLens.checkedLayers';
/** Layers remembered over a reload. */
const MOST_KEPT = 5000;

/** A layer whose box is checked. */
export interface CheckedLayer {
  /** URI of the model's folder */
  readonly model: string;
  readonly choice: EntryChoice;
  readonly path: string;
}

/** Layers of one entry point whose boxes were checked or unchecked. */
export interface CheckedChange {
  readonly model: string;
  readonly choice: EntryChoice;
  readonly paths: ReadonlySet<string>;
  /** who did it and need not be told */
  readonly by: unknown;
}

/** The layers that the next run is for: one set, whichever view's boxes a person checks; kept over reloads. */
export class CheckedLayers implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<CheckedChange>();
  readonly onDidChange = this.#onDidChange.event;
  readonly #layers: Map<string, CheckedLayer>;

  constructor(private readonly state: vscode.Memento) {
    this.#layers = new Map(state.get<readonly CheckedLayer[]>(STATE, []).map((layer) => [keyOf(layer), layer]));
  }

  get all(): readonly CheckedLayer[] {
    return [...this.#layers.values()];
  }

  /** Paths of an entry point, in the order in which they were checked. */
  of(model: string, choice: EntryChoice): readonly string[] {
    const entry = entryKey(choice);
    return this.all.filter((layer) => layer.model === model && entryKey(layer.choice) === entry).map(({ path }) => path);
  }

  has(layer: CheckedLayer): boolean {
    return this.#layers.has(keyOf(layer));
  }

  /** Makes these the checked layers of an entry point. */
  replace(model: string, choice: EntryChoice, paths: readonly string[], by?: unknown): void {
    const before = new Set(this.of(model, choice));
    const wanted = new Set(paths);
    const changed = new Set([...paths.filter((path) => !before.has(path)), ...[...before].filter((path) => !wanted.has(path))]);
    this.#change(model, choice, changed, (path) => wanted.has(path), by);
  }

  /** Checks or unchecks one layer. */
  set(layer: CheckedLayer, isChecked: boolean, by?: unknown): void {
    if (this.has(layer) !== isChecked) this.#change(layer.model, layer.choice, new Set([layer.path]), () => isChecked, by);
  }

  /** Unchecks all. */
  clear(): void {
    for (const { choice, model } of this.all) this.replace(model, choice, []);
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  #change(
    model: string,
    choice: EntryChoice,
    paths: ReadonlySet<string>,
    isChecked: (path: string) => boolean,
    by: unknown,
  ): void {
    if (paths.size === 0) return;
    for (const path of paths) {
      const layer = { model, choice, path };
      if (isChecked(path)) this.#layers.set(keyOf(layer), layer);
      else this.#layers.delete(keyOf(layer));
    }
    void this.state.update(STATE, this.all.slice(-MOST_KEPT));
    this.#onDidChange.fire({ model, choice, paths, by });
  }
}

function keyOf({ choice, model, path }: CheckedLayer): string {
  return JSON.stringify([model, entryKey(choice), path]);
}
