import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside } from './isInside.ts';

/** Folders that lead to nothing but one folder are followed this far. */
const MOST_LEVELS = 8;

/**
 * The folder of the model that a folder means: the folder itself, the newest version in it (TensorFlow Serving keeps them as `model/1`,
 * `model/2`), or what its only entry leads to.
 */
export async function modelIn(folder: string, levels = MOST_LEVELS): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => !entry.isDirectory() && /^saved_model\.(pb|pbtxt)$/.test(entry.name))) return folder;
  if (levels === 0) return undefined;
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const versions = folders.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
  for (const version of versions) {
    const model = await modelIn(join(folder, version), 0);
    if (model !== undefined) return model;
  }
  const [only] = folders;
  return only !== undefined && entries.length === 1 ? modelIn(join(folder, only), levels - 1) : undefined;
}

/** Folders around a model, below `root`, that mean a model though they hold none themselves. */
export async function foldersMeaning(model: string, root: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = dirname(model); at !== root && isInside(root, at); at = dirname(at)) {
    if ((await modelIn(at)) === undefined) break;
    found.push(at);
  }
  return found;
}
