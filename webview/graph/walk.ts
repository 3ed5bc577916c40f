import type { PlacedBox, PlacedEdge } from '../../src/rpc/graphService.ts';

type Graph = { readonly boxes: readonly PlacedBox[]; readonly edges: readonly Pick<PlacedEdge, 'source' | 'target'>[] };

/** Where a key leads from a box: down and up along edges, left and right between neighbours of the same row, Home and End to the ends. */
export function walk({ boxes, edges }: Graph, from: string, key: string): string | undefined {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const here = byId.get(from);
  const walkable = boxes.filter(({ isOpen }) => !isOpen);
  if (here === undefined) return walkable[0]?.id;
  switch (key) {
    case 'ArrowDown':
      return here.isOpen
        ? inside(boxes, here)
        : nearest(
            here,
            edges.flatMap(({ source, target }) => (source === from ? (byId.get(target) ?? []) : [])),
          );
    case 'ArrowUp':
      return (
        nearest(
          here,
          edges.flatMap(({ source, target }) => (target === from ? (byId.get(source) ?? []) : [])),
        ) ?? here.parent
      );
    case 'ArrowRight':
      return beside(here, walkable, 1);
    case 'ArrowLeft':
      return beside(here, walkable, -1);
    case 'Home':
      return topmost(walkable)?.id;
    case 'End':
      return topmost(walkable, -1)?.id;
    default:
      return undefined;
  }
}

const centre = ({ x, width }: PlacedBox): number => x + width / 2;

/** Of several the one that is least to the side. */
function nearest(here: PlacedBox, others: readonly PlacedBox[]): string | undefined {
  let best: PlacedBox | undefined;
  for (const other of others)
    if (best === undefined || Math.abs(centre(other) - centre(here)) < Math.abs(centre(best) - centre(here))) best = other;
  return best?.id;
}

/** The next box to the right or left that is at about the same height. */
function beside(here: PlacedBox, boxes: readonly PlacedBox[], direction: 1 | -1): string | undefined {
  const distance = (box: PlacedBox): number => direction * (centre(box) - centre(here));
  let best: PlacedBox | undefined;
  for (const box of boxes) {
    const isLevel = box.y < here.y + here.height && box.y + box.height > here.y;
    if (box.id !== here.id && isLevel && distance(box) > 0 && (best === undefined || distance(box) < distance(best))) best = box;
  }
  return best?.id;
}

function topmost(boxes: readonly PlacedBox[], sign: 1 | -1 = 1): PlacedBox | undefined {
  let best: PlacedBox | undefined;
  for (const box of boxes) if (best === undefined || sign * (box.y - best.y) < 0) best = box;
  return best;
}

function inside(boxes: readonly PlacedBox[], here: PlacedBox): string | undefined {
  return topmost(boxes.filter(({ parent }) => parent === here.id))?.id;
}
