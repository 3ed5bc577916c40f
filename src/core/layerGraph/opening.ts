import type { Atom } from './atoms.ts';
import { groupBoxId, layerBoxId } from './boxId.ts';
import type { LayerGraph } from './layerGraph.ts';
import type { Layer } from '../layers/types.ts';

/** Boxes that a first look takes in at once; a graph that is one or two boxes at the top may be opened to more. */
const COMFORTABLE = 80;
const MOST = 250;
const FEW = 3;

/** Ids of the layers that are open at the first look: from the outside inwards, as long as the whole can be taken in. */
export function openAtFirst(graph: LayerGraph): Set<string> {
  const open = new Set<string>();
  const waiting = [...graph.childrenOf(undefined)];
  let shown = graph.partsOf(undefined).length;
  for (const layer of waiting) {
    const children = graph.childrenOf(layer);
    if (children.length === 0) continue;
    const more = graph.partsOf(layer).length - 1;
    const isFew = graph.childrenOf(undefined).length <= FEW && shown <= FEW * 2;
    if (shown + more > (isFew ? MOST : COMFORTABLE)) continue;
    shown += more;
    open.add(layerBoxId(layer));
    waiting.push(...children);
  }
  return open;
}

/** Ids of what must be open so that a layer or an atom has a box of its own. */
export function openTo(graph: LayerGraph, target: Layer | Atom): string[] {
  const isAtom = 'inputs' in target && 'kind' in target;
  const ids: string[] = [];
  for (let layer = isAtom ? target.owner : target.parent; layer !== undefined; layer = layer.parent)
    ids.unshift(layerBoxId(layer));
  if (isAtom) {
    const group = graph
      .partsOf(target.owner)
      .find((part) => 'atoms' in part && part.atoms.length > 1 && part.atoms.includes(target));
    const first = group !== undefined && 'atoms' in group ? group.atoms[0] : undefined;
    if (first !== undefined) ids.push(groupBoxId(first));
  }
  return ids;
}
