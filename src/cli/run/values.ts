import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ManifestTensor } from '../../core/run/manifest.ts';
import { parseNpy } from '../../core/tensor/npy/npy.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';

/** Largest file that is read back to be printed or drawn. */
const LARGEST_FILE = 512 * 2 ** 20;

/** The values of a tensor of a run; undefined when only statistics were kept or they are too many to show. */
export async function readValues(directory: string, { file }: ManifestTensor): Promise<Tensor | undefined> {
  if (file === null) return undefined;
  const whole = path.join(directory, file);
  const { size } = await stat(whole);
  return size > LARGEST_FILE ? undefined : parseNpy(await readFile(whole), whole);
}
