import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Iterations } from './iterations.ts';
import type { Warning } from '../errors.ts';

/** JSON number, with non-finite values as words (cli.md, "Rules for every command"). */
export type JsonNumber = number | 'nan' | 'inf' | '-inf' | string;

export interface Histogram {
  readonly edges: readonly JsonNumber[];
  readonly counts: readonly number[];
  /** true when the bins come from a stride of the values; the moments never do */
  readonly sampled: boolean;
}

/** Statistics of one tensor; NaN and Inf are counted and then left out, `std` is the population's, complex by absolute value. */
export interface TensorStats {
  readonly count: number;
  readonly min?: JsonNumber;
  readonly max?: JsonNumber;
  readonly mean?: JsonNumber;
  readonly std?: JsonNumber;
  readonly zeros: number;
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
  readonly histogram?: Histogram;
}

export interface ManifestTensor {
  readonly name: string;
  /** key in activations.npz: alias of the term, else the canonical name */
  readonly key: string;
  readonly aliases: readonly string[];
  readonly op: string;
  readonly layer: string | null;
  /** place among the tensors of the run in the order in which TensorFlow computes them */
  readonly order?: number;
  readonly dtype: DType;
  readonly shape: Shape;
  /** of a tensor inside loops: what its leading axes are, the outermost first */
  readonly axes?: readonly string[];
  /** of a tensor inside loops and branches: what its values leave open, as a branch not taken */
  readonly note?: string;
  /** relative path inside the dump; null when only statistics were kept */
  readonly file: string | null;
  readonly cast?: string;
  readonly stats: TensorStats;
}

export interface ManifestInput {
  readonly name: string;
  readonly tensor: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly source: string;
  readonly sha256: string;
}

export interface ManifestOutput {
  readonly name: string;
  readonly tensor: string;
  readonly key: string;
  readonly unchanged: boolean | null;
  readonly bitEqual: boolean | null;
  readonly maxAbsDifference: JsonNumber | null;
  readonly reason?: string;
}

export interface ManifestSkipped {
  readonly name: string;
  readonly reason: string;
  readonly message: string;
}

export interface ManifestTimings {
  readonly open: number;
  readonly plan: number;
  readonly load: number;
  readonly run: number;
  readonly verify: number;
  readonly dump: number;
}

/** manifest.json of a dump and of a kept run (cli.md, "Dumps"): a contract that others' scripts rely on. */
export interface Manifest {
  readonly schema: 1;
  readonly tool: 'savedmodel-lens';
  readonly version: string;
  readonly engine: { readonly name: string; readonly version: string; readonly library: string };
  readonly model: { readonly path: string; readonly sha256: string; readonly producer: string };
  readonly tagSet: readonly string[];
  readonly signature: string | null;
  readonly function?: string;
  readonly inputs: readonly ManifestInput[];
  readonly outputs: readonly ManifestOutput[];
  readonly tensors: readonly ManifestTensor[];
  readonly skipped: readonly ManifestSkipped[];
  readonly warnings: readonly Warning[];
  /** what was kept of tensors inside loops, where that is not every iteration */
  readonly iterations?: Iterations;
  readonly limits: { readonly maxBytes?: number; readonly timeout?: number; readonly maxMemory?: number };
  readonly partial: boolean;
  readonly timings: ManifestTimings;
}
