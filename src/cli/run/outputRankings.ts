import { bestClasses } from './ranking.ts';
import type { RankedClass } from './ranking.ts';
import { readValues } from './values.ts';
import type { Manifest } from '../../core/run/manifest.ts';
import { isNumeric } from '../../core/tensor/layout.ts';
import { sliceTensor } from '../../core/tensor/slice.ts';
import { isComplex, toFloat64Array } from '../../core/tensor/values.ts';

/** The best classes of every output that is a row of numbers, of the first example; only with names. */
export async function outputRankings(
  manifest: Manifest,
  directory: string,
  labels: readonly string[] | undefined,
): Promise<Map<string, readonly RankedClass[]>> {
  const rankings = new Map<string, readonly RankedClass[]>();
  if (labels === undefined) return rankings;
  for (const output of manifest.outputs) {
    const tensor = manifest.tensors.find(({ key, name }) => key === output.key || name === output.tensor);
    if (tensor === undefined || tensor.shape.length !== 2 || !isNumeric(tensor.dtype)) continue;
    const values = await readValues(directory, tensor);
    if (values === undefined || values.data.length === 0 || isComplex(values)) continue;
    rankings.set(output.name, bestClasses(toFloat64Array(sliceTensor(values, [0])), labels));
  }
  return rankings;
}
