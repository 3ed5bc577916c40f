import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerRow } from '../../../../src/rpc/modelService.ts';
import { layerTree, shownLayers } from '../../../../src/vscode/tree/layerTree.ts';

function row(path: string): LayerRow {
  const names = path.split('/');
  return {
    index: null,
    order: 0,
    path,
    name: names.at(-1) ?? '',
    type: 'Dense',
    typeSource: 'scope',
    depth: names.length - 1,
    outputs: [],
    inputs: [],
    params: { count: 0, bytes: 0, variables: [] },
    ops: 1,
    fetchable: true,
  };
}

const PATHS = ['a', 'a/b', 'a/b/c', 'a/b/d', 'a/e', 'f', 'f/c'];
const tree = layerTree(PATHS.map(row));
const named = (positions: Iterable<number>): string[] =>
  [...positions].sort((x, y) => x - y).map((position) => PATHS[position] ?? '');

describe('the tree of a list of layers', () => {
  it('knows parents and children', () => {
    expect(named(tree.children(undefined))).toEqual(['a', 'f']);
    expect(named(tree.children(0))).toEqual(['a/b', 'a/e']);
    expect(named(tree.children(1))).toEqual(['a/b/c', 'a/b/d']);
    expect(tree.children(4)).toEqual([]);
    expect([tree.parent(0), tree.parent(3), tree.parent(6)]).toEqual([undefined, 1, 5]);
  });

  it('finds a layer by path, else the first of that name', () => {
    expect([tree.find('f/c'), tree.find('c'), tree.find('g')]).toEqual([6, 2, undefined]);
  });

  it('is made once for a list', () => {
    const rows = [row('a')];
    expect(layerTree(rows)).toBe(layerTree(rows));
  });

  it('gives every layer to exactly one parent, whatever the depths', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 40 }), (steps) => {
        // A depth is at most one more than that of the layer before.
        let depth = -1;
        const rows = steps.map((step, i) => {
          depth = Math.min(step, depth + 1);
          return { ...row(`n${i}`), depth };
        });
        const made = layerTree(rows);
        const listed = [undefined, ...rows.keys()].flatMap((position) =>
          made.children(position).map((child) => [child, position]),
        );
        expect(listed.map(([child]) => child).sort((x, y) => Number(x) - Number(y))).toEqual([...rows.keys()]);
        for (const [child, parent] of listed) {
          expect(made.parent(Number(child))).toBe(parent);
          expect(rows[Number(child)]?.depth).toBe(parent === undefined ? 0 : (rows[parent]?.depth ?? 0) + 1);
        }
      }),
    );
  });
});

describe('a filter', () => {
  it('shows what it means and what is around that', () => {
    expect(named(shownLayers(tree, [3]))).toEqual(['a', 'a/b', 'a/b/d']);
    expect(named(shownLayers(tree, []))).toEqual([]);
  });

  it('shows all of a layer that it means, unless it means something in there', () => {
    expect(named(shownLayers(tree, [1]))).toEqual(['a', 'a/b', 'a/b/c', 'a/b/d']);
    expect(named(shownLayers(tree, [0, 2]))).toEqual(['a', 'a/b', 'a/b/c']);
  });
});
