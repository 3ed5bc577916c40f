import type { Iterations } from '../core/run/iterations.ts';
import type { Manifest, ManifestTensor } from '../core/run/manifest.ts';
import type {
  EntryChoice,
  InputBinding,
  LayerRow,
  InputsCheck,
  LayersDocument,
  ModelService,
  RunEstimate,
  RunEvent,
  RunLimits,
  SelectedRow,
  ShowDocument,
} from './modelService.ts';
import type { ActiveRun } from './activity.ts';
import type { ParamsOf, ResultOf } from './client.ts';
import type { GraphEvent, GraphPicture, ViewRequest } from './graphService.ts';
import type { TensorService } from './tensorService.ts';

/** Engine in use, or why there is none and what to do. */
export type EngineState =
  | { readonly kind: 'ready'; readonly name: string; readonly version: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'untrusted'; readonly message: string };

/** A kept run as the panel lists it. */
export interface RunSummary {
  readonly id: string;
  /** ISO time */
  readonly when: string;
  readonly label: string;
  readonly entry: EntryChoice;
  readonly tensors: number;
  readonly partial: boolean;
  /** the model changed on disk since */
  readonly stale: boolean;
  /** made elsewhere and shipped with the extension: nothing ran here */
  readonly recorded?: boolean;
}

/** Everything the panel shows before anything ran. */
export interface PanelState {
  /** URI of the model's folder; the page keeps it, so that the panel comes back after a reload */
  readonly model: string;
  readonly title: string;
  readonly document: ShowDocument;
  readonly entry: EntryChoice;
  /** the first of them; the page asks for the others before it shows any, so that no message is long */
  readonly layers: LayersDocument;
  readonly layerCount: number;
  /** paths of the layers whose boxes are checked, here or in the tree */
  readonly checked: readonly string[];
  readonly engine: EngineState;
  readonly runs: readonly RunSummary[];
  /** newest run of this entry, when there is one */
  readonly run: ShownRun | undefined;
  /** the run that goes on */
  readonly active: ActiveRun | undefined;
  /** why the last run ended early */
  readonly problem: string | undefined;
  /** limits of the settings, for runs that say none */
  readonly limits: RunLimits;
}

/** What a run was given, as the form says it. */
export type RunInputs = Pick<RunForm, 'inputs' | 'feeds' | 'inputsFile' | 'dims' | 'batch'>;

/** A run with what it gave, and (of a kept one) what it was given. */
export interface ShownRun {
  readonly summary: RunSummary;
  readonly manifest: Manifest;
  readonly given?: RunInputs;
}

/** What the form holds; `select` empty = all layers. */
export interface RunForm {
  readonly entry: EntryChoice;
  readonly select: readonly string[];
  readonly inputs: readonly InputBinding[];
  /** values for tensors inside the graph */
  readonly feeds: readonly InputBinding[];
  /** npz, JSON or warm-up file of all inputs; what `inputs` say comes before it */
  readonly inputsFile?: string;
  readonly dims: Readonly<Record<string, number>>;
  readonly batch?: number;
  /** what is kept of tensors inside loops; every iteration unless said */
  readonly iterations?: Iterations;
  readonly limits?: RunLimits;
}

/** A run file as the form takes it; files are named in full. */
export interface OpenedRunFile {
  readonly path: string;
  readonly form: RunForm;
}

/** Stands for a run where the stored variables of the model are meant; a tensor's name is then its key in the checkpoint. */
export const WEIGHTS = 'weights';

/** The tensor questions as the page asks them: by run (or `WEIGHTS`), not by folder. */
export type PanelTensorService = {
  readonly [M in keyof TensorService]: (
    request: Omit<ParamsOf<TensorService, M>, 'directory'> & { readonly run: string },
  ) => Promise<ResultOf<TensorService, M>>;
};

