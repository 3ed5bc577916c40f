import { readFile } from 'node:fs/promises';
import { LensError } from '../../core/errors.ts';

const LARGEST_FILE = 16e6;

/** Class names, one a line; a JSON array of texts is read too. */
export async function readLabels(file: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new LensError(
      'not-found',
      `The file of --labels ${file} cannot be read.`,
      'Give a text file with one class name a line.',
      { cause },
    );
  }
  if (text.length > LARGEST_FILE)
    throw new LensError(
      'too-large',
      `The file of --labels ${file} has ${text.length} characters.`,
      'Give a text file with one class name a line.',
    );
  const list = jsonList(text);
  return list ?? text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function jsonList(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : undefined;
  } catch {
    return undefined;
  }
}
