import type * as vscode from 'vscode';

const EXPANDED = 'savedmodelLens.expanded';
/** Rows remembered: a tree is not a diary. */
const MOST_ROWS = 1000;

/** What a person did to rows of the tree, kept over reloads by the rows' ids: opened, closed. */
export class TreeMemory {
  readonly #expanded: Map<string, boolean>;

  constructor(private readonly state: vscode.Memento) {
    this.#expanded = new Map(state.get<[string, boolean][]>(EXPANDED, []));
  }

  isExpanded(id: string): boolean | undefined {
    return this.#expanded.get(id);
  }

  setExpanded(id: string, isExpanded: boolean): void {
    this.#expanded.delete(id);
    this.#expanded.set(id, isExpanded);
    void this.state.update(EXPANDED, [...this.#expanded].slice(-MOST_ROWS));
  }
}
