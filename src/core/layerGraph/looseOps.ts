import type { Atom } from './atoms.ts';

/**
 * Ops that no layer claims, in groups that no path leaves and enters again: connected, and the same number of layers before them.
 * `atoms` are those of the whole graph in order, because a path may leave an open layer and come back; `isLoose` tells the ops that lie directly in it.
 */
export function looseGroups(atoms: readonly Atom[], isLoose: (atom: Atom) => boolean): Map<Atom, Atom> {
  const levels = new Map<Atom, number>();
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
    const isHere = isLoose(atom);
    let level = 0;
    for (const { atom: source } of atom.inputs) {
      const before = levels.get(source);
      if (before !== undefined) level = Math.max(level, isHere && !isLoose(source) ? before + 1 : before);
    }
    levels.set(atom, level);
    if (!isHere) continue;
    firstOf.set(atom, atom);
    for (const { atom: source } of atom.inputs) {
      if (!firstOf.has(source) || levels.get(source) !== level) continue;
      const [a, b] = [find(source), find(atom)];
      if (a.id < b.id) firstOf.set(b, a);
      else if (b.id < a.id) firstOf.set(a, b);
    }
  }
  return joinTwins(new Map([...firstOf.keys()].map((atom) => [atom, find(atom)])), atoms, (atom) => levels.get(atom) ?? 0);
}

/** Groups side by side that take from the same and give to the same become one: nine equal branches say no more than one. */
function joinTwins(groups: ReadonlyMap<Atom, Atom>, atoms: readonly Atom[], levelOf: (atom: Atom) => number): Map<Atom, Atom> {
  const ends = new Map<Atom, { readonly from: Set<string>; readonly to: Set<string> }>([...new Set(groups.values())].map((first) => [first, { from: new Set(), to: new Set() }]));
  const nameOf = (atom: Atom, group: Atom | undefined): string => (group === undefined ? `layer ${atom.owner?.path ?? `of ${atom.id}`}` : `group ${group.id}`);
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
  const twinOf = new Map([...ends].map(([first, { from, to }]) => {
    const key = JSON.stringify([levelOf(first), [...from].sort(), [...to].sort()]);
    const twin = firstTwin.get(key) ?? first;
    firstTwin.set(key, twin);
    return [first, twin];
  }));
  return new Map([...groups].map(([atom, first]) => [atom, twinOf.get(first) ?? first]));
}
