import * as vscode from 'vscode';
import { createClient, type Client } from '../../rpc/client.ts';
import type { ParamsOf } from '../../rpc/client.ts';
import type { EntryChoice } from '../../rpc/modelService.ts';
import type { PanelListener, PanelService, PanelServiceEvents, PanelState } from '../../rpc/panelService.ts';
import { serve } from '../../rpc/serve.ts';
import { PANEL_TYPE, SETTINGS } from '../ids.ts';
import type { RunNews } from '../model/activeRuns.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { sentenceOf } from '../report.ts';
import type { BaseServices } from '../services.ts';
import { panelHtml } from './html.ts';
import { panelHandlers } from './panelHandlers.ts';
import { engineState, isOfEntry, panelState, shownRun, summaries } from './panelState.ts';
import { webviewPort } from './webviewPort.ts';

type ShowRequest = ParamsOf<PanelListener, 'show'>;

/** A panel on the screen, as the rest of the extension talks to it. */
export interface ModelPanel {
  readonly panel: vscode.WebviewPanel;
  readonly page: Client<PanelListener>;
}

interface OpenPanel extends ModelPanel {
  readonly model: OpenModel;
  /** what the page looks at; undefined until it has asked for its state */
  entry: EntryChoice | undefined;
  /** to be shown as soon as it has */
  waiting: ShowRequest | undefined;
  waitingRun: KeptRun | undefined;
}

/** What the host tells a page needs no long wait: the page acknowledges at once or is gone. */
const PAGE_TIMEOUT_MS = 30_000;

/** One panel per model; opening it again reveals it. Pages hear of runs, of files that changed, and of engines. */
export class PanelManager implements vscode.Disposable {
  readonly #panels = new Map<string, OpenPanel>();
  readonly #subscriptions: vscode.Disposable;

  readonly #onDidChangeActive = new vscode.EventEmitter<void>();
  /** another panel has the focus, or none */
  readonly onDidChangeActive = this.#onDidChangeActive.event;

