import type { Atom } from './atoms.ts';

/**
 * How often the longest path to an atom has gone from one layer to another. Every edge between layers leads to a higher level, so
 * groups of one layer and one level make no cycle, whichever layers are open at once.
 */
export function crossingLevels(atoms: readonly Atom[]): ReadonlyMap<Atom, number> {
  const levels = new Map<Atom, number>();
  for (const atom of atoms) {
    let level = 0;
    for (const { atom: source } of atom.inputs) {
      const before = levels.get(source);
      const isNear = atom.kind === 'op' && source.kind === 'op' && atom.owner === source.owner;
      // Only the back edge of a loop comes from an atom that has no level yet.
      if (before !== undefined) level = Math.max(level, isNear ? before : before + 1);
    }
    levels.set(atom, level);
  }
  return levels;
}

/**
 * Ops that no layer claims, in groups that no path leaves and enters again: connected, and on the same level.
 * `atoms` are those of the whole graph in order; `isLoose` tells the ops that lie directly in the layer that is opened.
 */
export function looseGroups(
  atoms: readonly Atom[],
  levels: ReadonlyMap<Atom, number>,
  isLoose: (atom: Atom) => boolean,
): Map<Atom, Atom> {
  const firstOf = new Map<Atom, Atom>();
  const find = (atom: Atom): Atom => {
    let root = atom;
    for (let up = firstOf.get(root); up !== undefined && up !== root; up = firstOf.get(root)) root = up;
    for (let next = atom; next !== root;) {
      const up = firstOf.get(next) ?? root;
      firstOf.set(next, root);
      next = up;
    }
    return root;
  };
  for (const atom of atoms) {
    if (!isLoose(atom)) continue;
    firstOf.set(atom, atom);
    for (const { atom: source } of atom.inputs) {
      if (!firstOf.has(source) || levels.get(source) !== levels.get(atom)) continue;
      const [a, b] = [find(source), find(atom)];
      if (a.id < b.id) firstOf.set(b, a);
      else if (b.id < a.id) firstOf.set(a, b);
    }
  }
  return joinTwins(new Map([...firstOf.keys()].map((atom) => [atom, find(atom)])), atoms, (atom) => levels.get(atom) ?? 0);
}

/** Groups side by side that take from the same and give to the same become one: nine equal branches say no more than one. */
function joinTwins(groups: ReadonlyMap<Atom, Atom>, atoms: readonly Atom[], levelOf: (atom: Atom) => number): Map<Atom, Atom> {
  const ends = new Map<Atom, { readonly from: Set<string>; readonly to: Set<string> }>(
    [...new Set(groups.values())].map((first) => [first, { from: new Set(), to: new Set() }]),
  );
  const nameOf = (atom: Atom, group: Atom | undefined): string =>
    group === undefined ? `layer ${atom.owner?.path ?? `of ${atom.id}`}` : `group ${group.id}`;
  for (const target of atoms) {
    const into = groups.get(target);
    for (const { atom: source } of target.inputs) {
      const from = groups.get(source);
      if (from === into) continue;
      if (from !== undefined) ends.get(from)?.to.add(nameOf(target, into));
      if (into !== undefined) ends.get(into)?.from.add(nameOf(source, from));
    }
  }
  const firstTwin = new Map<string, Atom>();
  const twinOf = new Map(
    [...ends].map(([first, { from, to }]) => {
      const key = JSON.stringify([levelOf(first), [...from].sort(), [...to].sort()]);
      const twin = firstTwin.get(key) ?? first;
      firstTwin.set(key, twin);
      return [first, twin];
    }),
  );
  return new Map([...groups].map(([atom, first]) => [atom, twinOf.get(first) ?? first]));
}
