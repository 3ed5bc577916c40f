import type { FlatGraph, FlatNode } from './types.ts';

/** Which nodes each node takes its inputs from: those of node i stand from `offsets[i]` to `offsets[i + 1]`. */
export interface Edges {
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
}

/** A flat graph as columns, by id: for passes over all nodes, which would otherwise have to make an object for each. */
export interface GraphColumns {
  readonly count: number;
  readonly edges: Edges;
  /** no node has an op that is not among these */
  readonly ops: ReadonlySet<string>;
  node(id: number): FlatNode;
  op(id: number): string;
  /** the name in the body that the node stands in */
  ownName(id: number): string;
  callPrefix(id: number): string;
  /** how many characters of the own name stand before its last slash */
  scopeLength(id: number): number;
  /** True when two nodes stand in the same instance of a body and their own names agree up to their last slashes. */
  sharesScope(id: number, other: number): boolean;
}

/** The columns of a flat graph. */
export function columnsOf(flat: FlatGraph): GraphColumns {
  return flat.columns ?? new ListColumns(flat.nodes);
}

/** Of a graph that has only objects. */
class ListColumns implements GraphColumns {
  #edges: Edges | undefined;

  constructor(private readonly nodes: readonly FlatNode[]) {}

  get count(): number {
    return this.nodes.length;
  }

  get ops(): ReadonlySet<string> {
    return new Set(this.nodes.map(({ op }) => op));
  }

  get edges(): Edges {
    if (this.#edges === undefined) {
      const writer = new EdgeWriter(this.count);
      for (const { inputs } of this.nodes) {
        for (const { node } of inputs) writer.add(node.id);
        writer.endNode();
      }
      this.#edges = writer.edges();
    }
    return this.#edges;
  }

  node(id: number): FlatNode {
    const node = this.nodes[id];
    if (node === undefined) throw new RangeError(`There is no node ${id}.`);
    return node;
  }

  op(id: number): string {
    return this.nodes[id]?.op ?? '';
  }

  ownName(id: number): string {
    const node = this.nodes[id];
    return node?.record?.name ?? node?.name ?? '';
  }

  callPrefix(id: number): string {
    return this.nodes[id]?.callPrefix ?? '';
  }

  scopeLength(id: number): number {
    return Math.max(0, this.ownName(id).lastIndexOf('/'));
  }

  sharesScope(id: number, other: number): boolean {
    const length = this.scopeLength(id);
    return (
      length === this.scopeLength(other) &&
      this.callPrefix(id) === this.callPrefix(other) &&
      this.ownName(other).startsWith(this.ownName(id).slice(0, length))
    );
  }
}

/** Collects edges node by node. */
export class EdgeWriter {
  readonly #offsets: Int32Array;
  #sources: Int32Array<ArrayBuffer>;
  #node = 0;
  #count = 0;

  constructor(nodes: number) {
    this.#offsets = new Int32Array(nodes + 1);
    this.#sources = new Int32Array(Math.max(16, 2 * nodes));
  }

  add(source: number): void {
    if (this.#count === this.#sources.length) {
      const larger = new Int32Array(2 * this.#count);
      larger.set(this.#sources);
      this.#sources = larger;
    }
    this.#sources[this.#count++] = source;
  }

  endNode(): void {
    this.#offsets[++this.#node] = this.#count;
  }

  edges(): Edges {
    return { offsets: this.#offsets, sources: this.#sources.subarray(0, this.#count) };
  }
}
