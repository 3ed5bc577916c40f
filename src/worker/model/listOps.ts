import { innerBodies } from '../../core/graph/innerBodies.ts';
import type { InnerGraph } from '../../core/graph/inner/innerGraph.ts';
import { InnerGraphs } from '../../core/graph/inner/innerGraphs.ts';
import { recordedRow } from '../../core/graph/loopAxes.ts';
import { outputDTypes } from '../../core/graph/outputs.ts';
import { type FlatGraph, type FlatNode, tensorName } from '../../core/graph/types.ts';
import { LensError } from '../../core/errors.ts';
import type { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import { shortName } from '../../core/layers/shortName.ts';
import type { OpRow, OpsRequest } from '../../rpc/modelService.ts';
import type { ModelEntry } from './modelEntry.ts';

/** A page of the ops of a layer, of a loop's or branch's body, or of the whole graph, in execution order. */
export async function listOps(
  entry: ModelEntry,
  ops: RuntimeOpList | undefined,
  { inside, layer, limit, offset }: OpsRequest,
): Promise<{ total: number; rows: readonly OpRow[] }> {
  const nodes =
    inside !== undefined ? bodyNodes(entry.flat, inside) : layer === undefined ? entry.flat.nodes : layerNodes(entry, layer);
  const { tapped: feasible } = await entry.feasibility(entry.fedByDefault, ops);
  const rows = nodes.slice(offset, offset + limit).map((node): OpRow => {
    const bodies = innerBodies(node).map(({ label, prefix }) => ({ label, inside: prefix }));
    return {
      name: node.name,
      shortName: shortName(node.name, entry.layers.rootScope),
      op: node.op,
      layer: entry.layerOf(node)?.path ?? null,
      inputs: node.inputs.map(tensorName),
      outputs: outputDTypes(node).map((dtype, index) => {
        const ref = { node, index };
        const reason = feasible(ref);
        return {
          tensor: tensorName(ref),
          dtype,
          ...recordedRow(entry.flat, ref),
          fetchable: reason === undefined,
          ...(reason === undefined ? {} : { reason }),
        };
      }),
      ...(bodies.length === 0 ? {} : { bodies }),
    };
  });
  return { total: nodes.length, rows };
}

function layerNodes(entry: ModelEntry, path: string): readonly FlatNode[] {
  const layer = entry.layers.all.find((candidate) => candidate.path === path);
  if (layer === undefined)
    throw new LensError('selector-no-match', `There is no layer "${path}".`, 'List the layers with "savedmodel-lens layers".');
  return [...layer.nodes].sort((a, b) => a.id - b.id);
}

function bodyNodes(flat: FlatGraph, inside: string): readonly FlatNode[] {
  const graph = innerGraph(InnerGraphs.of(flat), flat, inside, undefined);
  if (graph === undefined)
    throw new LensError('selector-no-match', `There is no loop or branch "${inside}".`, 'List the layers again.');
  return graph.flat.nodes.map((node) => graph.seen({ node, index: 0 }).node);
}

/** Follows a name like `LOOP@body/IF@then` from the outside in; only the bodies on the way are inlined. */
function innerGraph(
  graphs: InnerGraphs,
  flat: FlatGraph,
  inside: string,
  parent: InnerGraph | undefined,
): InnerGraph | undefined {
  for (const node of flat.nodes) {
    if (!inside.startsWith(`${node.name}@`)) continue;
    for (const graph of graphs.of(node, parent)) {
      if (graph.prefix === inside) return graph;
      if (inside.startsWith(`${graph.prefix}/`)) return innerGraph(graphs, graph.flat, inside, graph);
    }
  }
  return undefined;
}
