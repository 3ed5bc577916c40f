import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { CallOptions, ParamsOf, ResultOf } from '../../rpc/client.ts';
import type { EntryChoice, LayersDocument, ModelService, ModelServiceEvents, ShowDocument } from '../../rpc/modelService.ts';
import { startWorker, type ModelWorker } from '../../node/startWorker.ts';
import { engineSetting, workerVariables } from '../settings.ts';
import { entryKey } from './entryKey.ts';
import { HeldBack } from './heldBack.ts';
import { modelName } from './modelTitle.ts';
import { weightsHash, type ModelStamp } from './staleRuns.ts';

type EventOf<M> = M extends keyof ModelServiceEvents ? ModelServiceEvents[M] : never;

/** What is new: the file was read, it changed on disk, layers of an entry point are known, a run ended. */
export type ModelChange = 'read' | 'structure' | 'layers' | 'run';

/** Layers asked for at once: taking in that many costs the extension host a few milliseconds. */
const LAYERS_PER_PAGE = 500;

/**
 * A model that is open in this window, behind one worker process. The process is started at the first question and again
 * after it died; what it said about the structure is kept here.
 */
export class OpenModel implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<ModelChange>();
  readonly onDidChange = this.#onDidChange.event;
  readonly #layers = new Map<string, LayersDocument>();
  readonly #asked = new Map<string, Promise<LayersDocument>>();
  #document: ShowDocument | undefined;
  readonly #refresh = new HeldBack(() => this.#forget());
  #isClosed = false;
  #stamp: Promise<ModelStamp> | undefined;
  #worker: ModelWorker | undefined;
  #opened: Promise<ShowDocument> | undefined;

  constructor(
    /** folder of the model */
    readonly uri: vscode.Uri,
    private readonly workerFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Name of the folder. */
  get name(): string {
    return modelName(this.uri.fsPath);
  }

  /** What is known without asking; for hovers, which must not wait. */
  get knownDocument(): ShowDocument | undefined {
    return this.#document;
  }

  /** Layers of the entry point with this key (`entryKey`), when they have been asked for. */
  knownLayersOf(key: string): LayersDocument | undefined {
    return this.#layers.get(key);
  }

  /** Layers of every entry point that was looked at, the default one first. */
  get knownLayerDocuments(): readonly LayersDocument[] {
    const first = this.#layers.get(entryKey({}));
    return first === undefined
      ? [...this.#layers.values()]
      : [first, ...[...this.#layers.values()].filter((each) => each !== first)];
  }

  async document(): Promise<ShowDocument> {
    if (this.#document === undefined) await this.#ready();
    return this.#document ?? this.document();
  }

  /** All layers of an entry point; asked for once, whoever wants them. */
  async layers(choice: EntryChoice): Promise<LayersDocument> {
    const key = entryKey(choice);
    const known = this.#layers.get(key) ?? this.#asked.get(key);
    if (known !== undefined) return known;
    const asked = this.#askLayers(choice);
    this.#asked.set(key, asked);
    try {
      const layers = await asked;
      // The file may have changed meanwhile: then these are the layers of a model that is no more.
      if (this.#asked.get(key) === asked) {
        this.#layers.set(key, layers);
        this.#onDidChange.fire('layers');
      }
      return layers;
    } finally {
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    }
  }

  /** What the model's files are, to tell whether a run is still theirs. */
  stamp(): Promise<ModelStamp> {
    this.#stamp ??= this.document().then(async ({ sha256 }) => ({ graph: sha256, weights: await weightsHash(this.uri.fsPath) }));
    this.#stamp.catch(() => {
      this.#stamp = undefined;
    });
    return this.#stamp;
  }

  /** Any other question to the worker. */
  async call<M extends keyof ModelService>(
    method: M,
    params: ParamsOf<ModelService, M>,
    options?: CallOptions<EventOf<M>>,
  ): Promise<ResultOf<ModelService, M>> {
    // A dump reads the run alone: the model may be gone.
    const worker = method === 'dump' ? (this.#worker ?? this.#start()) : await this.#ready();
    return worker.call(method, params, options);
  }

  /** Leaves the worker to a run, whose values are those of the files that it began with. Answers what ends that. */
  hold(): () => void {
    return this.#refresh.hold();
  }

  /** Forgets the structure: the file changed on disk. While a run goes on this waits for its end. */
  refresh(): void {
    this.#refresh.do();
  }

  /** A run ended: badges and hovers have something new to show. */
  touch(): void {
    this.#onDidChange.fire('run');
  }

  /** Waits until the worker runs nothing any more; one that does not come to rest in time is ended, and started again at the next question. */
  async settle(milliseconds: number): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    try {
      await worker.call('idle', {}, { timeoutMs: milliseconds });
    } catch {
      if (this.#worker === worker) this.#stop();
    }
  }

  dispose(): void {
    this.#isClosed = true;
    this.#stop();
    this.#onDidChange.dispose();
  }

  #forget(): void {
    if (this.#isClosed) return;
    this.#stop();
    this.#document = undefined;
    this.#layers.clear();
    this.#asked.clear();
    this.#stamp = undefined;
    this.#onDidChange.fire('structure');
  }

  #stop(): void {
    this.#worker?.kill();
    this.#worker = undefined;
    this.#opened = undefined;
  }

  async #askLayers(choice: EntryChoice): Promise<LayersDocument> {
    const { total, ...document } = await this.call('layers', { ...choice, offset: 0, limit: LAYERS_PER_PAGE });
    const layers = [...document.layers];
    while (layers.length < total) {
      const page = await this.call('layers', { ...choice, offset: layers.length, limit: LAYERS_PER_PAGE });
      if (page.layers.length === 0) break;
      for (const row of page.layers) layers.push(row);
    }
    return { ...document, layers };
  }

  async #ready(): Promise<ModelWorker> {
    const worker = this.#worker ?? this.#start();
    const isKnown = this.#document !== undefined;
    const document = await (this.#opened ??= worker.call('open', { path: this.uri.fsPath, engine: engineSetting() }));
    this.#document ??= document;
    if (!isKnown && this.#document === document) this.#onDidChange.fire('read');
    return worker;
  }

  #start(): ModelWorker {
    // A process that is started now would be ended by nobody.
    if (this.#isClosed) throw new LensError('cancelled', vscode.l10n.t('This model was closed.'));
    const worker = startWorker({
      workerFile: this.workerFile,
      env: workerVariables(),
      onLog: (line) => this.log.debug(`${this.name}: ${line}`),
    });
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
