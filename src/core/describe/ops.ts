import type { LayerTensorRow } from './documents.ts';
import { columnsOf } from '../graph/graphColumns.ts';
import { outputDTypes } from '../graph/outputs.ts';
import { recordedRow } from '../graph/loopAxes.ts';
import { tensorName } from '../graph/types.ts';
import type { FlatGraph, FlatNode } from '../graph/types.ts';

/** One op of the inlined graph as `show --ops` lists it. */
export interface OpListRow {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly LayerTensorRow[];
}

/** Every op of an entry point in execution order. */
export function opListRows(flat: FlatGraph): OpListRow[] {
  return flat.nodes.map((node) => ({
    name: node.name,
    op: node.op,
    inputs: node.inputs.map(tensorName),
    outputs: outputRows(flat, node),
  }));
}

/** Every op of an entry point in execution order, by name and op alone. */
export function opNameRows(flat: FlatGraph): Pick<OpListRow, 'name' | 'op'>[] {
  const columns = columnsOf(flat);
  const rows: Pick<OpListRow, 'name' | 'op'>[] = [];
  for (let id = 0; id < columns.count; id++)
    rows.push({ name: columns.callPrefix(id) + columns.ownName(id), op: columns.op(id) });
  return rows;
}

function outputRows(flat: FlatGraph, node: FlatNode): LayerTensorRow[] {
  return outputDTypes(node).map((dtype, index) => {
    const ref = { node, index };
    return { tensor: tensorName(ref), dtype, ...recordedRow(flat, ref) };
  });
}
