import type { Point } from '../../src/rpc/graphService.ts';

const RADIUS = 6;

/** SVG path along a polyline with rounded corners. */
export function edgePath(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      const before = points[i - 1];
      const after = points[i + 1];
      if (before === undefined) return `M${point.x},${point.y}`;
      if (after === undefined) return `L${point.x},${point.y}`;
      const enter = towards(point, before);
      const leave = towards(point, after);
      return `L${enter.x},${enter.y}Q${point.x},${point.y} ${leave.x},${leave.y}`;
    })
    .join('');
}

/** A point on the way from a corner, half of the way at most. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** Middle of the longest straight part, where a label has room. */
export function labelPoint(points: readonly Point[]): Point {
  let best: Point = points[0] ?? { x: 0, y: 0 };
  let longest = -1;
  points.slice(1).forEach((point, i) => {
    const before = points[i] ?? point;
    const length = Math.hypot(point.x - before.x, point.y - before.y);
    if (length <= longest) return;
    longest = length;
    best = { x: (point.x + before.x) / 2, y: (point.y + before.y) / 2 };
  });
  return best;
}
