import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CallOptions, ParamsOf, ResultOf } from '../../rpc/client.ts';
import type { EntryChoice, LayersDocument, ModelService, ModelServiceEvents, ShowDocument } from '../../rpc/modelService.ts';
import { startWorker, type ModelWorker } from '../../node/startWorker.ts';
import { engineSetting, workerVariables } from '../settings.ts';
import { entryKey } from './entryKey.ts';

type EventOf<M> = M extends keyof ModelServiceEvents ? ModelServiceEvents[M] : never;

/**
 * A model that is open in this window, behind one worker process. The process is started at the first question and again
 * after it died; what it said about the structure is kept here.
 */
export class OpenModel implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  /** structure known anew, file changed, run ended */
  readonly onDidChange = this.#onDidChange.event;
  readonly #layers = new Map<string, LayersDocument>();
  #document: ShowDocument | undefined;
  #worker: ModelWorker | undefined;
  #opened: Promise<ShowDocument> | undefined;

  constructor(
    /** folder of the model */
    readonly uri: vscode.Uri,
    private readonly workerFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get name(): string {
    const name = basename(this.uri.fsPath);
    // TF Serving's version folders say nothing by themselves.
    return /^\d+$/.test(name) ? `${basename(vscode.Uri.joinPath(this.uri, '..').fsPath)}/${name}` : name;
  }

  /** What is known without asking; for hovers, which must not wait. */
  get knownDocument(): ShowDocument | undefined {
    return this.#document;
  }

  knownLayers(choice: EntryChoice): LayersDocument | undefined {
    return this.#layers.get(entryKey(choice));
  }

  /** Layers of the entry point that is looked at by default, when they have been asked for. */
  get knownDefaultLayers(): LayersDocument | undefined {
    return this.#layers.get(entryKey({})) ?? [...this.#layers.values()][0];
  }

  /** Layers of every entry point that was looked at, the default one first. */
  get knownLayerDocuments(): readonly LayersDocument[] {
    const first = this.#layers.get(entryKey({}));
    return first === undefined ? [...this.#layers.values()] : [first, ...[...this.#layers.values()].filter((each) => each !== first)];
  }

  async document(): Promise<ShowDocument> {
    if (this.#document === undefined) await this.#ready();
    return this.#document ?? this.document();
  }

  async layers(choice: EntryChoice, signal?: AbortSignal): Promise<LayersDocument> {
    const key = entryKey(choice);
    const known = this.#layers.get(key);
    if (known !== undefined) return known;
    const layers = await this.call('layers', choice, signal === undefined ? {} : { signal });
    this.#layers.set(key, layers);
    this.#onDidChange.fire();
    return layers;
  }

  /** Any other question to the worker. */
  async call<M extends keyof ModelService>(method: M, params: ParamsOf<ModelService, M>, options?: CallOptions<EventOf<M>>): Promise<ResultOf<ModelService, M>> {
    const worker = await this.#ready();
    return worker.call(method, params, options);
  }

  /** Forgets the structure: the file changed on disk. */
  refresh(): void {
    this.#stop();
    this.#document = undefined;
    this.#layers.clear();
    this.#onDidChange.fire();
  }

  /** A run ended: badges and hovers have something new to show. */
  touch(): void {
    this.#onDidChange.fire();
  }

  get workerPid(): number | undefined {
    return this.#worker?.pid;
  }

  dispose(): void {
    this.#stop();
    this.#onDidChange.dispose();
  }

  #stop(): void {
    this.#worker?.kill();
    this.#worker = undefined;
    this.#opened = undefined;
  }

  async #ready(): Promise<ModelWorker> {
    const worker = this.#worker ?? this.#start();
    this.#document = await (this.#opened ??= worker.call('open', { path: this.uri.fsPath, engine: engineSetting() }));
    return worker;
  }

  #start(): ModelWorker {
    const worker = startWorker({ workerFile: this.workerFile, env: workerVariables(), onLog: (line) => this.log.debug(`${this.name}: ${line}`) });
    this.#worker = worker;
    void worker.exited.then((reason) => {
      if (this.#worker !== worker) return;
      this.log.warn(`${this.name}: ${reason.sentence}`);
      this.#worker = undefined;
      this.#opened = undefined;
    });
    return worker;
  }
}
