import type { LayerRow, LayersDocument, LayerTensorRow } from './documents.ts';
import type { Warning } from '../errors.ts';
import { recordedRow } from '../graph/loopAxes.ts';
import { tensorName } from '../graph/types.ts';
import type { Verdict } from '../graph/feasibility.ts';
import type { FlatGraph } from '../graph/types.ts';
import type { Layer, LayerTensor, LayerTree } from '../layers/types.ts';

/** What `layersDocument` reads: the inlined graph, its layers, and which tensors cannot be fetched. */
export interface LayersSource {
  readonly flat: FlatGraph;
  readonly tree: LayerTree;
  readonly feasible: Verdict;
  readonly warnings: readonly Warning[];
}

/** The layers of an entry point as `layers --json`, the tree and the panel list them. */
export function layersDocument({ flat, tree, feasible, warnings }: LayersSource): LayersDocument {
  const { entry } = flat;
  return {
    schema: 1,
    tagSet: flat.metaGraph.tags,
    signature: entry.kind === 'signature' ? entry.key : null,
    ...(entry.kind === 'function' ? { function: entry.key } : {}),
    layers: tree.all.map((layer) => layerRow(layer, flat, feasible)),
    warnings,
  };
}

function layerRow(layer: Layer, flat: FlatGraph, feasible: LayersSource['feasible']): LayerRow {
  const reason = layer.outputs.map(({ ref }) => feasible(ref)).find((found) => found !== undefined);
  const fetchable = layer.outputs.length > 0 && reason === undefined;
  return {
    index: layer.index,
    order: layer.order,
    path: layer.path,
    name: layer.name,
    ...(layer.objectPath === undefined ? {} : { objectPath: layer.objectPath }),
    type: layer.type,
    typeSource: layer.typeSource,
    depth: layer.depth,
    outputs: layer.outputs.map((tensor) => tensorRow(tensor, flat)),
    inputs: layer.inputs.map((tensor) => tensorRow(tensor, flat)),
    ...(layer.preactivation === undefined ? {} : { preactivation: tensorRow(layer.preactivation, flat) }),
    params: {
      count: layer.parameterCount,
      bytes: layer.parameterBytes,
      variables: layer.variables.map(({ name, dtype, shape }) => ({ name, dtype, shape: shape ?? null })),
    },
    ops: layer.nodes.length,
    fetchable,
    ...(fetchable ? {} : { reason: reason ?? (layer.loop === undefined ? 'no-output' : 'in-loop') }),
  };
}

function tensorRow({ ref, dtype }: LayerTensor, flat: FlatGraph): LayerTensorRow {
  return { tensor: tensorName(ref), dtype, ...recordedRow(flat, ref) };
}