  constructor(private readonly services: BaseServices) {
    this.#subscriptions = vscode.Disposable.from(
      services.active.onNews((news) => void this.#tellNews(news)),
      services.history.onDidChange(() =>
        this.#tellAll(async (open, entry) =>
          open.page.call('runsChanged', { runs: await summaries(services, open.model, entry) }),
        ),
      ),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tellEngine()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.libtensorflow)) this.#tellEngine();
      }),
    );
  }

  /** The model whose panel is in front. */
  get active(): OpenModel | undefined {
    const [key] =
      [...this.#panels].find(([, { panel }]) => panel.active) ?? [...this.#panels].find(([, { panel }]) => panel.visible) ?? [];
    return key === undefined ? undefined : this.services.models.find(key);
  }

  get(model: OpenModel): ModelPanel | undefined {
    return this.#panels.get(model.uri.toString());
  }

  open(model: OpenModel, column?: vscode.ViewColumn): ModelPanel {
    return this.#open(model, column);
  }

  /** Fills a panel that VS Code made: a custom editor's, or one restored after a reload. */
  attach(model: OpenModel, panel: vscode.WebviewPanel): ModelPanel {
    return this.#attach(model, panel);
  }

  /** Shows a layer or tensor in the model's panel, opening it when needed. */
  show(model: OpenModel, name: string, inGraph = false): void {
    this.#show(model, { name, ...(inGraph ? { inGraph } : {}) });
  }

  /** Shows a stored variable in the model's panel, opening it when needed. */
  showVariable(model: OpenModel, key: string): void {
    this.#show(model, { name: key, isVariable: true });
  }

  #show(model: OpenModel, request: ShowRequest): void {
    const open = this.#open(model);
    if (open.entry === undefined) open.waiting = request;
    else void this.#tell(open.page.call('show', request));
  }

  /** Shows a kept run in the model's panel, opening it when needed. */
  async showRun(model: OpenModel, run: KeptRun): Promise<void> {
    const open = this.#open(model);
    if (open.entry === undefined) open.waitingRun = run;
    else await this.#showRun(open, run);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChangeActive.dispose();
  }

  #open(model: OpenModel, column?: vscode.ViewColumn): OpenPanel {
    const known = this.#panels.get(model.uri.toString());
    if (known !== undefined) {
      known.panel.reveal(column, true);
      return known;
    }
    const panel = vscode.window.createWebviewPanel(
      PANEL_TYPE,
      model.name,
      { viewColumn: column ?? vscode.ViewColumn.Active, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [this.#assets()] },
    );
    return this.#attach(model, panel);
  }

  #attach(model: OpenModel, panel: vscode.WebviewPanel): OpenPanel {
    const key = model.uri.toString();
    panel.title = model.name;
    panel.iconPath = vscode.Uri.joinPath(this.services.context.extensionUri, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.#assets()] };
    const port = webviewPort(panel);
    const open: OpenPanel = {
      panel,
      model,
      page: createClient<PanelListener>(port, { timeoutMs: PAGE_TIMEOUT_MS }),
      entry: undefined,
      waiting: undefined,
      waitingRun: undefined,
    };
    const handlers = panelHandlers(this.services, model);
    const looksAt = (state: PanelState): PanelState => {
      open.entry = state.entry;
      return state;
    };
    const server = serve<PanelService, PanelServiceEvents>(port, {
      ...handlers,
      chooseEntry: async (choice, context) => looksAt(await handlers.chooseEntry(choice, context)),
      ready: async (request, context) => {
        const wanted = open.waitingRun;
        const state = looksAt(
          await handlers.ready(wanted === undefined ? request : { entry: wanted.question.entry, run: wanted.id }, context),
        );
        // Somebody may have asked for more while the state was read.
        const { waiting, waitingRun } = open;
        open.waiting = undefined;
        open.waitingRun = undefined;
        setTimeout(() => {
          if (waitingRun !== undefined && waitingRun !== wanted) void this.#showRun(open, waitingRun);
          if (waiting !== undefined) void this.#tell(open.page.call('show', waiting));
        }, 100);
        return state;
      },
    });
    this.#panels.set(key, open);
    panel.onDidDispose(() => {
      server.dispose();
      open.page.dispose();
      if (this.#panels.get(key) === open) this.#panels.delete(key);
      this.#onDidChangeActive.fire();
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is gone, and asks again when it is back.
      if (!panel.visible) open.entry = undefined;
      this.#onDidChangeActive.fire();
    });
    this.#onDidChangeActive.fire();
    panel.webview.html = panelHtml(panel.webview, this.services.context.extensionUri);
    return open;
  }

  /** Tells the page of a model whose files changed; an entry point that is no more gives way to the default one. */
  async refresh(model: OpenModel): Promise<void> {
    const open = this.#panels.get(model.uri.toString());
    if (open?.entry === undefined) return;
    const state = panelState(this.services, model, open.entry).catch(() => panelState(this.services, model, {}));
    await this.#tell(
      state.then((fresh) => {
        open.entry = fresh.entry;
        return open.page.call('stateChanged', { state: fresh });
      }),
    );
  }

  async #tellNews(news: RunNews): Promise<void> {
    const open = this.#panels.get(news.model.uri.toString());
    if (open === undefined) return;
    switch (news.kind) {
      case 'started':
        return this.#tell(open.page.call('runStarted', { run: news.run }));
      case 'event':
        return this.#tell(open.page.call('runProgress', { event: news.event }));
      case 'ended': {
        const { run, error } = news.end;
        if (run !== undefined) await this.#showRun(open, run, error);
        else await this.#tell(open.page.call('runFinished', error === undefined ? {} : { error }));
      }
    }
  }

  /** A run of another entry point takes the page there. */
  async #showRun(open: OpenPanel, run: KeptRun, error?: { readonly code: string; readonly sentence: string }): Promise<void> {
    const { services } = this;
    const shown = await shownRun(services, open.model, run);
    if (open.entry !== undefined && !isOfEntry(shown.manifest, open.entry)) {
      const state = await panelState(services, open.model, run.question.entry, run.id);
      open.entry = state.entry;
      await this.#tell(open.page.call('stateChanged', { state }));
    }
    await this.#tell(open.page.call('runFinished', { run: shown, ...(error === undefined ? {} : { error }) }));
  }

  #tellEngine(): void {
    this.#tellAll(async ({ page }) => page.call('engineChanged', { engine: await engineState() }));
  }

  #tellAll(what: (open: OpenPanel, entry: EntryChoice) => Promise<void>): void {
    for (const open of this.#panels.values()) if (open.entry !== undefined) void this.#tell(what(open, open.entry));
  }

  #assets(): vscode.Uri {
    return vscode.Uri.joinPath(this.services.context.extensionUri, 'dist', 'webview');
  }

  /** A page that is hidden or just closed hears nothing; it asks for its state when it is back. */
  async #tell(telling: Promise<void>): Promise<void> {
    try {
      await telling;
    } catch (error) {
      this.services.log.trace(sentenceOf(error));
    }
  }
}
