import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { LensError } from '../core/errors.ts';

const MAX_FILE = 2 ** 31 - 1;
/** From this size on a file is read by several threads: most of the time goes into memory that is touched for the first time. */
const LARGE = 8 * 2 ** 20;
const THREADS = 4;

const readPart = promisify(read);

/** Reads a whole file that a model consists of; refuses what is no regular file or too large. */
export async function readWhole(path: string): Promise<Uint8Array> {
  const file = openFile(path);
  try {
    const { size } = fstatSync(file);
    if (size > MAX_FILE)
      throw new LensError(
        'too-large',
        `${path} has ${size} bytes; a SavedModel file is smaller than 2 GiB.`,
        'Check that the file is what its name says.',
      );
    return size < LARGE ? readAtOnce(file, size) : await readInParts(file, size);
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new LensError(
      'io',
      `${path} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check its permissions.',
      { cause },
    );
  }
}

/** Without yielding, which costs least. */
function readAtOnce(file: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for (let count = -1; filled < size && count !== 0; filled += count)
    count = readSync(file, bytes, filled, size - filled, filled);
  return bytes.subarray(0, filled);
}

async function readInParts(file: number, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(size);
  const each = Math.ceil(size / THREADS);
  /** Where reading a part ended: before its end, when the file was cut off meanwhile. */
  const readFrom = async (start: number): Promise<number> => {
    const end = Math.min(start + each, size);
    let filled = start;
    for (let count = -1; filled < end && count !== 0; filled += count)
      count = (await readPart(file, bytes, filled, end - filled, filled)).bytesRead;
    return filled;
  };
  const ends = await Promise.all(Array.from({ length: THREADS }, (_, part) => readFrom(part * each)));
  const cut = ends.find((end, part) => end < Math.min((part + 1) * each, size));
  return bytes.subarray(0, cut ?? size);
}
