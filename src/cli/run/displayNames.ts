import type { ManifestOutput, ManifestTensor } from '../../core/run/manifest.ts';
import { shortName } from '../../core/layers/shortName.ts';

/**
 * A name per tensor that is short enough for a table: from its layer's path on, else its layer with the name without the calls it lies in;
 * where two would be the same, the canonical name. In front the name that the user gave it, behind the output that it is.
 */
export function displayNames(tensors: readonly ManifestTensor[], outputs: readonly ManifestOutput[]): string[] {
  const short = tensors.map(shortened);
  const uses = new Map<string, number>();
  for (const name of short) uses.set(name, (uses.get(name) ?? 0) + 1);
  return tensors.map(({ name, key }, index) => {
    const chosen = short[index] ?? name;
    const shown = uses.get(chosen) === 1 ? chosen : name;
    const output = outputs
      .filter(({ tensor }) => tensor === name)
      .map((each) => each.name)
      .join(', ');
    return `${key === name ? '' : `${key} = `}${shown}${output === '' ? '' : ` → output ${output}`}`;
  });
}

function shortened({ name, layer }: ManifestTensor): string {
  if (layer === null) return shortName(name, '');
  const inside = name.indexOf('@');
  const at = name.lastIndexOf(`/${layer}/`, inside < 0 ? name.length : inside);
  return at < 0 ? `${layer} (${shortName(name, '')})` : name.slice(at + 1);
}
