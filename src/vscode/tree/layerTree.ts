import type { LayerRow } from '../../rpc/modelService.ts';

/** Who holds whom in a list of layers that has parents before their children. Positions are those in the list. */
export interface LayerTree {
  readonly rows: readonly LayerRow[];
  /** children of a layer, or (undefined) the outermost layers */
  children(position: number | undefined): readonly number[];
  parent(position: number): number | undefined;
  /** the layer of this path, else of this name */
  find(name: string): number | undefined;
}

const KNOWN = new WeakMap<readonly LayerRow[], LayerTree>();

/** The tree of a list, made once: looking up children costs nothing however long the list. */
export function layerTree(rows: readonly LayerRow[]): LayerTree {
  let known = KNOWN.get(rows);
  if (known === undefined) KNOWN.set(rows, (known = makeTree(rows)));
  return known;
}

function makeTree(rows: readonly LayerRow[]): LayerTree {
  const parents = new Int32Array(rows.length).fill(-1);
  const children: number[][] = rows.map(() => NONE);
  const top: number[] = [];
  const byPath = new Map<string, number>();
  const byName = new Map<string, number>();
  /** the last layer seen at each depth */
  const last: number[] = [];
  rows.forEach(({ depth, name, path }, position) => {
    last.length = depth;
    const parent = last[depth - 1];
    last[depth] = position;
    if (parent === undefined) top.push(position);
    else {
      parents[position] = parent;
      if (children[parent] === NONE) children[parent] = [];
      children[parent]?.push(position);
    }
    if (!byPath.has(path)) byPath.set(path, position);
    if (!byName.has(name)) byName.set(name, position);
  });
  return {
    rows,
    children: (position) => (position === undefined ? top : (children[position] ?? NONE)),
    parent: (position) => ((parents[position] ?? -1) < 0 ? undefined : parents[position]),
    find: (name) => byPath.get(name) ?? byName.get(name),
  };
}

const NONE: number[] = [];

/**
 * What a filter leaves of a tree: the layers it means, those around them, and all that lies in a layer it means unless it
 * means something in there too.
 */
export function shownLayers(tree: LayerTree, meant: Iterable<number>): ReadonlySet<number> {
  const shown = new Set<number>();
  const around = new Set<number>();
  const matches = new Set(meant);
  for (const position of matches) {
    shown.add(position);
    for (let at = tree.parent(position); at !== undefined && !around.has(at); at = tree.parent(at)) around.add(at);
  }
  const open = [...matches].filter((position) => !around.has(position));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    shown.add(at);
    open.push(...tree.children(at));
  }
  for (const position of around) shown.add(position);
  return shown;
}
