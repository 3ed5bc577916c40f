import type { Cut, CutBox } from './cut.ts';

/** Part of a cut around a box. */
export interface Neighbourhood {
  /** boxes kept, open ones before what is in them */
  readonly boxes: readonly CutBox[];
  /** of each box kept: neighbours that are not */
  readonly hiddenBefore: ReadonlyMap<CutBox, number>;
  readonly hiddenAfter: ReadonlyMap<CutBox, number>;
  /** false when `most` ended it before the radius did */
  readonly isComplete: boolean;
}

type Neighbours = ReadonlyMap<CutBox, readonly CutBox[]>;

/** Boxes from which data reaches the centre within `radius` edges, and those it reaches; the nearest `most` of them. */
export function neighbourhood({ boxes, edges }: Cut, centre: CutBox, radius: number, most: number): Neighbourhood {
  const before = new Map<CutBox, CutBox[]>();
  const after = new Map<CutBox, CutBox[]>();
  for (const { source, target } of edges) {
    push(after, source, target);
    push(before, target, source);
  }
  const kept = new Set<CutBox>([centre]);
  let isComplete = true;
  let fronts: readonly (readonly [Neighbours, readonly CutBox[]])[] = [
    [before, [centre]],
    [after, [centre]],
  ];
  for (let step = 0; step < radius; step++) {
    fronts = fronts.map(([neighbours, front]) => {
      const next: CutBox[] = [];
      for (const box of front) {
        for (const neighbour of neighbours.get(box) ?? []) {
          if (kept.has(neighbour)) continue;
          if (kept.size >= most) {
            isComplete = false;
            continue;
          }
          kept.add(neighbour);
          next.push(neighbour);
        }
      }
      return [neighbours, next];
    });
  }
  const hidden = (neighbours: Neighbours): Map<CutBox, number> =>
    new Map([...kept].map((box) => [box, (neighbours.get(box) ?? []).filter((other) => !kept.has(other)).length]));
  const [hiddenBefore, hiddenAfter] = [hidden(before), hidden(after)];
  for (const box of [...kept]) for (let up = box.parent; up !== undefined; up = up.parent) kept.add(up);
  return { boxes: boxes.filter((box) => kept.has(box)), hiddenBefore, hiddenAfter, isComplete };
}

function push(map: Map<CutBox, CutBox[]>, key: CutBox, value: CutBox): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
