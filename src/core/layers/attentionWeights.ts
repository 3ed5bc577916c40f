import { columnsOf } from '../graph/graphColumns.ts';
import type { TensorRef } from '../graph/types.ts';
import { refKey } from './dataflow.ts';
import type { LayerDraft } from './buildTree.ts';
import type { GraphView } from './graphView.ts';
import type { Scope } from './scopeTree.ts';

/**
 * Softmax ops that stand in the calls of a layer beside the layers it holds: attention weights, which Keras computes by a layer `softmax`
 * that often has no scope. Not those that the layer gives out itself.
 */
export function softmaxLayers(view: GraphView, scopes: readonly Scope[], outputs: readonly TensorRef[]): LayerDraft[] {
  const columns = columnsOf(view.flat);
  const given = new Set(outputs.map(refKey));
  const byName = new Map<string, TensorRef[]>();
  for (const { ids } of scopes) {
    for (const id of ids) {
      if (columns.op(id) !== 'Softmax') continue;
      const ref = { node: columns.node(id), index: 0 };
      if (given.has(refKey(ref))) continue;
      const own = columns.ownName(id);
      const label = own.slice(own.lastIndexOf('/') + 1);
      const name = /^Softmax(?:_\d+)?$/.test(label) ? label.toLowerCase() : label;
      byName.set(name, [...(byName.get(name) ?? []), ref]);
    }
  }
  return [...byName].map(([name, refs]) => {
    const nodes = refs.map(({ node }) => node);
    return {
      index: 0,
      name,
      objectPath: undefined,
      type: 'Softmax',
      typeSource: 'inferred',
      scopes: [],
      nodes,
      outputs: refs,
      inputs: view.flow.entering(nodes),
      activation: undefined,
      passThrough: false,
      variables: [],
      children: [],
    };
  });
}
