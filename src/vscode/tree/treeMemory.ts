import type * as vscode from 'vscode';
import type { EntryChoice } from '../../rpc/modelService.ts';

const EXPANDED = 'savedmodelLens.expanded';
const CHECKED = 'savedmodelLens.checked';
/** Rows remembered: a tree is not a diary. */
const MOST_ROWS = 1000;

/** A layer whose box is checked. */
export interface CheckedLayer {
  /** URI of the model's folder */
  readonly model: string;
  readonly choice: EntryChoice;
  readonly path: string;
}

/** What a person did to rows of the tree, kept over reloads by the rows' ids: opened, closed, checked. */
export class TreeMemory {
  readonly #expanded: Map<string, boolean>;
  readonly #checked: Map<string, CheckedLayer>;

  constructor(private readonly state: vscode.Memento) {
    this.#expanded = new Map(state.get<[string, boolean][]>(EXPANDED, []));
    this.#checked = new Map(state.get<[string, CheckedLayer][]>(CHECKED, []));
  }

  isExpanded(id: string): boolean | undefined {
    return this.#expanded.get(id);
  }

  setExpanded(id: string, isExpanded: boolean): void {
    this.#expanded.delete(id);
    this.#expanded.set(id, isExpanded);
    void this.state.update(EXPANDED, [...this.#expanded].slice(-MOST_ROWS));
  }

  get checked(): readonly CheckedLayer[] {
    return [...this.#checked.values()];
  }

  isChecked(id: string): boolean {
    return this.#checked.has(id);
  }

  check(id: string, layer: CheckedLayer): void {
    this.#checked.set(id, layer);
    this.#saveChecked();
  }

  /** Unchecks one row, or (no id) all. */
  uncheck(id?: string): void {
    if (id === undefined) this.#checked.clear();
    else this.#checked.delete(id);
    this.#saveChecked();
  }

  #saveChecked(): void {
    void this.state.update(CHECKED, [...this.#checked].slice(-MOST_ROWS));
  }
}
