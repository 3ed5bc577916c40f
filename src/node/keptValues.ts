import { join, resolve, sep } from 'node:path';
import { LensError } from '../core/errors.ts';
import type { ManifestTensor } from '../core/run/manifest.ts';
import { readManifest } from './runStore.ts';

/** The file that holds a tensor of a run. */
export async function keptFile(directory: string, name: string): Promise<string> {
  const manifest = await readManifest(directory);
  const row = manifest.tensors.find((tensor) => tensor.name === name) ?? manifest.tensors.find((tensor) => tensor.key === name);
  if (row === undefined)
    throw new LensError('selector-no-match', `The run in ${directory} has no tensor "${name}".`, 'Run again with it selected.');
  return valueFile(directory, row);
}

/** The file of a kept tensor, which the manifest may not lead outside the run's folder. */
export function valueFile(directory: string, { file, name }: ManifestTensor): string {
  if (file === null) throw new LensError('usage', `The run kept only statistics of "${name}".`, 'Run again with values.');
  const path = resolve(join(directory, file));
  if (!path.startsWith(resolve(directory) + sep))
    throw new LensError('bad-run-file', `The manifest in ${directory} names a file outside it: ${file}.`);
  return path;
}
