import path from 'node:path';
import type { RunWish } from './runOptions.ts';
import { runFileOf } from '../../core/run/runFile.ts';
import { writeInFolder } from '../writeInFolder.ts';
import { jsonText } from '../text/json.ts';

/** Writes a run file: inputs, selection and limits, with paths relative to it; never a folder, an engine or a permission. */
export async function saveRun(file: string, wish: RunWish): Promise<void> {
  const folder = path.dirname(file);
  const run = runFileOf(wish, (target, base) =>
    path
      .relative(folder, path.resolve(base ?? folder, target))
      .split(path.sep)
      .join('/'),
  );
  await writeInFolder(file, jsonText(run), 'run file');
}
