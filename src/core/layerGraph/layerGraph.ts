import type { FlatGraph } from '../graph/types.ts';
import type { Layer, LayerTree } from '../layers/types.ts';
import { findAtoms, type Atom } from './atoms.ts';
import { crossingLevels, looseGroups } from './looseOps.ts';

/** What lies directly in a layer (or in the whole graph): layers, and ops that no layer claims. */
export type Part = { readonly layer: Layer } | { readonly atoms: readonly Atom[] };

/** Atoms by the layer that they lie in, from which any folding of the graph is cut. Built once per entry point. */
export class LayerGraph {
  readonly atoms: readonly Atom[];
  /** atoms that lie directly in a layer; undefined: in none */
  readonly #own = new Map<Layer | undefined, Atom[]>();
  /** of each layer that holds atoms, its own or its layers': the first */
  readonly #first = new Map<Layer, Atom>();
  #levels: ReadonlyMap<Atom, number> | undefined;
  readonly #parts = new Map<Layer | undefined, readonly Part[]>();

  constructor(
    flat: FlatGraph,
    readonly tree: LayerTree,
  ) {
    this.atoms = findAtoms(flat, tree);
    for (const atom of this.atoms) {
      const own = this.#own.get(atom.owner);
      if (own === undefined) this.#own.set(atom.owner, [atom]);
      else own.push(atom);
      for (let layer = atom.owner; layer !== undefined && !this.#first.has(layer); layer = layer.parent)
        this.#first.set(layer, atom);
    }
  }

  /** Layers directly in a layer (or at the top) that take part in the flow of data. */
  childrenOf(layer: Layer | undefined): readonly Layer[] {
    return (layer?.children ?? this.tree.top).filter((child) => this.#first.has(child));
  }

  /** True when there is something to see inside. */
  canOpen(layer: Layer): boolean {
    return this.childrenOf(layer).length > 0 || (this.#own.get(layer) ?? []).some(({ kind }) => kind !== 'pass');
  }

  /** What a layer shows when it is open, in order of the flow. Loose ops stand in groups where layers are beside them, else one by one. */
  partsOf(layer: Layer | undefined): readonly Part[] {
    const known = this.#parts.get(layer);
    if (known !== undefined) return known;
    const children = this.childrenOf(layer);
    const own = this.#own.get(layer) ?? [];
    const groups =
      children.length === 0
        ? undefined
        : looseGroups(
            this.atoms,
            (this.#levels ??= crossingLevels(this.atoms)),
            (atom) => atom.owner === layer && atom.kind === 'op',
          );
    const members = new Map<Atom, Atom[]>();
    for (const atom of own) {
      const first = groups?.get(atom) ?? atom;
      const group = members.get(first);
      if (group === undefined) members.set(first, [atom]);
      else group.push(atom);
    }
    const placed = [
      ...children.map((child) => ({ at: this.#first.get(child)?.id ?? 0, part: { layer: child } })),
      ...[...members].map(([{ id }, atoms]) => ({ at: id, part: { atoms } })),
    ];
    const parts = placed.sort((a, b) => a.at - b.at).map(({ part }) => part);
    this.#parts.set(layer, parts);
    return parts;
  }

  /** Atoms of a layer and of the layers in it, in order; of the whole graph when there is no layer. */
  atomsIn(layer: Layer | undefined): readonly Atom[] {
    if (layer === undefined) return this.atoms;
    const atoms: Atom[] = [];
    const open = [layer];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const atom of this.#own.get(next) ?? []) atoms.push(atom);
      open.push(...next.children);
    }
    return atoms.sort((a, b) => a.id - b.id);
  }
}
