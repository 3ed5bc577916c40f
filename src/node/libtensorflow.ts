import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LensError } from '../core/errors.ts';
import { managedRuntimeDirectory } from './cachePaths.ts';
import { libraryFiles } from './libraryFiles.ts';
import { pythonTensorflowDirectories } from './pythonTensorflow.ts';

/** Environment variable that names the library: a folder that holds it, or its file. */
export const LIBRARY_VARIABLE = 'SAVEDMODEL_LENS_LIBTENSORFLOW';

/** A TensorFlow library on this machine. */
export interface FoundLibrary {
  readonly source: 'setting' | 'managed' | 'tfjs-node' | 'python';
  /** to be opened in this order; the last is the main library */
  readonly files: readonly string[];
}

/** How to get a library, as the end of messages. */
export const RUNTIME_ADVICE = `Run "savedmodel-lens runtime install" (or "npm run setup" in a clone), or set ${LIBRARY_VARIABLE} to a folder with libtensorflow.`;

/**
 * Finds libtensorflow: the setting, the managed runtime, tfjs-node's own download, a Python environment.
 * Throws `bad-runtime` when the setting leads nowhere, `no-runtime` when nothing is found.
 */
export async function findLibrary(env: NodeJS.ProcessEnv = process.env): Promise<FoundLibrary> {
  const installed = findInstalledLibrary(env);
  if (installed !== undefined) return installed;
  for (const directory of await pythonTensorflowDirectories(env)) {
    const files = libraryFiles(directory);
    if (files !== undefined) return { source: 'python', files };
  }
  throw new LensError(
    'no-runtime',
    'No TensorFlow library was found, so structure and weights can be read but nothing can be run.',
    RUNTIME_ADVICE,
  );
}

/** The library that is found without asking a Python. Throws `bad-runtime` when the setting leads nowhere. */
export function findInstalledLibrary(env: NodeJS.ProcessEnv): FoundLibrary | undefined {
  const setting = env[LIBRARY_VARIABLE];
  if (setting !== undefined && setting !== '') return fromSetting(setting);
  const managed = libraryFiles(managedRuntimeDirectory(env));
  if (managed !== undefined) return { source: 'managed', files: managed };
  const downloaded = tfjsNodeDirectory();
  const own = downloaded === undefined ? undefined : libraryFiles(downloaded);
  return own === undefined ? undefined : { source: 'tfjs-node', files: own };
}

function fromSetting(setting: string): FoundLibrary {
  const files = libraryFiles(setting);
  if (files !== undefined) return { source: 'setting', files };
  throw new LensError(
    'bad-runtime',
    `${LIBRARY_VARIABLE} is "${setting}", where there is no TensorFlow library.`,
    'Name a folder that holds libtensorflow_cc.so.2 or libtensorflow.so.2, or that file.',
  );
}

/** deps/lib of a @tensorflow/tfjs-node that stands above the running program and whose install script ran. */
function tfjsNodeDirectory(): string | undefined {
  let folder = process.argv[1] ?? '/';
  while (folder !== dirname(folder)) {
    folder = dirname(folder);
    const libraries = join(folder, 'node_modules', '@tensorflow', 'tfjs-node', 'deps', 'lib');
    if (existsSync(libraries)) return libraries;
  }
  return undefined;
}
