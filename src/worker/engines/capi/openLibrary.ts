import koffi from 'koffi';
import { LensError } from '../../../core/errors.ts';
import type { TensorFlowApi } from './api.ts';
import { bindApi } from './api.ts';

/** The opened libtensorflow of this process. */
export interface OpenLibrary {
  readonly api: TensorFlowApi;
  /** path of the main library */
  readonly path: string;
  readonly version: string;
}

/**
 * Opens libtensorflow: its framework library first, then the main one. Lazy and global, so that tfjs-node's addon, linked without
 * TensorFlow, finds the symbols; deep binding, because Node exports its own OpenSSL and zlib under names that TensorFlow uses.
 */
export function openLibrary(files: readonly string[]): OpenLibrary {
  const path = files.at(-1) ?? '';
  try {
    const handles = files.map((file) => koffi.load(file, { lazy: true, global: true, deep: true }));
    const main = handles.at(-1);
    if (main === undefined) throw new Error('no file was given');
    const api = bindApi(main);
    return { api, path, version: api.TF_Version() };
  } catch (error) {
    throw new LensError(
      'bad-runtime',
      `The TensorFlow library ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`,
      'Run "npm run setup" to get the managed runtime, or name another library in SAVEDMODEL_LENS_LIBTENSORFLOW.',
      { cause: error },
    );
  }
}
