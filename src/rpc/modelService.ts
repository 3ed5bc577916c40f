import type { LayerTensorRow, LayersDocument, ShowDocument } from '../core/describe/documents.ts';
import type { Manifest, ManifestOutput, ManifestTensor } from '../core/run/manifest.ts';
import type { Iterations } from '../core/run/iterations.ts';
import type { InputSample } from '../core/inputs/inputSample.ts';
import type { DType } from '../core/tensor/dtype.ts';
import type { Shape } from '../core/tensor/tensor.ts';
import type { GraphEvent, GraphService } from './graphService.ts';
import type { TensorService } from './tensorService.ts';

export type { InputSample } from '../core/inputs/inputSample.ts';
export type { SliceTerm, TensorWindow } from './tensorService.ts';

export type {
  FunctionRow,
  LayerRow,
  LayersDocument,
  LayerTensorRow,
  MetaGraphRow,
  ShowDocument,
  SignatureRow,
  TensorSpecRow,
  VariableRow,
} from '../core/describe/documents.ts';

/** Which graph of a model: all that `--tag-set`, `--signature` and `--function` say; absent = cli.md's default. */
export interface EntryChoice {
  readonly tagSet?: readonly string[];
  readonly signature?: string;
  readonly function?: string;
}

/** A part of a list: answers stay small, so that whoever waits for them stays responsive. */
export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** Some of an entry point's layers; `total` counts all. */
export interface LayersPage extends LayersDocument {
  readonly total: number;
}

/** An output of an op. */
export interface OpOutputRow extends LayerTensorRow {
  readonly fetchable: boolean;
  readonly reason?: string;
}

/** One op of the inlined graph, for the tree. */
export interface OpRow {
  readonly name: string;
  readonly shortName: string;
  readonly op: string;
  readonly layer: string | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly OpOutputRow[];
  /** of a loop or branch: what it runs, and how `ops` is asked for what lies inside */
  readonly bodies?: readonly { readonly label: string; readonly inside: string }[];
}

/** Which ops: those of a layer (path), or inside a body of a loop or branch, or (both absent) all of the graph. */
export interface OpsRequest extends EntryChoice, PageRequest {
  readonly layer?: string;
  readonly inside?: string;
}

/** A tensor that a selection gives. */
export interface SelectedRow extends LayerTensorRow {
  /** key in the dump */
  readonly key: string;
  readonly layer: string | null;
  readonly op: string;
  readonly fetchable: boolean;
  readonly reason?: string;
  readonly message?: string;
}

/** `--input NAME=SPEC`; SPEC as in cli.md, "Inputs". */
export interface InputBinding {
  readonly name: string;
  readonly spec: string;
  /** folder that relative paths in `spec` start from; absent: the worker's */
  readonly base?: string;
}

export interface RunLimits {
  /** bytes of captured values */
  readonly maxBytes?: number;
  /** seconds */
  readonly timeout?: number;
  /** bytes of memory of the worker */
  readonly maxMemory?: number;
}

export interface RunRequest extends EntryChoice {
  /** selector terms; empty = `@layers` */
  readonly select: readonly string[];
  /** npz whose keys are input names, or tensor names that cut the graph */
  readonly inputsFile?: string;
  readonly inputs: readonly InputBinding[];
  readonly feeds: readonly InputBinding[];
  /** `NAME.AXIS` → size */
  readonly dims: Readonly<Record<string, number>>;
  readonly batch?: number;
  readonly strictInputs?: boolean;
  /** fetch the outputs again from an uninstrumented run and compare (default true) */
  readonly verify?: boolean;
  /** keep values as .npy (default true); false = statistics only */
  readonly values?: boolean;
  /** what is kept of tensors inside loops (default `all`) */
  readonly iterations?: Iterations;
  readonly limits?: RunLimits;
  readonly allowUnsafe?: boolean;
  /** folder to fill: manifest.json and tensors/; made when absent, refused when it holds something else */
  readonly directory: string;
}

