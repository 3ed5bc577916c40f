import type { Manifest, ManifestTensor, TensorStats } from '../../src/core/run/manifest.ts';
import type { LayerRow } from '../../src/rpc/modelService.ts';

/** One line of the layer list. */
export interface ListRow {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly depth: number;
  readonly shape: readonly number[] | null;
  readonly parameters: number;
  readonly isFetchable: boolean;
  readonly reason: string | undefined;
  readonly layer: LayerRow | undefined;
  /** tensors of the run that belong to it, the output first */
  readonly tensors: readonly ManifestTensor[];
}

/** Columns the list can be sorted by. */
export type SortKey = 'order' | 'name' | 'size' | 'sparsity' | 'badness';
export const SORT_TITLES: Readonly<Record<SortKey, string>> = {
  order: 'Execution order', name: 'Name', size: 'Size', sparsity: 'Sparsity', badness: 'Badness',
};

/** Layers in order, then captured tensors that are no layer's output, each with what the run has of it. */
export function listRows(layers: readonly LayerRow[], manifest: Manifest | undefined): ListRow[] {
  const byName = new Map((manifest?.tensors ?? []).flatMap((tensor) => [tensor.name, ...tensor.aliases].map((name) => [name, tensor] as const)));
  const shown = new Set<ManifestTensor>();
  const rows = layers.map((layer): ListRow => {
    const wanted = [...layer.outputs, ...(layer.preactivation === undefined ? [] : [layer.preactivation])];
    const tensors = wanted.flatMap(({ tensor }) => byName.get(tensor) ?? []);
    for (const tensor of tensors) shown.add(tensor);
    return {
      id: `layer:${layer.path}`, label: layer.name, type: layer.type, depth: layer.depth, shape: tensors[0]?.shape ?? layer.outputs[0]?.shape ?? null,
      parameters: layer.params.count, isFetchable: layer.fetchable, reason: layer.reason, layer, tensors: [...new Set(tensors)],
    };
  });
  const outputs = new Map((manifest?.outputs ?? []).map((output) => [output.key, `output ${output.name}`]));
  for (const tensor of manifest?.tensors ?? []) {
    if (shown.has(tensor)) continue;
    rows.push({
      id: `tensor:${tensor.name}`, label: outputs.get(tensor.key) ?? tensor.key, type: tensor.op, depth: 0, shape: tensor.shape, parameters: 0, isFetchable: true, reason: undefined,
      layer: undefined, tensors: [tensor],
    });
  }
  return rows;
}

function elements(row: ListRow): number {
  return (row.shape ?? []).reduce((product, size) => product * Math.max(1, size), 1);
}

/** How much is wrong with a tensor: NaN and Inf first, then constants, then mostly zeros. */
function badness(stats: TensorStats | undefined): number {
  if (stats === undefined || stats.count === 0) return -1;
  const bad = stats.nan + stats.posInf + stats.negInf;
  return (bad > 0 ? 10 + bad / stats.count : 0) + (stats.min === stats.max ? 5 : 0) + stats.zeros / stats.count;
}

/** Filters by text in name or type and sorts; the order of equals stays. */
export function arrangeRows(rows: readonly ListRow[], query: string, sort: SortKey): ListRow[] {
  const wanted = query.trim().toLowerCase();
  const found = wanted === '' ? [...rows] : rows.filter((row) => row.id.toLowerCase().includes(wanted) || row.type.toLowerCase().includes(wanted));
  const statsOf = (row: ListRow): TensorStats | undefined => row.tensors[0]?.stats;
  switch (sort) {
    case 'order': return found;
    case 'name': return found.sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
    case 'size': return found.sort((a, b) => elements(b) - elements(a));
    case 'sparsity': return found.sort((a, b) => share(statsOf(b)) - share(statsOf(a)));
    case 'badness': return found.sort((a, b) => badness(statsOf(b)) - badness(statsOf(a)));
  }
}

function share(stats: TensorStats | undefined): number {
  return stats === undefined || stats.count === 0 ? -1 : stats.zeros / stats.count;
}

/** A word for what is wrong with a layer's output, in the order of seriousness. */
export function flagOf(stats: TensorStats | undefined): { readonly word: string; readonly level: 'error' | 'warning' } | undefined {
  if (stats === undefined || stats.count === 0) return undefined;
  if (stats.nan > 0) return { word: 'NaN', level: 'error' };
  if (stats.posInf + stats.negInf > 0) return { word: 'Inf', level: 'error' };
  if (stats.zeros === stats.count) return { word: 'dead', level: 'warning' };
  if (stats.count > 1 && stats.min !== undefined && stats.min === stats.max) return { word: 'constant', level: 'warning' };
  return undefined;
}
