import type { SavedObject } from './types.ts';

/** List items are children named by their number. data_structures.py. */
function step(path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** How the breadth-first walk came to an object. */
interface Arrival {
  readonly from: number;
  readonly name: string;
}

/**
 * Shortest paths from the root, breadth first; among equals the first in file order. The walk goes on only until it has met
 * what is asked for: layers lie near the root, thousands of functions below them.
 */
export class ObjectPaths {
  readonly #arrivals: (Arrival | undefined)[];
  readonly #queue: number[] = [0];
  #head = 0;
  readonly #paths = new Map<number, string>();

  constructor(private readonly objects: readonly SavedObject[]) {
    this.#arrivals = new Array<Arrival | undefined>(objects.length);
    if (objects.length > 0) this.#paths.set(0, '');
  }

  /** Undefined when nothing leads there. */
  of(id: number): string | undefined {
    const trail: { id: number; name: string }[] = [];
    let path = this.#paths.get(id);
    for (let at = id; path === undefined; path = this.#paths.get(at)) {
      const arrival = this.#arrivalAt(at);
      if (arrival === undefined) return undefined;
      trail.push({ id: at, name: arrival.name });
      at = arrival.from;
    }
    for (const next of trail.reverse()) this.#paths.set(next.id, (path = step(path, next.name)));
    return path;
  }

  #arrivalAt(id: number): Arrival | undefined {
    while (this.#arrivals[id] === undefined && this.#head < this.#queue.length) this.#visit(this.#queue[this.#head++] ?? 0);
    return this.#arrivals[id];
  }

  #visit(from: number): void {
    this.objects[from]?.children.forEach((child, name) => {
      if (child === 0 || child >= this.objects.length || this.#arrivals[child] !== undefined) return;
      this.#arrivals[child] = { from, name };
      this.#queue.push(child);
    });
  }
}
