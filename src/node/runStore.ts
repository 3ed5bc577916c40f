import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LensError } from '../core/errors.ts';
import type { Manifest } from '../core/run/manifest.ts';
import { npyParts } from '../core/tensor/npy/npy.ts';
import { npyCast } from '../core/tensor/npy/npyTypes.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import { writeWhole } from './jsonCache.ts';

/** Where a value was put; `cast` names the dtype of the file when NumPy lacks the tensor's own. */
export interface StoredTensor {
  /** relative to the run's folder, with `/` */
  readonly file: string;
  readonly cast?: string;
}

const MANIFEST = 'manifest.json';
const TENSORS = 'tensors';
/** Values that may wait to be written while the next ones are computed. */
const MOST_WAITING_BYTES = 64 * 1024 ** 2;

/** Makes a folder that people named, with those above it; `io` where that cannot be. */
export async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new LensError('io', `The folder ${directory} cannot be made: ${why}.`, 'Choose another place.', { cause });
  }
}

/** The folder of one run being filled: manifest.json and tensors/. */
export class RunFolder {
  readonly #waiting = new Set<Promise<void>>();
  #waitingBytes = 0;
  #failure: unknown;

  private constructor(readonly directory: string) {}

  /** Makes the folder; refuses one that holds something (`output-exists`). */
  static async create(directory: string): Promise<RunFolder> {
    await makeFolder(directory);
    const found = await readdir(directory);
    if (found.length > 0) {
      throw new LensError(
        'output-exists',
        `The folder ${directory} already holds ${found[0] ?? 'files'}.`,
        'Name a new or empty folder.',
      );
    }
    return new RunFolder(directory);
  }

  /** Stores a value as `tensors/00012-sanitised-name.npy`; returns before it is on disk when little is waiting. */
  async writeTensor(position: number, name: string, tensor: Tensor): Promise<StoredTensor> {
    await mkdir(join(this.directory, TENSORS), { recursive: true });
    const file = `${TENSORS}/${fileName(position, name)}`;
    const { header, body } = npyParts(tensor);
    this.#enqueue(writeParts(join(this.directory, file), [header, body]), header.length + body.length);
    if (this.#waitingBytes > MOST_WAITING_BYTES) await this.flush();
    const cast = npyCast(tensor.dtype);
    return cast === undefined ? { file } : { file, cast };
  }

  /** Waits for everything that was given to be stored; throws `io` when something could not be. */
  async flush(): Promise<void> {
    await Promise.all(this.#waiting);
    if (this.#failure === undefined) return;
    const text = this.#failure instanceof Error ? this.#failure.message : 'the file system refused';
    throw new LensError(
      'io',
      `A value could not be written to ${this.directory}: ${text}.`,
      'Free space, or choose another folder.',
      { cause: this.#failure },
    );
  }

  async writeManifest(manifest: Manifest): Promise<void> {
    await this.flush();
    await writeWhole(join(this.directory, MANIFEST), `${JSON.stringify(manifest, undefined, 1)}\n`);
  }

  #enqueue(write: Promise<void>, bytes: number): void {
    this.#waitingBytes += bytes;
    const tracked = write
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#waitingBytes -= bytes;
        this.#waiting.delete(tracked);
      });
    this.#waiting.add(tracked);
  }
}

/** Number, then the end of the name with everything but plain characters replaced: names come from files. */
function fileName(position: number, name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(-80);
  return `${String(position).padStart(5, '0')}-${plain}.npy`;
}

async function writeParts(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for (const part of parts) await handle.writeFile(part);
  } finally {
    await handle.close();
  }
}

/** The manifest of a kept run; `bad-run-file` when the folder holds none. */
export async function readManifest(directory: string): Promise<Manifest> {
  const path = join(directory, MANIFEST);
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isManifest(manifest)) return manifest;
  } catch {
    // answered below, like a manifest of another kind
  }
  const isFolder = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  throw new LensError(
    'bad-run-file',
    isFolder ? `${path} is not the manifest of a run.` : `There is no run folder ${directory}.`,
    'Name the folder of a run or dump.',
  );
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'tool' in value &&
    value.tool === 'savedmodel-lens' &&
    'tensors' in value &&
    Array.isArray(value.tensors)
  );
}