/** What the webview asks of the host. Every refusal is a LensError whose sentence is shown where the action was. */
export interface PanelService extends PanelTensorService {
  /** First call, after the page has loaded; the answer holds everything needed to draw. */
  ready(request: { readonly entry?: EntryChoice; readonly run?: string }): Promise<PanelState>;
  chooseEntry(request: EntryChoice): Promise<PanelState>;
  /** More layers of an entry point, from a position on. */
  moreLayers(request: { readonly entry: EntryChoice; readonly offset: number }): Promise<readonly LayerRow[]>;
  /** Makes these the checked layers of an entry point; the tree's boxes are the same ones. */
  setChecked(request: { readonly entry: EntryChoice; readonly checked: readonly string[] }): Promise<void>;
  select(request: {
    readonly entry: EntryChoice;
    readonly terms: readonly string[];
  }): Promise<{ readonly tensors: readonly SelectedRow[]; readonly notes: readonly string[] }>;
  /** Ops of a layer (path) or of the whole graph, a page at a time. */
  ops(request: {
    readonly entry: EntryChoice;
    readonly layer?: string;
    readonly offset: number;
    readonly limit: number;
  }): Promise<ResultOf<ModelService, 'ops'>>;
  /** A stored variable with its statistics; its values are asked for under `WEIGHTS`. */
  variable(request: { readonly key: string }): Promise<ManifestTensor>;
  graph(request: ViewRequest & { readonly entry: EntryChoice }): Promise<GraphPicture>;
  estimate(request: RunForm): Promise<RunEstimate>;
  checkInputs(request: RunForm): Promise<InputsCheck>;
  /** Settles when the run has ended, however; what became of it is told by `runFinished`. */
  run(request: RunForm): Promise<void>;
  /** Ends the model's run, whoever started it; what it has finished is kept. */
  cancelRun(request: Record<string, never>): Promise<void>;
  openRun(request: { readonly run: string }): Promise<ShownRun>;
  /** File dialog; answers the SPEC to put into the form, or undefined when the person gave up. */
  pickInputFile(request: {
    readonly name: string;
    readonly kind: 'tensor' | 'inputs' | 'labels';
  }): Promise<{ readonly spec: string; readonly label: string } | undefined>;
  /** Keys of an .npz that a SPEC names. */
  arrayNames(request: { readonly spec: string }): Promise<readonly string[]>;
  /** Asks for a run file and reads it; undefined when the person gave up. */
  openRunFile(request: Record<string, never>): Promise<OpenedRunFile | undefined>;
  /** Asks where, and writes the form as a run file; answers its path. */
  saveRunFile(request: RunForm): Promise<string | undefined>;
  /** The command line of the form. */
  formCommand(request: RunForm): Promise<string>;
  /** A file dropped on the page: its URI, or its bytes when it came from outside the workbench. */
  dropFile(request: {
    readonly uri?: string;
    readonly name?: string;
    readonly bytes?: Uint8Array;
  }): Promise<{ readonly spec: string; readonly label: string }>;
  readLabels(request: { readonly spec: string }): Promise<readonly string[]>;
  savePicture(request: { readonly name: string; readonly png: Uint8Array }): Promise<string | undefined>;
  copyText(request: { readonly text: string }): Promise<void>;
  dump(request: { readonly run: string; readonly names: readonly string[] }): Promise<string | undefined>;
  /** The command line that gives what is shown. */
  cliCommand(request: { readonly run: string; readonly name?: string }): Promise<string>;
  chooseRuntime(request: Record<string, never>): Promise<void>;
  manageTrust(request: Record<string, never>): Promise<void>;
  /** Texts of the person's language by their English ones; asked for before the first picture, except by English pages. */
  strings(request: Record<string, never>): Promise<Readonly<Record<string, string>>>;
}

export interface PanelServiceEvents {
  readonly graph: GraphEvent;
}

/** What the host tells the webview unasked. */
export interface PanelListener {
  /** a run of the model, started by whomever, began, goes on, or ended */
  runStarted(request: { readonly run: ActiveRun }): Promise<void>;
  runProgress(request: { readonly event: RunEvent }): Promise<void>;
  runFinished(request: {
    readonly id: string;
    readonly run?: ShownRun;
    readonly error?: { readonly code: string; readonly sentence: string };
  }): Promise<void>;
  /** a kept run that somebody wants to look at */
  runShown(request: { readonly run: ShownRun }): Promise<void>;
  /** the list of kept runs, newest first */
  runsChanged(request: { readonly runs: readonly RunSummary[] }): Promise<void>;
  /** boxes of layers were changed elsewhere */
  checkedChanged(request: { readonly checked: readonly string[] }): Promise<void>;
  engineChanged(request: { readonly engine: EngineState }): Promise<void>;
  /** show this tensor or layer of the current run; `inGraph`: in the graph too; `isVariable`: the name is a stored variable's key */
  show(request: { readonly name: string; readonly inGraph?: boolean; readonly isVariable?: boolean }): Promise<void>;
  stateChanged(request: { readonly state: PanelState }): Promise<void>;
  /** the model changed on disk and cannot be read any more; what is on the screen stays */
  modelRefused(request: { readonly sentence: string }): Promise<void>;
}
