import type { FlatGraph } from '../../../../src/core/graph/types.ts';
import type { Layer, LayerTree } from '../../../../src/core/layers/types.ts';

interface LayerLine {
  /** `outer/inner`; parents stand before what is in them */
  readonly path: string;
  readonly type?: string;
  /** names of its nodes */
  readonly nodes?: readonly string[];
  /** it hands on the output of this node */
  readonly passes?: string;
}

/** A layer tree over a flat graph, as `findLayers` would answer it. */
export function layerTree(flat: FlatGraph, lines: readonly LayerLine[]): LayerTree {
  const byPath = new Map<string, Layer & { children: Layer[] }>();
  const all = lines.map(({ path, type = 'Dense', nodes = [], passes }, order) => {
    const cut = path.lastIndexOf('/');
    const parent = cut < 0 ? undefined : byPath.get(path.slice(0, cut));
    const node = (name: string) => {
      const found = flat.byName.get(name);
      if (found === undefined) throw new Error(`no node ${name}`);
      return found;
    };
    const last = passes ?? nodes.at(-1);
    const layer = {
      index: order,
      order,
      path,
      name: path.slice(cut + 1),
      type,
      typeSource: 'keras' as const,
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent,
      children: [] as Layer[],
      scopes: [],
      nodes: nodes.map(node),
      outputs: last === undefined ? [] : [{ ref: { node: node(last), index: 0 }, dtype: 'float32' as const, shape: undefined }],
      inputs: [],
      preactivation: undefined,
      loop: undefined,
      passThrough: passes !== undefined,
      variables: [],
      parameterCount: 0,
      parameterBytes: 0,
    };
    parent?.children.push(layer);
    byPath.set(path, layer);
    return layer;
  });
  return { all, top: all.filter(({ parent }) => parent === undefined), rootScope: '', kerasVersion: undefined, warnings: [] };
}
