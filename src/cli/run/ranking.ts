/** A class of a classifier's output with its score; `share` is the score against the best one, 0 to 1. */
export interface RankedClass {
  readonly label: string;
  readonly score: number;
  readonly share: number;
}

/** The `count` highest scores with their names; an index without a name keeps its number. */
export function bestClasses(scores: ArrayLike<number>, labels: readonly string[], count = 5): RankedClass[] {
  const order = Array.from({ length: scores.length }, (_, index) => index).filter((index) => Number.isFinite(scores[index]));
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const best = scores[order[0] ?? 0] ?? 0;
  return order.slice(0, count).map((index) => {
    const score = scores[index] ?? 0;
    return { label: labels[index] ?? `class ${index}`, score, share: best > 0 ? Math.max(0, score / best) : 0 };
  });
}
