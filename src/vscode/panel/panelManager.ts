import * as vscode from 'vscode';
import { createClient, type Client, type ParamsOf } from '../../rpc/client.ts';
import type { PanelListener, PanelService, PanelServiceEvents, ShownRun } from '../../rpc/panelService.ts';
import type { EntryChoice, RunEvent } from '../../rpc/modelService.ts';
import { serve } from '../../rpc/serve.ts';
import { PANEL_TYPE } from '../ids.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { BaseServices } from '../services.ts';
import { panelHtml } from './html.ts';
import { panelHandlers } from './panelHandlers.ts';
import { panelState } from './panelState.ts';
import { webviewPort } from './webviewPort.ts';

/** A panel on the screen, as the rest of the extension talks to it. */
export interface ModelPanel {
  readonly panel: vscode.WebviewPanel;
  readonly page: Client<PanelListener>;
  /** the entry point that the page shows */
  entry: EntryChoice;
}

type ShowRequest = ParamsOf<PanelListener, 'show'>;

/** What the host tells a page needs no long wait: the page acknowledges at once or is gone. */
const PAGE_TIMEOUT_MS = 30_000;

/** One panel per model; opening it again reveals it. */
export class PanelManager {
  readonly #panels = new Map<string, ModelPanel>();
  /** what to show as soon as the page has asked for its state */
  readonly #waiting = new Map<string, ShowRequest>();

  constructor(private readonly services: BaseServices) {}

  get(model: OpenModel): ModelPanel | undefined {
    return this.#panels.get(model.uri.toString());
  }

  open(model: OpenModel, column?: vscode.ViewColumn): ModelPanel {
    const known = this.get(model);
    if (known !== undefined) {
      known.panel.reveal(column, true);
      return known;
    }
    const panel = vscode.window.createWebviewPanel(PANEL_TYPE, model.name, { viewColumn: column ?? vscode.ViewColumn.Active, preserveFocus: true }, { enableScripts: true, localResourceRoots: [this.#assets()] });
    return this.attach(model, panel);
  }

  /** Fills a panel that VS Code made: a custom editor's, or one restored after a reload. */
  attach(model: OpenModel, panel: vscode.WebviewPanel): ModelPanel {
    const key = model.uri.toString();
    panel.title = model.name;
    panel.iconPath = vscode.Uri.joinPath(this.services.context.extensionUri, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.#assets()] };
    const port = webviewPort(panel);
    const page = createClient<PanelListener>(port, { timeoutMs: PAGE_TIMEOUT_MS });
    const handlers = panelHandlers(this.services, model);
    const server = serve<PanelService, PanelServiceEvents>(port, {
      ...handlers,
      ready: async (request, context) => {
        const state = await handlers.ready(request, context);
        open.entry = state.entry;
        const show = this.#waiting.get(key);
        this.#waiting.delete(key);
        if (show !== undefined) setTimeout(() => void this.#tell(page.call('show', show)), 100);
        return state;
      },
      chooseEntry: async (choice, context) => {
        const state = await handlers.chooseEntry(choice, context);
        open.entry = state.entry;
        return state;
      },
    });
    const open: ModelPanel = { panel, page, entry: {} };
    this.#panels.set(key, open);
    panel.onDidDispose(() => {
      server.dispose();
      page.dispose();
      if (this.#panels.get(key) === open) this.#panels.delete(key);
    });
    panel.webview.html = panelHtml(panel.webview, this.services.context.extensionUri);
    return open;
  }

  /** Shows a layer or tensor in the model's panel, opening it when needed. */
  show(model: OpenModel, name: string, inGraph = false): void {
    this.#show(model, { name, ...(inGraph ? { inGraph } : {}) });
  }

  #show(model: OpenModel, request: ShowRequest): void {
    const isOpen = this.get(model) !== undefined;
    if (!isOpen) this.#waiting.set(model.uri.toString(), request);
    const { page } = this.open(model);
    if (isOpen) void this.#tell(page.call('show', request));
  }

  /** Shows a stored variable in the model's panel, opening it when needed. */
  showVariable(model: OpenModel, key: string): void {
    this.#show(model, { name: key, isVariable: true });
  }

  /** Tells the page of a model whose files changed; an entry point that is no more gives way to the default one. */
  async refresh(model: OpenModel): Promise<void> {
    const open = this.get(model);
    if (open === undefined) return;
    const state = panelState(this.services, model, open.entry).catch(() => panelState(this.services, model, {}));
    await this.#tell(state.then((fresh) => open.page.call('stateChanged', { state: fresh })));
  }

  started(model: OpenModel, label: string): void {
    void this.#tell(this.get(model)?.page.call('runStarted', { label }));
  }

  progress(model: OpenModel, event: RunEvent): void {
    void this.#tell(this.get(model)?.page.call('runProgress', { event }));
  }

  finished(model: OpenModel, done: { readonly run?: ShownRun; readonly error?: { readonly code: string; readonly sentence: string }; readonly show?: string }): void {
    void this.#tell(this.get(model)?.page.call('runFinished', done));
  }

  #assets(): vscode.Uri {
    return vscode.Uri.joinPath(this.services.context.extensionUri, 'dist', 'webview');
  }

  /** A page that is hidden or just closed hears nothing; it asks for its state when it is back. */
  async #tell(telling: Promise<void> | undefined): Promise<void> {
    try {
      await telling;
    } catch (error) {
      this.services.log.trace(String(error));
    }
  }
}
