import type { TensorRef } from '../graph/types.ts';
import type { Layer } from '../layers/types.ts';
import type { Atom } from './atoms.ts';
import { atomBoxId, groupBoxId, layerBoxId } from './boxId.ts';
import type { LayerGraph } from './layerGraph.ts';

/** A box of a cut: a layer, one atom, or a group of loose ops. */
export interface CutBox {
  readonly id: string;
  /** the open box it lies in */
  readonly parent: CutBox | undefined;
  readonly content: { readonly layer: Layer } | { readonly atoms: readonly Atom[] };
  readonly canOpen: boolean;
  readonly isOpen: boolean;
}

/** The tensors that flow from one box to another, each once. */
export interface CutEdge {
  readonly source: CutBox;
  readonly target: CutBox;
  readonly refs: ReadonlyMap<string, TensorRef>;
}

/** What is drawn for one state of folding: open boxes before what is in them, edges between those that are not open. */
export interface Cut {
  readonly boxes: readonly CutBox[];
  readonly edges: readonly CutEdge[];
  readonly boxOf: ReadonlyMap<Atom, CutBox>;
}

/** Cuts through layers, groups of loose ops, and ops, so that just the boxes of `open` are open. Every atom is in exactly one box. */
export function cut(graph: LayerGraph, open: ReadonlySet<string>): Cut {
  const boxes: CutBox[] = [];
  const boxOf = new Map<Atom, CutBox>();
  const add = (box: CutBox): CutBox => {
    boxes.push(box);
    return box;
  };
  const addLoose = (atoms: readonly Atom[], parent: CutBox | undefined): void => {
    const [first] = atoms;
    if (first === undefined) return;
    const isOpen = atoms.length > 1 && open.has(groupBoxId(first));
    const group = atoms.length === 1 ? parent : add({ id: groupBoxId(first), parent, content: { atoms }, canOpen: true, isOpen });
    for (const atom of atoms) {
      const isApart = atoms.length === 1 || isOpen;
      boxOf.set(
        atom,
        isApart || group === undefined
          ? add({ id: atomBoxId(atom), parent: group, content: { atoms: [atom] }, canOpen: false, isOpen: false })
          : group,
      );
    }
  };
  const addLevel = (layer: Layer | undefined, parent: CutBox | undefined): void => {
    for (const part of graph.partsOf(layer)) {
      if ('atoms' in part) {
        addLoose(part.atoms, parent);
        continue;
      }
      const id = layerBoxId(part.layer);
      const canOpen = graph.canOpen(part.layer);
      const box = add({ id, parent, content: part, canOpen, isOpen: canOpen && open.has(id) });
      if (box.isOpen) addLevel(part.layer, box);
      else for (const atom of graph.atomsIn(part.layer)) boxOf.set(atom, box);
    }
  };
  addLevel(undefined, undefined);
  return { boxes, edges: edgesOf(graph.atoms, boxOf), boxOf };
}

function edgesOf(atoms: readonly Atom[], boxOf: ReadonlyMap<Atom, CutBox>): CutEdge[] {
  const edges: CutEdge[] = [];
  const known = new Map<CutBox, Map<CutBox, Map<string, TensorRef>>>();
  for (const atom of atoms) {
    const target = boxOf.get(atom);
    if (target === undefined) continue;
    for (const { atom: from, ref } of atom.inputs) {
      const source = boxOf.get(from);
      if (source === undefined || source === target) continue;
      let targets = known.get(source);
      if (targets === undefined) known.set(source, (targets = new Map<CutBox, Map<string, TensorRef>>()));
      let refs = targets.get(target);
      if (refs === undefined) {
        targets.set(target, (refs = new Map<string, TensorRef>()));
        edges.push({ source, target, refs });
      }
      refs.set(`${ref.node.id}:${ref.index}`, ref);
    }
  }
  return edges;
}
