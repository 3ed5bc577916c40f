import { constants } from 'node:os';
import { LensError } from '../../../core/errors.ts';

/** What the addon gives for one fetched tensor; the value stays native until it is asked for. */
export interface BindingTensor {
  readonly id: number;
  readonly shape: readonly number[];
  /** `TF_DataType` */
  readonly dtype: number;
}

type FeedArray = Float32Array | Int32Array | Uint8Array | readonly Uint8Array[];

/** The part of @tensorflow/tfjs-node's addon that is used (src/tfjs_binding.ts, binding/tfjs_binding.cc). */
export interface Binding {
  readonly TF_Version: string;
  createTensor(shape: readonly number[], dtype: number, data: FeedArray): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array | BigInt64Array | readonly Uint8Array[];
  /** tags joined by commas; returns a session id */
  loadSavedModel(directory: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** names as `node:index`, joined by commas */
  runSavedModel(session: number, inputIds: readonly number[], inputNames: string, outputNames: string): readonly BindingTensor[];
}

/** Opens the addon file; libtensorflow must have been opened before, since the addon is linked without it. */
export function openBinding(file: string): Binding {
  const module: { exports: Partial<Binding> } = { exports: {} };
  try {
    process.dlopen(module, file, constants.dlopen.RTLD_LAZY);
  } catch (error) {
    throw new LensError(
      'bad-runtime',
      `The addon ${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`,
      'Run "npm run setup" to build it again, or use --engine capi.',
      { cause: error },
    );
  }
  if (!isBinding(module.exports)) {
    throw new LensError(
      'bad-runtime',
      `The addon ${file} is not that of @tensorflow/tfjs-node.`,
      'Run "npm run setup" to build it again.',
    );
  }
  return module.exports;
}

function isBinding(exports: Partial<Binding>): exports is Binding {
  return (
    typeof exports.runSavedModel === 'function' &&
    typeof exports.loadSavedModel === 'function' &&
    typeof exports.TF_Version === 'string'
  );
}
