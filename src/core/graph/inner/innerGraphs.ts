import { innerBodies } from '../innerBodies.ts';
import type { FlatGraph, FlatNode } from '../types.ts';
import { InnerGraph, type InnerFamily } from './innerGraph.ts';

const KNOWN = new WeakMap<FlatGraph, InnerGraphs>();

/** Loops and branches nested deeper are not walked: a function may hold a loop that runs the function itself. */
const DEEPEST_WALK = 16;

/** The graphs inside the loops and branches of one flat graph; each is inlined only when it is looked into. */
export class InnerGraphs implements InnerFamily {
  readonly #bodies = new Map<FlatNode, readonly InnerGraph[]>();
  #nextId: number;

  private constructor(readonly root: FlatGraph) {
    this.#nextId = root.nodes.length;
  }

  /** Those of a graph; the same each time. */
  static of(flat: FlatGraph): InnerGraphs {
    let known = KNOWN.get(flat);
    if (known === undefined) KNOWN.set(flat, (known = new InnerGraphs(flat)));
    return known;
  }

  reserve(count: number): number {
    this.#nextId += count;
    return this.#nextId - count;
  }

  /** Bodies of a loop or branch in the root graph, or in `parent`; none for any other node. */
  of(owner: FlatNode, parent?: InnerGraph): readonly InnerGraph[] {
    let known = this.#bodies.get(owner);
    if (known === undefined)
      this.#bodies.set(owner, (known = innerBodies(owner).map((body) => new InnerGraph(this, parent, owner, body))));
    return known;
  }

  /** Every inner graph that can be inlined, each before those inside it. */
  *all(): Generator<InnerGraph> {
    const waiting = this.#bodiesIn(this.root, undefined).reverse();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!next.isReadable) continue;
      yield next;
      if (depthOf(next) < DEEPEST_WALK) waiting.push(...this.#bodiesIn(next.flat, next).reverse());
    }
  }

  #bodiesIn(flat: FlatGraph, parent: InnerGraph | undefined): InnerGraph[] {
    return flat.nodes.flatMap((node) => this.of(node, parent));
  }
}

function depthOf(graph: InnerGraph): number {
  let depth = 1;
  for (let { parent } = graph; parent !== undefined; { parent } = parent) depth++;
  return depth;
}
