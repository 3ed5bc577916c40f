import * as vscode from 'vscode';
import { createClient, type Client, type ParamsOf } from '../../rpc/client.ts';
import type { EntryChoice } from '../../rpc/modelService.ts';
import type { PanelListener, PanelService, PanelServiceEvents, PanelState, ShownRun } from '../../rpc/panelService.ts';
import { serve } from '../../rpc/serve.ts';
import type { RunNews } from '../model/activeRuns.ts';
import type { CheckedChange } from '../model/checkedLayers.ts';
import { entryKey } from '../model/entryKey.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { sentenceOf } from '../report.ts';
import type { BaseServices } from '../services.ts';
import { panelHtml } from './html.ts';
import { panelHandlers } from './panelHandlers.ts';
import { engineState, isOfEntry, panelState, shownRun, summaries } from './panelState.ts';
import { webviewPort } from './webviewPort.ts';

type ShowRequest = ParamsOf<PanelListener, 'show'>;

/** What the host tells a page needs no long wait: the page acknowledges at once or is gone. */
const PAGE_TIMEOUT_MS = 30_000;
/** The page draws the state that it asked for before it hears of anything else. */
const DRAWN_MS = 100;

/** One panel on the screen: what its page asks is answered, and it is told what happens to its model. */
export class ModelPanel {
  readonly #page: Client<PanelListener>;
  /** what the page looks at; undefined while there is none that has asked for its state */
  #entry: EntryChoice | undefined;
  /** the run whose values it shows, or will show when it is visible again */
  #run: string | undefined;
  /** to be shown as soon as it has */
  #waiting: ShowRequest | undefined;
  #waitingRun: KeptRun | undefined;

  constructor(
    private readonly services: BaseServices,
    readonly model: OpenModel,
    readonly panel: vscode.WebviewPanel,
    title: string,
  ) {
    const { extensionUri } = services.context;
    this.title = title;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    panel.webview.options = pageOptions(extensionUri);
    const port = webviewPort(panel);
    this.#page = createClient<PanelListener>(port, { timeoutMs: PAGE_TIMEOUT_MS });
    const handlers = panelHandlers(services, model);
    const server = serve<PanelService, PanelServiceEvents>(port, {
      ...handlers,
      openRun: async (request, context) => {
        const shown = await handlers.openRun(request, context);
        this.#run = shown.summary.id;
        return shown;
      },
      setChecked: async ({ checked, entry }) => services.checked.replace(model.uri.toString(), entry, checked, this),
      chooseEntry: async (choice, context) => {
        const state = await handlers.chooseEntry(choice, context);
        // Somebody who chose again meanwhile does not look at this one.
        return context.signal.aborted ? state : this.#looksAt(state);
      },
      ready: async (request, context) => {
        const wanted = this.#waitingRun;
        const state = await handlers.ready(
          wanted === undefined ? request : { entry: wanted.question.entry, run: wanted.id },
          context,
        );
        setTimeout(() => this.#showWaiting(wanted), DRAWN_MS);
        return this.#looksAt(state);
      },
    });
    panel.onDidDispose(() => {
      server.dispose();
      this.#page.dispose();
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is gone, and asks again when it is back.
      if (!panel.visible) this.#entry = undefined;
    });
    panel.webview.html = panelHtml(panel.webview, extensionUri);
  }

  /** Two models of the same name are told apart by where they are. */
  set title(title: string) {
    if (this.panel.title !== title) this.panel.title = title;
  }

  /** True for the run that its page shows. */
  shows(run: string): boolean {
    return run === this.#run;
  }

  /** Shows a layer, tensor or stored variable. */
  show(request: ShowRequest): void {
    if (this.#entry === undefined) this.#waiting = request;
    else void this.#tell(() => this.#page.call('show', request));
  }

  /** Shows a kept run; one of another entry point takes the page there. */
  async showRun(run: KeptRun): Promise<void> {
    if (this.#entry === undefined) this.#waitingRun = run;
    else await this.#tell(async () => this.#page.call('runShown', { run: await this.#goTo(run) }));
  }

  /** Tells of a model whose files changed; an entry point that is no more gives way to the default one. */
  async refresh(): Promise<void> {
    const entry = this.#entry;
    if (entry === undefined) return;
    const { model, services } = this;
    await this.#tell(async () => {
      try {
        const state = await panelState(services, model, entry).catch(() => panelState(services, model, {}));
        await this.#page.call('stateChanged', { state: this.#looksAt(state) });
      } catch (error) {
        // What is on the screen stays: the values of a run are kept, whatever became of the model.
        await this.#page.call('modelRefused', { sentence: sentenceOf(error) });
      }
    });
  }

  /** Tells of a run that began, goes on, or ended. */
  async tellNews(news: RunNews): Promise<void> {
    switch (news.kind) {
      case 'started':
        return this.#tell(() => this.#page.call('runStarted', { run: news.run }));
      case 'event':
        return this.#tell(() => this.#page.call('runProgress', { event: news.event }));
      case 'ended':
        return this.#tell(async () => {
          const { id } = news;
          const { error, run } = news.end;
          await this.#page.call('runFinished', {
            id,
            ...(run === undefined ? {} : { run: await this.#goTo(run) }),
            ...(error === undefined ? {} : { error }),
          });
        });
    }
  }

  /** Tells which runs are kept. */
  async tellRuns(): Promise<void> {
    const entry = this.#entry;
    if (entry === undefined) return;
    await this.#tell(async () => this.#page.call('runsChanged', { runs: await summaries(this.services, this.model, entry) }));
  }

  /** Tells which layers are checked, unless its own page did that. */
  async tellChecked({ by, choice }: CheckedChange): Promise<void> {
    const entry = this.#entry;
    if (by === this || entry === undefined || entryKey(entry) !== entryKey(choice)) return;
    const checked = this.services.checked.of(this.model.uri.toString(), entry);
    await this.#tell(() => this.#page.call('checkedChanged', { checked }));
  }

  /** Tells which engine runs models now. */
  async tellEngine(): Promise<void> {
    if (this.#entry !== undefined)
      await this.#tell(async () => this.#page.call('engineChanged', { engine: await engineState() }));
  }

  #looksAt(state: PanelState): PanelState {
    this.#entry = state.entry;
    this.#run = state.run?.summary.id;
    return state;
  }

  /** Somebody may have asked for more while the state was read. */
  #showWaiting(shown: KeptRun | undefined): void {
    const [request, run] = [this.#waiting, this.#waitingRun];
    this.#waiting = undefined;
    this.#waitingRun = undefined;
    if (run !== undefined && run !== shown) void this.showRun(run);
    if (request !== undefined) this.show(request);
  }

  /** The run, for a page that looks at its entry point. */
  async #goTo(run: KeptRun): Promise<ShownRun> {
    const { model, services } = this;
    const shown = await shownRun(services, model, run);
    this.#run = run.id;
    if (this.#entry !== undefined && !isOfEntry(shown.manifest, this.#entry)) {
      const state = await panelState(services, model, run.question.entry, run.id);
      await this.#page.call('stateChanged', { state: this.#looksAt(state) });
    }
    return shown;
  }

  /** A page that is hidden or just closed hears nothing; it asks for its state when it is back. */
  async #tell(telling: () => Promise<void>): Promise<void> {
    try {
      await telling();
    } catch (error) {
      this.services.log.trace(sentenceOf(error));
    }
  }
}

/** What a page may do: run its own script, and load files of its own folder. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')] };
}
