import type { FlatNode, TensorRef } from '../graph/types.ts';
import type { Edges } from './closure.ts';
import type { FedTensor } from './valuePart.ts';

/**
 * What each node waits for. A node that cannot run is not waited for, but whatever it waits for in turn is.
 * TensorFlow drops control edges from a fed placeholder, not from other fed nodes.
 */
export function runningControls(
  inputs: (node: FlatNode) => readonly TensorRef[],
  fed: readonly FedTensor[],
  canRun: (node: FlatNode) => boolean,
): Edges['controls'] {
  const fedPlaceholders = new Set(
    fed.map(({ ref }) => ref.node).filter(({ op }) => op === 'Placeholder' || op === 'PlaceholderV2'),
  );
  return ({ controls }) => {
    const wanted = controls.filter((control) => !fedPlaceholders.has(control));
    return wanted.every(canRun) ? wanted : [...around(wanted)].filter(canRun);
  };

  function around(wanted: readonly FlatNode[]): ReadonlySet<FlatNode> {
    const found = new Set(wanted);
    for (const node of found) {
      if (canRun(node)) continue;
      for (const ref of inputs(node)) found.add(ref.node);
      for (const control of node.controls) if (!fedPlaceholders.has(control)) found.add(control);
    }
    return found;
  }
}
