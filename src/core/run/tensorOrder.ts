import type { Manifest, ManifestTensor } from './manifest.ts';

/** As a reader expects them: what was selected, then the model's outputs. */
export function outputsLast<T extends Pick<ManifestTensor, 'name'>>(
  tensors: readonly T[],
  outputs: Pick<Manifest, 'outputs'>['outputs'],
): T[] {
  const names = new Set(outputs.map(({ tensor }) => tensor));
  return [...tensors.filter(({ name }) => !names.has(name)), ...tensors.filter(({ name }) => names.has(name))];
}

/** In the order in which TensorFlow computes them; runs kept without that order as they stand. */
export function inExecutionOrder(tensors: readonly ManifestTensor[]): ManifestTensor[] {
  return [...tensors].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}
