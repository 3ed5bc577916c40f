import type { MetaGraph } from '../model/types.ts';
import { opInfoFromDef, type OpInfo } from './opInfo.ts';
import { opTable } from './opTable.ts';

const LOOKUPS = new WeakMap<MetaGraph, OpLookup>();

/** How ops are looked up within one metagraph: its functions by name, then TensorFlow's registry, then the file's own list. */
export class OpLookup {
  readonly #metaGraph: MetaGraph;
  readonly #known = new Map<string, OpInfo | undefined>();

  private constructor(metaGraph: MetaGraph) {
    this.#metaGraph = metaGraph;
  }

  static of(metaGraph: MetaGraph): OpLookup {
    let lookup = LOOKUPS.get(metaGraph);
    if (lookup === undefined) LOOKUPS.set(metaGraph, (lookup = new OpLookup(metaGraph)));
    return lookup;
  }

  get(op: string): OpInfo | undefined {
    if (this.#known.has(op)) return this.#known.get(op);
    const info = this.#find(op);
    this.#known.set(op, info);
    return info;
  }

  #find(op: string): OpInfo | undefined {
    const callee = this.#metaGraph.graph.functions.get(op);
    if (callee !== undefined) return opInfoFromDef(callee.opDef());
    const builtIn = opTable.get(op);
    if (builtIn !== undefined) return builtIn;
    const stored = this.#metaGraph.strippedOp(op);
    return stored === undefined ? undefined : opInfoFromDef(stored);
  }
}
