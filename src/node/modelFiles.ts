import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LensError, type Warning } from '../core/errors.ts';
import { parseKerasMetadata } from '../core/model/kerasMetadata.ts';
import { parseSavedModel } from '../core/model/savedModel.ts';
import type { CheckpointIndex, KerasMetadataNode, SavedModel } from '../core/model/types.ts';
import { openCheckpoint, type Checkpoint } from './checkpointFiles.ts';
import { readWhole } from './wholeFile.ts';

/** An asset that the model names, with its size when the file is there. */
export interface AssetOnDisk {
  readonly name: string;
  readonly bytes: number | null;
}

/** A SavedModel directory that has been opened: its parsed graph, and what lies beside it. Nothing is ever written there. */
export interface ModelFiles {
  readonly directory: string;
  /** absolute path of saved_model.pb or .pbtxt */
  readonly file: string;
  readonly format: 'pb' | 'pbtxt';
  readonly bytes: Uint8Array;
  readonly model: SavedModel;
  readonly kerasMetadata: readonly KerasMetadataNode[] | undefined;
  /** JSON of `assets/saved_model.json` (keras.experimental.export_saved_model), when there */
  readonly assetsJson: string | undefined;
  /** Undefined when the model has no variables folder. Opened when somebody asks: the structure needs no checkpoint. */
  readonly checkpoint: Checkpoint | undefined;
  readonly index: CheckpointIndex | undefined;
  /** what is wrong with the files that say how the model is built */
  readonly warnings: readonly Warning[];
  /** what is wrong with the index of the checkpoint */
  readonly checkpointWarnings: readonly Warning[];
  /** SHA-256 of saved_model.pb in hex, computed at the first call. */
  sha256(): string;
  /** True while TensorFlow, given the folder, loads what was read here: a saved_model.pb goes before any other file, and files change. */
  isLoadedFromFolder(): boolean;
  assets(): Promise<readonly AssetOnDisk[]>;
}

/** Files of other formats, by what to say when one of them is found or given. */
const REFUSED: readonly { readonly ending: string; readonly name: string }[] = [
  { ending: '.cpb', name: 'a chunked SavedModel (saved_model.cpb)' },
  { ending: '.keras', name: 'a Keras 3 archive' },
  { ending: '.h5', name: 'an HDF5 file' },
  { ending: '.hdf5', name: 'an HDF5 file' },
  { ending: '.tflite', name: 'a TensorFlow Lite model' },
  { ending: '.onnx', name: 'an ONNX model' },
];

const MODEL_NAMES = ['saved_model.pb', 'saved_model.pbtxt'] as const;
const EXPORT_AGAIN = 'Export the model as a SavedModel directory (tf.saved_model.save or model.export) and open that.';

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

/** A model one level down (`1/`, TF Serving's version folders) is worth naming. */
function nearbyModels(directory: string, names: readonly string[]): string[] {
  const found: string[] = [];
  for (const name of names.slice(0, 50)) {
    for (const model of MODEL_NAMES) if (isFile(join(directory, name, model))) found.push(name);
  }
  return found;
}

function refuseDirectory(directory: string): never {
  const names = readdirSync(directory);
  const other = REFUSED.find((format) => names.some((name) => name.endsWith(format.ending)));
  if (names.includes('saved_model.cpb')) {
    throw new LensError(
      'unsupported-format',
      `${directory} holds ${REFUSED[0]?.name ?? ''}, which is not read yet.`,
      'Save the model in parts smaller than 2 GB, so that TensorFlow writes saved_model.pb.',
    );
  }
  const nearby = nearbyModels(directory, names);
  if (nearby.length > 0) {
    throw new LensError(
      'not-a-saved-model',
      `${directory} holds no saved_model.pb, but its subfolder ${nearby.join(', ')} does.`,
      `Open ${join(directory, nearby[0] ?? '')} instead.`,
    );
  }
  const seen = other === undefined ? '' : ` It holds ${other.name}.`;
  throw new LensError(
    'not-a-saved-model',
    `${directory} holds neither saved_model.pb nor saved_model.pbtxt.${seen}`,
    EXPORT_AGAIN,
  );
}

