import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from '../../../../src/core/layerGraph/cut.ts';
import { LayerGraph } from '../../../../src/core/layerGraph/layerGraph.ts';
import { neighbourhood } from '../../../../src/core/layerGraph/neighbourhood.ts';
import { flatGraph } from '../layers/flat.ts';
import { layerTree } from './model.ts';

interface Drawn {
  readonly graph: LayerGraph;
  readonly ids: readonly string[];
}

/** Random acyclic graphs whose nodes lie in layers that nest two deep, or in none; neighbours in the listing share layers, as in a model. */
const drawn: fc.Arbitrary<Drawn> = fc
  .array(
    fc.record({ from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), outer: fc.nat({ max: 3 }), inner: fc.nat({ max: 2 }) }),
    { minLength: 1, maxLength: 40 },
  )
  .map((nodes) => {
    const lines = [
      'n0 Placeholder',
      ...nodes.map(({ from }, i) => `n${i + 1} Op ${from.map((back) => `n${i - (back % (i + 1))}`).join(' ')}`),
    ];
    const flat = flatGraph(lines, [`n${nodes.length}`]);
    const members = new Map<string, string[]>();
    nodes.forEach(({ outer, inner }, i) => {
      const path = outer === 0 ? [] : inner === 0 ? [`o${outer}`] : [`o${outer}`, `o${outer}/i${inner}`];
      for (const each of path) members.set(each, [...(members.get(each) ?? []), `n${i + 1}`]);
    });
    const layers = [...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, names]) => ({ path, nodes: names }));
    const graph = new LayerGraph(flat, layerTree(flat, layers));
    return {
      graph,
      ids: [...layers.map(({ path }) => `layer:${path}`), ...lines.map((line) => `ops:${line.split(' ')[0] ?? ''}`)],
    };
  });
const folded = drawn.chain(({ graph, ids }) => fc.subarray([...ids]).map((open) => ({ graph, open: new Set(open) })));

describe('cuts of any graph in any state of folding', () => {
  it('put every atom into one box that is not open, inside open boxes only', () => {
    fc.assert(
      fc.property(folded, ({ graph, open }) => {
        const { boxes, boxOf } = cut(graph, open);
        expect(new Set(boxes.map(({ id }) => id)).size).toBe(boxes.length);
        for (const atom of graph.atoms) {
          const box = boxOf.get(atom);
          expect(box?.isOpen).toBe(false);
          for (let up = box?.parent; up !== undefined; up = up.parent) expect(up.isOpen).toBe(true);
        }
        for (const { id, parent } of boxes)
          if (parent !== undefined)
            expect(boxes.findIndex((box) => box === parent)).toBeLessThan(boxes.findIndex((box) => box.id === id));
      }),
    );
  });
  it('have an edge exactly where data flows between two boxes', () => {
    fc.assert(
      fc.property(folded, ({ graph, open }) => {
        const { edges, boxOf } = cut(graph, open);
        const expected = new Set(
          graph.atoms.flatMap((atom) =>
            atom.inputs.flatMap(({ atom: from }) => {
              const [source, target] = [boxOf.get(from), boxOf.get(atom)];
              return source === target ? [] : [`${source?.id ?? ''} > ${target?.id ?? ''}`];
            }),
          ),
        );
        expect(new Set(edges.map(({ source, target }) => `${source.id} > ${target.id}`))).toEqual(expected);
        expect(edges.length).toBe(expected.size);
      }),
    );
  });
  it('make no cycle through a group of ops that no layer claims', () => {
    fc.assert(
      fc.property(drawn, ({ graph }) => {
        // layers all open: what is left are ops and groups of them
        const open = new Set(graph.tree.all.map(({ path }) => `layer:${path}`));
        const { boxes, edges } = cut(graph, open);
        const waiting = new Map(boxes.map((box) => [box, edges.filter(({ target }) => target === box).length]));
        const ready = boxes.filter((box) => waiting.get(box) === 0);
        let done = 0;
        for (const box of ready) {
          done++;
          for (const { source, target } of edges) {
            if (source !== box) continue;
            const left = (waiting.get(target) ?? 0) - 1;
            waiting.set(target, left);
            if (left === 0) ready.push(target);
          }
        }
        expect(done).toBe(boxes.length);
      }),
      { numRuns: 500 },
    );
  });
  it('keep in a neighbourhood what lies within the radius, and count the rest', () => {
    fc.assert(
      fc.property(folded, fc.nat({ max: 4 }), fc.nat(), ({ graph, open }, radius, pick) => {
        const whole = cut(graph, open);
        const leaves = whole.boxes.filter(({ isOpen }) => !isOpen);
        const centre = leaves[pick % leaves.length];
        if (centre === undefined) return;
        const near = neighbourhood(whole, centre, radius, Infinity);
        const kept = new Set(near.boxes);
        expect(kept.has(centre)).toBe(true);
        for (const box of kept) if (box.parent !== undefined) expect(kept.has(box.parent)).toBe(true);
        if (radius > 0)
          for (const { source, target } of whole.edges)
            if (source === centre || target === centre) expect(kept.has(source) && kept.has(target)).toBe(true);
        for (const box of leaves) {
          if (!kept.has(box)) continue;
          expect(near.hiddenAfter.get(box)).toBe(
            whole.edges.filter(({ source, target }) => source === box && !kept.has(target)).length,
          );
        }
      }),
    );
  });
});
