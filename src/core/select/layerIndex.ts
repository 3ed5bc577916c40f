import type { FlatNode } from '../graph/types.ts';
import type { Layer, LayerTree } from '../layers/types.ts';

/** Layers by path, object path, end of a path, and node. */
export class LayerIndex {
  readonly #byPath = new Map<string, Layer[]>();
  readonly #byName = new Map<string, Layer[]>();
  #byNode: Map<FlatNode, Layer> | undefined;

  constructor(private readonly tree: LayerTree) {
    for (const layer of tree.all) {
      add(this.#byPath, layer.path, layer);
      if (layer.objectPath !== undefined && layer.objectPath !== layer.path) add(this.#byPath, layer.objectPath, layer);
      add(this.#byName, lastPart(layer.path), layer);
    }
  }

  at(path: string): readonly Layer[] {
    return this.#byPath.get(path) ?? [];
  }

  endingIn(path: string): readonly Layer[] {
    return (this.#byName.get(lastPart(path)) ?? []).filter((layer) => layer.path.endsWith(`/${path}`));
  }

  /** Children come after their parents, so the innermost layer wins. */
  of(node: FlatNode): Layer | undefined {
    if (this.#byNode === undefined) {
      this.#byNode = new Map();
      for (const layer of this.tree.all) for (const member of layer.nodes) this.#byNode.set(member, layer);
    }
    return this.#byNode.get(node);
  }

  *suggestions(): Generator<string> {
    for (const { path } of this.tree.all) yield path;
    for (const { objectPath } of this.tree.all) if (objectPath !== undefined) yield objectPath;
  }
}

function add(index: Map<string, Layer[]>, key: string, layer: Layer): void {
  const layers = index.get(key);
  if (layers === undefined) index.set(key, [layer]);
  else layers.push(layer);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
