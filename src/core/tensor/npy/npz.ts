import { unzipSync, Zip, ZipPassThrough, zipSync, type UnzipFileInfo } from 'fflate';
import { LensError } from '../../errors.ts';
import type { Tensor } from '../tensor.ts';
import { parseNpy, writeNpy } from './npy.ts';

/** Unpacked bytes that an .npz may have unless the caller says otherwise. */
export const NPZ_LIMIT = 4 * 2 ** 30;
/** Deflate cannot pack better than this, so a larger claim is a lie. */
const BEST_RATIO = 1032;
const ZIP_LIMIT = 2 ** 32 - 1;

/** What to read of an .npz and how much of it. */
export interface NpzOptions {
  readonly maxBytes?: number;
  /** keys to unpack; all when absent */
  readonly keys?: (key: string) => boolean;
}

/**
 * Arrays of an .npz (plain or compressed) by key, in file order. Sizes are checked against the packed bytes and the limit
 * before anything is unpacked. `file` names the source in errors (`bad-input-file`).
 */
export function parseNpz(bytes: Uint8Array, file: string, { maxBytes = NPZ_LIMIT, keys }: NpzOptions = {}): Map<string, Tensor> {
  let total = 0;
  const wanted = ({ name, size, originalSize, compression }: UnzipFileInfo): boolean => {
    if (!name.endsWith('.npy') || (keys !== undefined && !keys(npzKey(name)))) return false;
    if (compression !== 0 && compression !== 8)
      throw new LensError('bad-input-file', `${file}[${npzKey(name)}] is packed by a method that NumPy does not use.`);
    total += originalSize;
    if (originalSize > size * BEST_RATIO + 64)
      throw new LensError(
        'bad-input-file',
        `${file}[${npzKey(name)}] claims ${originalSize} bytes, more than ${size} packed bytes can give.`,
      );
    if (total > maxBytes)
      throw new LensError('too-large', `${file} unpacks to more than ${maxBytes} bytes.`, 'Save the inputs as .npy files.');
    return true;
  };
  return new Map(
    Object.entries(unpack(bytes, file, wanted)).map(([name, body]) => [npzKey(name), parseNpy(body, `${file}[${npzKey(name)}]`)]),
  );
}

/** Keys of an .npz without unpacking it. */
export function npzKeys(bytes: Uint8Array, file: string): string[] {
  const found: string[] = [];
  unpack(bytes, file, ({ name }) => {
    if (name.endsWith('.npy')) found.push(npzKey(name));
    return false;
  });
  return found;
}

function npzKey(name: string): string {
  return name.replace(/\.npy$/, '');
}

function unpack(bytes: Uint8Array, file: string, filter: (info: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof LensError) throw cause;
    throw new LensError(
      'bad-input-file',
      `${file} is not an .npz file, or a damaged one: ${cause instanceof Error ? cause.message : String(cause)}.`,
      undefined,
      { cause },
    );
  }
}

/** An .npz in one piece, for small sets of inputs; `createNpzWriter` for large ones. */
export function writeNpz(tensors: ReadonlyMap<string, Tensor>, { compress = false } = {}): Uint8Array {
  const files = Object.fromEntries([...tensors].map(([key, tensor]) => [`${key}.npy`, writeNpy(tensor)]));
  return zipSync(files, { level: compress ? 6 : 0 });
}

/** Writes an .npz piece by piece. */
export interface NpzWriter {
  /** an array as the bytes of its .npy file, of which there are `size` */
  add(key: string, size: number, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>;
  end(): void;
}

/**
 * Stores arrays as `numpy.savez` does and hands on the bytes as they come; holds no copy of the values.
 * Refuses to grow over 4 GiB (`too-large`), where the plain zip format ends.
 */
export function createNpzWriter(write: (bytes: Uint8Array) => void): NpzWriter {
  let written = 0;
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    written += bytes.length;
    write(bytes);
  });
  return {
    async add(key, size, pieces) {
      if (written + size + 4096 > ZIP_LIMIT) {
        throw new LensError(
          'too-large',
          `The .npz file would grow over 4 GiB with ${key}.`,
          'Choose --format npy, which has one file per tensor, or fewer tensors.',
        );
      }
      const entry = new ZipPassThrough(`${key}.npy`);
      zip.add(entry);
      for await (const piece of pieces) entry.push(piece);
      entry.push(new Uint8Array(0), true);
    },
    end: () => {
      zip.end();
    },
  };
}
