import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacedBox } from '../../../src/rpc/graphService.ts';
import { walk } from '../../../webview/graph/walk.ts';

const box = (id: string, x: number, y: number, part: Partial<PlacedBox> = {}): PlacedBox => ({
  id,
  path: id,
  kind: 'layer',
  label: id,
  type: 'Dense',
  isOpen: false,
  canOpen: false,
  ops: 1,
  parameters: 0,
  hiddenBefore: 0,
  hiddenAfter: 0,
  x,
  y,
  width: 100,
  height: 40,
  parent: undefined,
  tensor: undefined,
  shape: undefined,
  dtype: undefined,
  ...part,
});
const edge = (source: string, target: string) => ({ source, target });

/** in → (left | right) → out, `right` inside the open frame `block` */
const GRAPH = {
  boxes: [
    box('block', 190, 90, { isOpen: true, width: 140, height: 80 }),
    box('in', 110, 0),
    box('left', 0, 100),
    box('right', 200, 100, { parent: 'block' }),
    box('out', 120, 220),
  ],
  edges: [edge('in', 'left'), edge('in', 'right'), edge('left', 'out'), edge('right', 'out')],
};

describe('keys in the graph', () => {
  it('lead down and up along edges, to the box that is least to the side', () => {
    expect(walk(GRAPH, 'in', 'ArrowDown')).toBe('right');
    expect(walk(GRAPH, 'left', 'ArrowDown')).toBe('out');
    expect(walk(GRAPH, 'out', 'ArrowUp')).toBe('right');
    expect(walk(GRAPH, 'left', 'ArrowUp')).toBe('in');
  });

  it('lead to the sides among boxes of the same height', () => {
    expect(walk(GRAPH, 'left', 'ArrowRight')).toBe('right');
    expect(walk(GRAPH, 'right', 'ArrowLeft')).toBe('left');
    expect(walk(GRAPH, 'right', 'ArrowRight')).toBeUndefined();
    expect(walk(GRAPH, 'in', 'ArrowLeft')).toBeUndefined();
  });

  it('lead to the first and the last box', () => {
    expect(walk(GRAPH, 'left', 'Home')).toBe('in');
    expect(walk(GRAPH, 'in', 'End')).toBe('out');
  });

  it('lead into an open box, and out of it where no edge comes from above', () => {
    expect(walk(GRAPH, 'block', 'ArrowDown')).toBe('right');
    expect(walk({ ...GRAPH, edges: [] }, 'right', 'ArrowUp')).toBe('block');
  });

  it('lead nowhere by other keys, and to the first box from one that is gone', () => {
    expect(walk(GRAPH, 'in', 'x')).toBeUndefined();
    expect(walk(GRAPH, 'gone', 'ArrowDown')).toBe('in');
    expect(walk({ boxes: [], edges: [] }, 'gone', 'Home')).toBeUndefined();
  });

  it('right and left undo each other wherever no third box is nearer', () => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(places, (columns) => {
        const graph = { boxes: columns.map((column) => box(String(column), column * 120, 0)), edges: [] };
        for (const { id } of graph.boxes) {
          const right = walk(graph, id, 'ArrowRight');
          if (right !== undefined) expect(walk(graph, right, 'ArrowLeft')).toBe(id);
        }
      }),
    );
  });
});
