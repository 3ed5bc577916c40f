import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Real SavedModels, outside the project; SAVEDMODEL_CORPUS says where. */
export const CORPUS = path.resolve(process.env['SAVEDMODEL_CORPUS'] ?? '../shared/corpus');

/** What Python TensorFlow computed for them, beside the models. */
export const EXPECTED = `${CORPUS}-expected`;

/** True when both are there; says so when they are not, so that a skipped test is never silent. */
export function hasCorpus(): boolean {
  if (existsSync(CORPUS) && existsSync(EXPECTED)) return true;
  console.warn(`Skipped: no corpus in ${CORPUS} and ${EXPECTED} (set SAVEDMODEL_CORPUS).`);
  return false;
}

/** Folders with an expect.json: the models themselves, their variants, repaired and partial forms. */
export function expectations(): readonly { readonly model: string; readonly folder: string }[] {
  const folders = (inside: string): string[] =>
    readdirSync(inside, { withFileTypes: true }).flatMap((entry) => {
      const folder = path.join(inside, entry.name);
      if (!entry.isDirectory()) return [];
      return existsSync(path.join(folder, 'expect.json')) ? [folder, ...folders(folder)] : folders(folder);
    });
  return folders(EXPECTED)
    .sort()
    .map((folder) => ({ model: path.relative(EXPECTED, folder).split(path.sep)[0] ?? '', folder }));
}