/** An input that nobody gave: what stands in for it. */
export interface SynthesisedInput {
  readonly name: string;
  readonly how: string;
  /** true for a value that stands in the model, which is not made up */
  readonly isDefault?: true;
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface RunEstimate {
  readonly tensors: number;
  /** undefined when a shape is unknown until it ran */
  readonly bytes: number | undefined;
  /** bytes that the worker is expected to need: weights, inputs, and the values of the largest batch; undefined with `bytes` */
  readonly memory: number | undefined;
  readonly batches: number;
  /** names of unsafe ops that would run; non-empty = needs `allowUnsafe` */
  readonly unsafeOps: readonly string[];
  readonly stateful: boolean;
  /** inputs that would be synthesised, with how */
  readonly synthesised: readonly SynthesisedInput[];
}

export type RunStage = 'open' | 'plan' | 'load' | 'run' | 'verify' | 'dump';

/** What a run says while it goes on. */
export type RunEvent =
  | { readonly kind: 'stage'; readonly stage: RunStage; readonly done?: number; readonly total?: number }
  | { readonly kind: 'tensors'; readonly tensors: readonly ManifestTensor[] }
  | { readonly kind: 'verified'; readonly outputs: readonly ManifestOutput[] };

export type DumpFormat = 'npz' | 'npy' | 'csv' | 'safetensors' | 'parquet' | 'stats';

/** One input as a run would feed it, or what is wrong with it. */
export interface InputCheck {
  readonly name: string;
  readonly problem?: string;
  readonly value?: {
    readonly tensor: string;
    readonly dtype: DType;
    readonly shape: Shape;
    /** where the values come from, in words */
    readonly source: string;
    readonly isSynthesised: boolean;
    /** what was changed on the way */
    readonly note?: string;
    /** the first values, as text */
    readonly text: string;
    readonly range?: { readonly min: number; readonly max: number; readonly mean: number; readonly std: number };
    readonly sample: InputSample;
  };
}

/** All that would go into a run. */
export interface InputsCheck {
  readonly inputs: readonly InputCheck[];
  /** what is wrong with the sizes, or with the file of all inputs */
  readonly dimensions?: string;
  readonly inputsFile?: string;
}

/** What a worker does for one model. Every call can be cancelled, has a time limit, and settles when the worker dies. */
export interface ModelService extends TensorService, GraphService {
  /** Parses the file; the first call. `engine` is tried lazily, at the first run. */
  open(request: { path: string; engine: 'auto' | 'tfjs-node' | 'capi' }): Promise<ShowDocument>;
  layers(request: EntryChoice & PageRequest): Promise<LayersPage>;
  /** Ops in execution order, a page at a time. */
  ops(request: OpsRequest): Promise<{ total: number; rows: readonly OpRow[] }>;
  select(
    request: EntryChoice & { terms: readonly string[] },
  ): Promise<{ tensors: readonly SelectedRow[]; notes: readonly string[] }>;
  /** Layers that a selection gives tensors of, as positions in the list of layers: small however many they are. */
  selectLayers(request: EntryChoice & { terms: readonly string[] }): Promise<{ positions: Int32Array; notes: readonly string[] }>;
  /** A stored variable (by its key in the checkpoint) with its statistics, without running anything. */
  variable(request: { readonly key: string }): Promise<ManifestTensor>;
  estimate(request: RunRequest): Promise<RunEstimate>;
  /** Resolves the inputs of a run without running; says of each what the run would refuse. */
  checkInputs(request: RunRequest): Promise<InputsCheck>;
  /** Keys of an .npz. */
  arrayNames(request: { readonly path: string }): Promise<readonly string[]>;
  run(request: RunRequest): Promise<Manifest>;
  /** Answers when nothing runs any more. */
  idle(request: Record<string, never>): Promise<void>;
  dump(request: { directory: string; names?: readonly string[]; target: string; format: DumpFormat }): Promise<readonly string[]>;
}

/** Methods that report while they run, and what they report. */
export interface ModelServiceEvents {
  readonly run: RunEvent;
  readonly graph: GraphEvent;
}
