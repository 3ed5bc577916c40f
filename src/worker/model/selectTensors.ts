import { dtypeOfTensor } from '../../core/graph/outputs.ts';
import { recordedRow } from '../../core/graph/loopAxes.ts';
import type { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import type { Layer } from '../../core/layers/types.ts';
import { graphScope } from '../../core/select/graphScope.ts';
import { parseSelection } from '../../core/select/parseSelection.ts';
import { resolveSelection, type Selection, type SkippedSelection } from '../../core/select/resolveSelection.ts';
import type { SelectionScope } from '../../core/select/scope.ts';
import type { SelectedRow } from '../../rpc/modelService.ts';
import type { ModelEntry } from './modelEntry.ts';

/** What a selection means on this model, those that cannot be fetched included. */
export async function selectTensors(
  entry: ModelEntry,
  ops: RuntimeOpList | undefined,
  terms: readonly string[],
): Promise<{ tensors: readonly SelectedRow[]; notes: readonly string[] }> {
  const {
    scope,
    selection: { notes, skipped, tensors },
  } = await resolve(entry, ops, terms);
  const rows = tensors.map(({ key, layer, name, ref }): SelectedRow => ({
    tensor: name,
    key,
    layer: layer?.path ?? null,
    op: ref.node.op,
    dtype: dtypeOfTensor(ref),
    ...recordedRow(entry.flat, ref),
    fetchable: true,
  }));
  const refused = skipped.map((each): SelectedRow => {
    const { message, name, reason } = each;
    const ref = scope.canonical(name);
    return {
      tensor: name,
      key: name,
      layer: layerOfSkipped(scope, each)?.path ?? null,
      op: ref?.node.op ?? '',
      fetchable: false,
      reason,
      message,
      dtype: ref === undefined ? 'invalid' : dtypeOfTensor(ref),
      ...(ref === undefined ? { shape: null } : recordedRow(entry.flat, ref)),
    };
  });
  return { tensors: [...rows, ...refused], notes };
}

/** Positions of the layers that a selection names or gives tensors of, in ascending order. */
export async function selectLayers(
  entry: ModelEntry,
  ops: RuntimeOpList | undefined,
  terms: readonly string[],
): Promise<{ positions: Int32Array; notes: readonly string[] }> {
  const {
    scope,
    selection: { notes, skipped, tensors },
  } = await resolve(entry, ops, terms);
  const found = new Set<number>();
  const add = (layer: Layer | undefined): void => {
    if (layer !== undefined) found.add(layer.order);
  };
  for (const { layer, throughLayers } of tensors) (throughLayers.length === 0 ? [layer] : throughLayers).forEach(add);
  for (const each of skipped) add(layerOfSkipped(scope, each));
  return { positions: Int32Array.from(found).sort(), notes };
}

async function resolve(
  entry: ModelEntry,
  ops: RuntimeOpList | undefined,
  terms: readonly string[],
): Promise<{ readonly scope: SelectionScope; readonly selection: Selection }> {
  const feasible = await entry.feasibility(entry.fedByDefault, ops);
  const scope = graphScope({ flat: entry.flat, tree: entry.layers, feasible, fed: entry.fedByDefault });
  return {
    scope,
    selection: resolveSelection(
      terms.flatMap((text) => parseSelection(text)),
      scope,
    ),
  };
}

/** The layer that a tensor which cannot be fetched belongs to. */
export function layerOfSkipped(scope: SelectionScope, { name }: SkippedSelection): Layer | undefined {
  const ref = scope.canonical(name);
  return ref === undefined ? scope.layersAt(name)[0] : scope.layerOf(ref);
}
