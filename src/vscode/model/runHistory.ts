import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import type { Iterations } from '../../core/run/iterations.ts';
import type { EntryChoice, InputBinding, RunLimits } from '../../rpc/modelService.ts';
import { weightsHash, type ModelStamp } from './staleRuns.ts';

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

/** A run in the store: a dump folder with `run.json` beside its manifest. */
export interface KeptRun {
  readonly id: string;
  /** fsPath of the model's folder */
  readonly model: string;
  readonly when: string;
  readonly label: string;
  readonly question: RunQuestion;
  readonly directory: string;
  /** what it gave, so that a list needs no manifest */
  readonly tensors?: number;
  readonly partial?: boolean;
  /** what the model was */
  readonly stamp?: ModelStamp;
  /** made elsewhere and shipped with the extension; never deleted */
  readonly isRecorded?: true;
}

const META = 'run.json';

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
    const known = this.#manifests.get(run.id);
    if (known !== undefined) return known;
    // Our own folder, written by our own worker.
    const manifest = JSON.parse(await readFile(join(run.directory, 'manifest.json'), 'utf8')) as Manifest;
    this.#manifests.set(run.id, manifest);
    return manifest;
  }

  /** A place for a run that is about to start; its folder is made by the worker. */
  begin(model: string, label: string, question: RunQuestion): KeptRun {
    const when = new Date().toISOString();
    const id = `${when.replace(/[^0-9]/g, '').slice(0, 14)}-${randomBytes(3).toString('hex')}`;
    const run = { id, model, when, label, question, directory: join(this.root, id) };
    this.#begun.set(id, run);
    return run;
  }

  /** The run has a manifest now: it belongs to the history. */
  async finish(begun: KeptRun): Promise<void> {
    const { model, partial, tensors } = await this.manifest(begun);
    const run: KeptRun = {
      ...begun,
      tensors: tensors.length,
      partial,
      stamp: { graph: model.sha256, weights: await weightsHash(begun.model) },
    };
    // The folder may be moved with the storage: where it is, is not written down.
    const meta: Partial<KeptRun> = { ...run };
    delete (meta as { directory?: string }).directory;
    await writeFile(join(run.directory, META), JSON.stringify(meta, undefined, 1));
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

  dispose(): void {
    this.#onDidChange.dispose();
  }

  async #scan(): Promise<KeptRun[]> {
    const names = await readdir(this.root).catch(() => []);
    const runs = await Promise.all(
      names.map(async (name) => {
        const directory = join(this.root, name);
        try {
          const meta: unknown = JSON.parse(await readFile(join(directory, META), 'utf8'));
          return isKeptRun(meta) ? [{ ...meta, directory }] : [];
        } catch {
          // A run that did not finish: its folder goes with the next cleaning.
          return [];
        }
      }),
    );
    return runs.flat().sort((a, b) => (a.when < b.when ? 1 : -1));
  }
}
