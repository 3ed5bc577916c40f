import type { Warning } from '../errors.ts';
import type { StoredDamage } from '../model/storedDamage.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';

/** An input or output of a signature or function. `shape` null: unknown rank; a dimension -1: unknown. */
export interface TensorSpecRow {
  readonly name: string;
  readonly tensor: string;
  readonly dtype: DType;
  readonly shape: Shape | null;
  readonly default?: string;
}

/** A signature as `show` lists it. */
export interface SignatureRow {
  readonly key: string;
  readonly method: string;
  readonly inputs: readonly TensorSpecRow[];
  readonly outputs: readonly TensorSpecRow[];
}

/** A function that only the object graph knows. */
export interface FunctionRow {
  readonly path: string;
  readonly inputs: readonly TensorSpecRow[];
  readonly outputs: readonly TensorSpecRow[];
}

/** Why a variable has no stored value: its file is not there, ends too early, or holds other bytes than were written. */
export interface VariableDamage {
  readonly kind: StoredDamage['kind'];
  /** name of the file in variables/ */
  readonly file: string;
  readonly message: string;
}

/** A stored variable: its name in the graph, its key in the checkpoint, bytes as stored. */
export interface VariableRow {
  readonly name: string;
  readonly key: string;
  readonly dtype: DType;
  readonly shape: Shape | null;
  readonly bytes: number;
  readonly trainable?: boolean;
  /** sizes of files are looked at, not what is in them: a wrong checksum is found when the model is run */
  readonly damage?: VariableDamage;
}

/** Ops that the library in use cannot run; `checked` false when no op list was at hand. */
export interface RuntimeCheck {
  readonly checked: boolean;
  /** the library whose list was used */
  readonly library?: string;
  readonly missingOps: readonly string[];
}

/** One metagraph as `show` lists it. */
export interface MetaGraphRow {
  readonly tagSet: readonly string[];
  /** version of TensorFlow that wrote it */
  readonly producer: string;
  readonly signatures: readonly SignatureRow[];
  readonly functions: readonly FunctionRow[];
  /** op → number of nodes, main graph and function library together, as stored */
  readonly ops: Readonly<Record<string, number>>;
  readonly variables: readonly VariableRow[];
  /** bytes null: the file is missing */
  readonly assets: readonly { readonly name: string; readonly bytes: number | null }[];
  readonly keras?: { readonly version: string; readonly class: string; readonly name: string };
  readonly runtime?: RuntimeCheck;
  readonly warnings: readonly Warning[];
}

/** `show --json`. */
export interface ShowDocument {
  readonly schema: 1;
  readonly path: string;
  readonly sha256: string;
  /** of fingerprint.pb, where the model has one; 64-bit numbers as decimal strings */
  readonly fingerprint?: Readonly<Record<string, string>>;
  readonly metaGraphs: readonly MetaGraphRow[];
}

/** A tensor by its canonical name. */
export interface LayerTensorRow {
  readonly tensor: string;
  readonly dtype: DType;
  readonly shape: Shape | null;
  /** names of the leading axes that loops give it, the outermost first */
  readonly axes?: readonly string[];
}

/** A layer as `layers` lists it. */
export interface LayerRow {
  readonly index: number | null;
  readonly order: number;
  readonly path: string;
  readonly name: string;
  readonly objectPath?: string;
  readonly type: string;
  readonly typeSource: 'keras' | 'inferred' | 'scope';
  readonly depth: number;
  readonly outputs: readonly LayerTensorRow[];
  readonly inputs: readonly LayerTensorRow[];
  readonly preactivation?: LayerTensorRow;
  readonly params: {
    readonly count: number;
    readonly bytes: number;
    readonly variables: readonly { readonly name: string; readonly dtype: DType; readonly shape: Shape | null }[];
  };
  /** number of ops */
  readonly ops: number;
  readonly fetchable: boolean;
  readonly reason?: string;
}

/** `layers --json`. */
export interface LayersDocument {
  readonly schema: 1;
  readonly tagSet: readonly string[];
  readonly signature: string | null;
  readonly function?: string;
  readonly layers: readonly LayerRow[];
  readonly warnings: readonly Warning[];
}
