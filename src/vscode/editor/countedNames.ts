/** Different names that are told; the rest is `…`. */
const MOST_NAMES = 6;

/** Names, each once: `4 × kernel, 4 × bias`. */
export function countedNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const texts = [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`));
  return [...texts.slice(0, MOST_NAMES), ...(texts.length > MOST_NAMES ? ['…'] : [])].join(', ');
}
