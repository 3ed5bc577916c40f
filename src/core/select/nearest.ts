const MOST_CANDIDATES = 50_000;

/** Up to three names that a mistyped one may mean, by edit distance (a third of its length at most); whole names and last parts of paths. */
export function nearestNames(wanted: string, known: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const found = new Map<string, number>();
  const target = wanted.toLowerCase();
  let seen = 0;
  for (const name of known) {
    if (++seen > MOST_CANDIDATES) break;
    const lower = name.toLowerCase();
    const last = lower.slice(lower.lastIndexOf('/') + 1);
    const distance = Math.min(
      boundedDistance(target, lower, limit),
      last === lower ? limit + 1 : boundedDistance(target, last, limit),
    );
    if (distance <= limit && distance < (found.get(name) ?? Infinity)) found.set(name, distance);
  }
  return [...found]
    .sort((a, b) => a[1] - b[1])
    .slice(0, 3)
    .map(([name]) => name);
}

/** Levenshtein's distance, or `limit + 1` as soon as it must be larger. */
function boundedDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const distance = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(distance);
      best = Math.min(best, distance);
    }
    if (best > limit) return limit + 1;
    row = next;
  }
  return row[b.length] ?? 0;
}
