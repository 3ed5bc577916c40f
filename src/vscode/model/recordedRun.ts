import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptRun, RunQuestion } from './runHistory.ts';

/** Folder of the example model that ships with the extension. */
export function exampleFolder(extensionPath: string): string {
  return join(extensionPath, 'example', 'digits');
}

/** A real input of the example model. */
export function exampleInput(extensionPath: string): string {
  return join(extensionPath, 'example', 'digit.npy');
}

/** The run of the example model that was recorded when the extension was made (scripts/recordExample.mjs). */
export async function readRecordedRun(extensionPath: string, label: string): Promise<KeptRun> {
  const directory = join(extensionPath, 'example', 'recorded');
  // Our own file, written by our own script.
  const { id, when, question } = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as Pick<
    KeptRun,
    'id' | 'when' | 'question'
  >;
  const inputs: RunQuestion['inputs'] = question.inputs.map(({ name }) => ({ name, spec: exampleInput(extensionPath) }));
  return { id, when, label, model: exampleFolder(extensionPath), question: { ...question, inputs }, directory, isRecorded: true };
}
