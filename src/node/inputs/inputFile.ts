import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { LensError } from '../../core/errors.ts';

const LARGEST = 2 ** 31 - 1;

/** Refuses URLs and UNC paths: an input is a file of this machine. */
export function refuseNetworkPath(path: string): void {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(path) && !/^[\\/]{2}/.test(path)) return;
  throw new LensError('bad-input-file', `The input file ${path} is a network address.`, 'Copy the file to this machine first.');
}

/** Bytes of an input file; `base` is where relative paths start. Refuses network addresses, folders, devices and files of 2 GiB or more. */
export async function readInputFile(path: string, base: string): Promise<Uint8Array> {
  refuseNetworkPath(path);
  const full = isAbsolute(path) ? path : resolve(base, path);
  const found = await stat(full).catch(() => undefined);
  if (found === undefined) throw new LensError('bad-input-file', `The input file ${full} does not exist.`);
  if (!found.isFile()) throw new LensError('bad-input-file', `The input file ${full} is not a regular file.`);
  if (found.size > LARGEST)
    throw new LensError(
      'too-large',
      `The input file ${full} has ${found.size} bytes; up to ${LARGEST} can be read.`,
      'Split it, or give fewer examples.',
    );
  try {
    return await readFile(full);
  } catch (cause) {
    throw new LensError(
      'bad-input-file',
      `The input file ${full} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      undefined,
      { cause },
    );
  }
}
