import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import type { Iterations } from '../../core/run/iterations.ts';
import { bytesIn, newRunId, removeUnfinished, RUN_META, surplusRuns } from '../../node/runFolders.ts';
import type { EntryChoice, InputBinding, RunLimits } from '../../rpc/modelService.ts';
import type { ModelStamp } from './staleRuns.ts';

/** What a person asked for, enough to say it again. */
export interface RunQuestion {
  readonly entry: EntryChoice;
  readonly select: readonly string[];
  readonly inputs: readonly InputBinding[];
  /** values for tensors inside the graph */
  readonly feeds?: readonly InputBinding[];
  /** file of all inputs */
  readonly inputsFile?: string;
  readonly dims: Readonly<Record<string, number>>;
  readonly batch?: number;
  readonly iterations?: Iterations;
  readonly limits?: RunLimits;
}

/** An entry point as a manifest names it. */
export type RanEntry = Pick<Manifest, 'tagSet' | 'signature' | 'function'>;

/** A run in the store: a dump folder with `run.json` beside its manifest. */
export interface KeptRun {
  readonly id: string;
  /** fsPath of the model's folder */
  readonly model: string;
  readonly when: string;
  readonly label: string;
  readonly question: RunQuestion;
  readonly directory: string;
  /** what it gave and how large it is, so that a list needs no manifest */
  readonly tensors?: number;
  readonly partial?: boolean;
  readonly bytes?: number;
  /** the entry point that ran, whatever words it was asked for with */
  readonly ran?: RanEntry;
  /** what the model was */
  readonly stamp?: ModelStamp;
  /** made elsewhere and shipped with the extension; never deleted */
  readonly isRecorded?: true;
}

/** Manifests at hand: of a large model each is megabytes. */
const MOST_MANIFESTS = 8;

function isKeptRun(value: unknown): value is Omit<KeptRun, 'directory'> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'model' in value &&
    'when' in value &&
    'label' in value &&
    'question' in value
  );
}

/** The entry point that a manifest is of. */
export function ranEntry({ tagSet, signature, function: path }: RanEntry): RanEntry {
  return { tagSet, signature, ...(path === undefined ? {} : { function: path }) };
}

/** Runs outlive workers, panels and reloads: they are folders in the extension's storage. */
export class RunHistory implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#onDidChange.event;
  readonly #manifests = new Map<string, Manifest>();
  /** begun and not finished: their values can be asked for already */
  readonly #begun = new Map<string, KeptRun>();
  #runs: readonly KeptRun[] | undefined;

  constructor(
    private readonly root: string,
    /** runs that came with the extension */
    private readonly shipped: () => Promise<readonly KeptRun[]> = async () => [],
  ) {}

  /** All runs, newest first. */
  async all(): Promise<readonly KeptRun[]> {
    this.#runs ??= await this.#scan();
    return this.#runs;
  }

  /** Runs of one model, newest first, those that came with the extension behind them. */
  async of(model: string): Promise<readonly KeptRun[]> {
    return [...(await this.all()), ...(await this.shipped())].filter((run) => run.model === model);
  }

  async get(id: string): Promise<KeptRun> {
    const run =
      this.#begun.get(id) ??
      (await this.all()).find((each) => each.id === id) ??
      (await this.shipped()).find((each) => each.id === id);
    if (run === undefined) throw new LensError('not-found', 'This run is no longer kept.', 'Run the model again.');
    return run;
  }

  async manifest(run: KeptRun): Promise<Manifest> {
    // Our own folder, written by our own worker.
    const manifest =
      this.#manifests.get(run.id) ?? (JSON.parse(await readFile(join(run.directory, 'manifest.json'), 'utf8')) as Manifest);
    // The one that was asked for last is the last to go.
    this.#manifests.delete(run.id);
    this.#manifests.set(run.id, manifest);
    for (const id of [...this.#manifests.keys()].slice(0, -MOST_MANIFESTS)) this.#manifests.delete(id);
    return manifest;
  }

  /** A place for a run that is about to start; its folder is made by the worker. */
  begin(model: string, label: string, question: RunQuestion): KeptRun {
    const now = new Date();
    const id = newRunId(now);
    const run = { id, model, when: now.toISOString(), label, question, directory: join(this.root, id) };
    this.#begun.set(id, run);
    return run;
  }

  /** The run has a manifest now: it belongs to the history. `weights` is the hash of those it began with. */
  async finish(begun: KeptRun, weights: string | null): Promise<void> {
    const manifest = await this.manifest(begun);
    const { model, partial, tensors } = manifest;
    const run: KeptRun = {
      ...begun,
      tensors: tensors.length,
      partial,
      bytes: await bytesIn(begun.directory),
      ran: ranEntry(manifest),
      stamp: { graph: model.sha256, weights },
    };
    // The folder may be moved with the storage: where it is, is not written down.
    const meta: Partial<KeptRun> = { ...run };
    delete (meta as { directory?: string }).directory;
    await writeFile(join(run.directory, RUN_META), JSON.stringify(meta, undefined, 1));
    this.#begun.delete(run.id);
    this.#runs = [run, ...(await this.all()).filter((each) => each.id !== run.id)];
    this.#onDidChange.fire();
  }

  async abandon(run: KeptRun): Promise<void> {
    this.#begun.delete(run.id);
    await rm(run.directory, { recursive: true, force: true });
  }

  async remove(run: KeptRun): Promise<void> {
    if (run.isRecorded === true) return;
    await this.abandon(run);
    this.#runs = (await this.all()).filter((each) => each.id !== run.id);
    this.#manifests.delete(run.id);
    this.#onDidChange.fire();
  }

  /** Removes the oldest runs while all need more than `limit` bytes; never the newest, never one that somebody looks at. */
  async trim(limit: number, isShown: (id: string) => boolean): Promise<void> {
    const sized = (await this.all()).map((run) => ({ id: run.id, bytes: run.bytes ?? 0, run }));
    for (const { run } of surplusRuns(sized, limit, isShown)) await this.remove(run);
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  async #scan(): Promise<KeptRun[]> {
    await removeUnfinished(this.root, (id) => this.#begun.has(id));
    const names = await readdir(this.root).catch(() => []);
    const runs = await Promise.all(
      names.map(async (name) => {
        const directory = join(this.root, name);
        try {
          const meta: unknown = JSON.parse(await readFile(join(directory, RUN_META), 'utf8'));
          return isKeptRun(meta) ? [{ ...meta, directory, bytes: meta.bytes ?? (await bytesIn(directory)) }] : [];
        } catch {
          // Another window is at it.
          return [];
        }
      }),
    );
    return runs.flat().sort((a, b) => (a.when < b.when ? 1 : -1));
  }
}
