import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LensError } from '../core/errors.ts';

/** Writes a text file and the folders before it; `io`, with the name that people know the file by, where that cannot be. */
export async function writeInFolder(file: string, text: string, kind: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new LensError(
      'io',
      `The ${kind} ${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Choose another place.',
      { cause },
    );
  }
}
