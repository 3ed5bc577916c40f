import * as vscode from 'vscode';
import { PANEL_TYPE, SETTINGS } from '../ids.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { KeptRun } from '../model/runHistory.ts';
import type { BaseServices } from '../services.ts';
import { ModelPanel, pageOptions } from './modelPanel.ts';

/**
 * The panels of this window. Opening a model again reveals the panel that it has; a model whose file is opened too has a second
 * one. All of them hear of runs, of files that changed, and of engines.
 */
export class PanelManager implements vscode.Disposable {
  /** the one that was last in front at the end */
  readonly #panels = new Set<ModelPanel>();
  readonly #subscriptions: vscode.Disposable;

  readonly #onDidChangeActive = new vscode.EventEmitter<void>();
  /** another panel has the focus, or none */
  readonly onDidChangeActive = this.#onDidChangeActive.event;

  constructor(private readonly services: BaseServices) {
    this.#subscriptions = vscode.Disposable.from(
      services.active.onNews((news) => {
        for (const panel of this.#of(news.model)) void panel.tellNews(news);
      }),
      services.history.onDidChange(() => {
        for (const panel of this.#panels) void panel.tellRuns();
      }),
      services.checked.onDidChange((change) => {
        for (const panel of this.#panels) if (panel.model.uri.toString() === change.model) void panel.tellChecked(change);
      }),
      services.models.onDidChange(({ what }) => {
        if (what === 'models') for (const panel of this.#panels) panel.title = services.models.titleOf(panel.model);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tellEngine()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.libtensorflow)) this.#tellEngine();
      }),
    );
  }

  /** The model whose panel is in front. */
  get active(): OpenModel | undefined {
    const newestFirst = [...this.#panels].reverse();
    return (newestFirst.find(({ panel }) => panel.active) ?? newestFirst.find(({ panel }) => panel.visible))?.model;
  }

  /** True for a run that one of the panels shows. */
  shows(run: string): boolean {
    return [...this.#panels].some((panel) => panel.shows(run));
  }

  /** Reveals the panel of a model, or makes one. */
  open(model: OpenModel): void {
    this.#open(model);
  }

  /** Fills a panel that VS Code made: a custom editor's, or one restored after a reload. */
  attach(model: OpenModel, panel: vscode.WebviewPanel): void {
    this.#attach(model, panel);
  }

  /** Closes every panel of a model. */
  close(model: OpenModel): void {
    for (const { panel } of this.#of(model)) panel.dispose();
  }

  /** Shows a layer or tensor in the model's panel, opening it when needed. */
  show(model: OpenModel, name: string, inGraph = false): void {
    this.#open(model).show({ name, ...(inGraph ? { inGraph } : {}) });
  }

  /** Shows a stored variable in the model's panel, opening it when needed. */
  showVariable(model: OpenModel, key: string): void {
    this.#open(model).show({ name: key, isVariable: true });
  }

  /** Shows a kept run in the model's panel, opening it when needed. */
  async showRun(model: OpenModel, run: KeptRun): Promise<void> {
    await this.#open(model).showRun(run);
  }

  /** Tells the pages of a model whose files changed. */
  async refresh(model: OpenModel): Promise<void> {
    await Promise.all(this.#of(model).map((panel) => panel.refresh()));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChangeActive.dispose();
  }

  #of(model: OpenModel): readonly ModelPanel[] {
    return [...this.#panels].filter((panel) => panel.model === model);
  }

  #open(model: OpenModel): ModelPanel {
    const known = this.#of(model);
    const open = known.find(({ panel }) => panel.visible) ?? known.at(-1);
    if (open !== undefined) {
      open.panel.reveal(undefined, true);
      return open;
    }
    const panel = vscode.window.createWebviewPanel(
      PANEL_TYPE,
      model.name,
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: true },
      pageOptions(this.services.context.extensionUri),
    );
    return this.#attach(model, panel);
  }

  #attach(model: OpenModel, panel: vscode.WebviewPanel): ModelPanel {
    const open = new ModelPanel(this.services, model, panel, this.services.models.titleOf(model));
    this.#panels.add(open);
    panel.onDidDispose(() => {
      this.#panels.delete(open);
      this.#onDidChangeActive.fire();
    });
    panel.onDidChangeViewState(() => {
      if (panel.active) {
        this.#panels.delete(open);
        this.#panels.add(open);
      }
      this.#onDidChangeActive.fire();
    });
    this.#onDidChangeActive.fire();
    return open;
  }

  #tellEngine(): void {
    for (const panel of this.#panels) void panel.tellEngine();
  }
}