function modelFileIn(directory: string): string | undefined {
  return MODEL_NAMES.map((name) => join(directory, name)).find(isFile);
}

function isSameVersion(before: Stats | undefined, now: Stats | undefined): boolean {
  return before !== undefined && before.size === now?.size && before.mtimeMs === now.mtimeMs;
}

function locate(path: string): string {
  const absolute = resolve(path);
  const found = statOf(absolute);
  if (found === undefined) throw new LensError('not-found', `There is no file or folder ${path}.`, 'Check the path.');
  if (found.isDirectory()) {
    return modelFileIn(absolute) ?? refuseDirectory(absolute);
  }
  if (!found.isFile()) throw new LensError('not-a-saved-model', `${path} is neither a regular file nor a folder.`, EXPORT_AGAIN);
  const refused = REFUSED.find((format) => absolute.endsWith(format.ending));
  if (refused !== undefined)
    throw new LensError('unsupported-format', `${path} is ${refused.name}, not a SavedModel.`, EXPORT_AGAIN);
  return absolute;
}

async function readKerasMetadata(directory: string, warnings: Warning[]): Promise<KerasMetadataNode[] | undefined> {
  const file = join(directory, 'keras_metadata.pb');
  if (!isFile(file)) return undefined;
  try {
    return parseKerasMetadata(await readWhole(file), file);
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
    warnings.push({ code: error.code, message: error.sentence });
    return undefined;
  }
}

function readModelJson(directory: string): string | undefined {
  const file = join(directory, 'assets', 'saved_model.json');
  return isFile(file) ? readFileSync(file, 'utf8') : undefined;
}

interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint | undefined;
  readonly warnings: readonly Warning[];
}

function readCheckpoint(directory: string): OpenedCheckpoint {
  try {
    return { checkpoint: openCheckpoint(directory), warnings: [] };
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
    return { checkpoint: undefined, warnings: [{ code: error.code, message: error.sentence }] };
  }
}

/** Asset names come from the file: only those that stay inside `assets/` are looked at. */
async function assetsOnDisk(directory: string, model: SavedModel): Promise<AssetOnDisk[]> {
  const names = new Set(model.metaGraphs.flatMap((metaGraph) => metaGraph.assets.map((asset) => asset.filename)));
  const root = resolve(directory, 'assets');
  return Promise.all(
    [...names].map(async (name) => {
      const path = resolve(root, name);
      const isInside = path.startsWith(`${root}/`) || path.startsWith(`${root}\\`);
      const found = isInside ? await stat(path).catch(() => undefined) : undefined;
      return { name, bytes: found?.isFile() === true ? found.size : null };
    }),
  );
}

/**
 * Opens a SavedModel directory, or its `saved_model.pb` or `.pbtxt`. No byte of a `.data` file is read.
 * Runs in a process of its own, never on the extension host.
 * @throws LensError that names the file and what is wrong with it
 */
export async function openModelFiles(path: string): Promise<ModelFiles> {
  const file = locate(path);
  const directory = dirname(file);
  const warnings: Warning[] = [];
  const asRead = statOf(file);
  const bytes = await readWhole(file);
  const model = parseSavedModel(bytes, file);
  const kerasMetadata = await readKerasMetadata(directory, warnings);
  const assetsJson = readModelJson(directory);
  let sha256: string | undefined;
  let opened: OpenedCheckpoint | undefined;
  const stored = (): OpenedCheckpoint => (opened ??= readCheckpoint(directory));
  return {
    directory,
    file,
    format: basename(file).endsWith('.pbtxt') ? 'pbtxt' : 'pb',
    bytes,
    model,
    kerasMetadata,
    assetsJson,
    get checkpoint() {
      return stored().checkpoint;
    },
    get index() {
      return stored().checkpoint?.index;
    },
    warnings,
    get checkpointWarnings() {
      return stored().warnings;
    },
    sha256: () => (sha256 ??= createHash('sha256').update(bytes).digest('hex')),
    isLoadedFromFolder: () => modelFileIn(directory) === file && isSameVersion(asRead, statOf(file)),
    assets: () => assetsOnDisk(directory, model),
  };
}
