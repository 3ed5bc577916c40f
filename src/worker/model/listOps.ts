import { outputDTypes } from '../../core/graph/outputs.ts';
import { staticShape } from '../../core/graph/shapes/staticShape.ts';
import { type FlatNode, tensorName } from '../../core/graph/types.ts';
import { LensError } from '../../core/errors.ts';
import type { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import { shortName } from '../../core/layers/shortName.ts';
import type { OpRow } from '../../rpc/modelService.ts';
import type { ModelEntry } from './modelEntry.ts';

export interface OpsRequest {
  /** path; null = the whole graph */
  readonly layer: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** A page of the ops of a layer or of the whole graph, in execution order. */
export async function listOps(
  entry: ModelEntry, ops: RuntimeOpList | undefined, { layer, limit, offset }: OpsRequest,
): Promise<{ total: number; rows: readonly OpRow[] }> {
  const nodes = layer === null ? entry.flat.nodes : layerNodes(entry, layer);
  const feasible = await entry.feasibility(entry.fedByDefault, ops);
  const rows = nodes.slice(offset, offset + limit).map((node): OpRow => ({
    name: node.name,
    shortName: shortName(node.name, entry.layers.rootScope),
    op: node.op,
    layer: entry.layerOf(node)?.path ?? null,
    inputs: node.inputs.map(tensorName),
    outputs: outputDTypes(node).map((dtype, index) => {
      const ref = { node, index };
      const reason = feasible(ref);
      return { tensor: tensorName(ref), dtype, shape: staticShape(ref) ?? null, fetchable: reason === undefined, ...(reason === undefined ? {} : { reason }) };
    }),
  }));
  return { total: nodes.length, rows };
}

function layerNodes(entry: ModelEntry, path: string): readonly FlatNode[] {
  const layer = entry.layers.all.find((candidate) => candidate.path === path);
  if (layer === undefined) throw new LensError('selector-no-match', `There is no layer "${path}".`, 'List the layers with "savedmodel-lens layers".');
  return [...layer.nodes].sort((a, b) => a.id - b.id);
}
