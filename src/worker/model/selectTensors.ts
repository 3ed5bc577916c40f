import { dtypeOfTensor } from '../../core/graph/outputs.ts';
import { staticShape } from '../../core/graph/shapes/staticShape.ts';
import type { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import { graphScope } from '../../core/select/graphScope.ts';
import { parseSelection } from '../../core/select/parseSelection.ts';
import { resolveSelection } from '../../core/select/resolveSelection.ts';
import type { SelectedRow } from '../../rpc/modelService.ts';
import type { ModelEntry } from './modelEntry.ts';

/** What a selection means on this model, those that cannot be fetched included. */
export async function selectTensors(
  entry: ModelEntry, ops: RuntimeOpList | undefined, terms: readonly string[],
): Promise<{ tensors: readonly SelectedRow[]; notes: readonly string[] }> {
  const feasible = await entry.feasibility(entry.fedByDefault, ops);
  const scope = graphScope({ flat: entry.flat, tree: entry.layers, feasible, fed: entry.fedByDefault });
  const { notes, skipped, tensors } = resolveSelection(terms.flatMap((text) => parseSelection(text)), scope);
  const rows = tensors.map(({ key, layer, name, ref }): SelectedRow => ({
    tensor: name, key, layer: layer?.path ?? null, op: ref.node.op, dtype: dtypeOfTensor(ref), shape: staticShape(ref) ?? null, fetchable: true,
  }));
  const refused = skipped.map(({ message, name, reason }): SelectedRow => {
    const ref = scope.canonical(name);
    const layer = ref === undefined ? scope.layersAt(name)[0] : scope.layerOf(ref);
    return {
      tensor: name, key: name, layer: layer?.path ?? null, op: ref?.node.op ?? '', fetchable: false, reason, message,
      dtype: ref === undefined ? 'invalid' : dtypeOfTensor(ref), shape: ref === undefined ? null : staticShape(ref) ?? null,
    };
  });
  return { tensors: [...rows, ...refused], notes };
}
