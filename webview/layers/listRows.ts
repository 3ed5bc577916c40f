import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import type { LayerRow } from '../../src/rpc/modelService.ts';
import { t } from '../state/l10n.ts';

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

/** A tensor as the graph and the ops of a layer name it. */
export interface TensorInfo {
  readonly name: string;
  readonly label: string;
  readonly op: string;
  readonly shape: readonly number[] | null;
  /** why it cannot be fetched */
  readonly reason?: string | undefined;
}

/** Tensors of a run by canonical name and by every other name. */
export function tensorsByName(manifest: Manifest | undefined): ReadonlyMap<string, ManifestTensor> {
  return new Map(
    (manifest?.tensors ?? []).flatMap((tensor) => [tensor.name, ...tensor.aliases].map((name) => [name, tensor] as const)),
  );
}

/** Row of a tensor that is no layer's. */
export function tensorRow(
  { label, name, op, reason, shape }: TensorInfo,
  tensors: ReadonlyMap<string, ManifestTensor>,
  depth = 0,
): ListRow {
  const tensor = tensors.get(name);
  return {
    id: `tensor:${name}`,
    label,
    type: op,
    depth,
    shape: tensor?.shape ?? shape,
    parameters: 0,
    isFetchable: reason === undefined,
    reason,
    layer: undefined,
    tensors: tensor === undefined ? [] : [tensor],
  };
}

/** Selector term of a row by its id; names are meant literally. */
export function selectorOf(id: string): string | undefined {
  const name = /^(?:layer|tensor):(.+)$/s.exec(id)?.[1];
  return name === undefined ? undefined : `"${name}"`;
}

/** Layers in order, then captured tensors that are no layer's output, each with what the run has of it. */
export function listRows(layers: readonly LayerRow[], manifest: Manifest | undefined): ListRow[] {
  const byName = tensorsByName(manifest);
  const shown = new Set<ManifestTensor>();
  const rows = layers.map((layer): ListRow => {
    const wanted = [...layer.outputs, ...(layer.preactivation === undefined ? [] : [layer.preactivation])];
    const tensors = wanted.flatMap(({ tensor }) => byName.get(tensor) ?? []);
    for (const tensor of tensors) shown.add(tensor);
    return {
      id: `layer:${layer.path}`,
      label: layer.name,
      type: layer.type,
      depth: layer.depth,
      shape: tensors[0]?.shape ?? layer.outputs[0]?.shape ?? null,
      parameters: layer.params.count,
      isFetchable: layer.fetchable,
      reason: layer.reason,
      layer,
      tensors: [...new Set(tensors)],
    };
  });
  const outputs = new Map((manifest?.outputs ?? []).map((output) => [output.key, t('output {0}', output.name)]));
  for (const tensor of manifest?.tensors ?? []) {
    if (shown.has(tensor)) continue;
    rows.push({
      id: `tensor:${tensor.name}`,
      label: outputs.get(tensor.key) ?? tensor.key,
      type: tensor.op,
      depth: 0,
      shape: tensor.shape,
      parameters: 0,
      isFetchable: true,
      reason: undefined,
      layer: undefined,
      tensors: [tensor],
    });
  }
  return rows;
}
