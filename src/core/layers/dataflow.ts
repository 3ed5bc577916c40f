import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';


const SOURCES: ReadonlySet<string> = new Set([
  'Const', 'VarHandleOp', 'VariableV2', 'Variable', 'HashTableV2', 'MutableHashTableV2', 'AnonymousHashTable', 'NoOp',
]);
const READS: ReadonlySet<string> = new Set(['ReadVariableOp', 'Identity', 'Cast', 'Enter', 'Reshape', 'ExpandDims', 'Squeeze', 'Transpose']);

/** Who consumes what, and which nodes carry no data of the inputs (constants, weights and what is made of them alone). */
export class Dataflow {
  readonly consumers: readonly (readonly FlatNode[])[];
  /** 1 where a node is a weight, a constant, or its reading */
  readonly isParameter: Uint8Array;
  /** `node id → output indices` that the entry point returns */
  readonly returned = new Map<number, Set<number>>();
  readonly #marks: Int32Array;
  #stamp = 0;

  constructor(readonly flat: FlatGraph) {
    const { nodes, entry } = flat;
    const consumers: FlatNode[][] = nodes.map(() => []);
    this.isParameter = new Uint8Array(nodes.length);
    this.#marks = new Int32Array(nodes.length);
    for (const node of nodes) {
      for (const { node: source } of node.inputs) consumers[source.id]?.push(node);
      if (SOURCES.has(node.op)) this.isParameter[node.id] = 1;
      else if (READS.has(node.op) && node.inputs.length > 0 && node.inputs.every(({ node: source }) => this.isParameter[source.id] === 1)) this.isParameter[node.id] = 1;
    }
    this.consumers = consumers;
    for (const { ref } of entry.outputs) {
      const indices = this.returned.get(ref.node.id) ?? new Set();
      this.returned.set(ref.node.id, indices.add(ref.index));
    }
  }

  /** Marks the nodes of a group and gives the test of membership, valid until the next call. */
  members(nodes: readonly FlatNode[]): (node: FlatNode) => boolean {
    const stamp = ++this.#stamp;
    for (const { id } of nodes) this.#marks[id] = stamp;
    return ({ id }) => this.#marks[id] === stamp;
  }

  /** Tensors made in a group and used outside it or returned, in order of production, each with its outside consumers. */
  leaving(nodes: readonly FlatNode[]): Leaving[] {
    const inside = this.members(nodes);
    const found: Leaving[] = [];
    for (const node of nodes) {
      if (this.isParameter[node.id] === 1) continue;
      const users = new Map<number, FlatNode[]>();
      for (const index of this.returned.get(node.id) ?? []) users.set(index, []);
      for (const consumer of this.consumers[node.id] ?? []) {
        if (inside(consumer)) continue;
        for (const input of consumer.inputs) {
          if (input.node !== node) continue;
          const list = users.get(input.index) ?? [];
          if (list.at(-1) !== consumer) list.push(consumer);
          users.set(input.index, list);
        }
      }
      for (const index of [...users.keys()].sort((a, b) => a - b)) {
        found.push({ ref: { node, index }, consumers: users.get(index) ?? [], isReturned: this.returned.get(node.id)?.has(index) ?? false });
      }
    }
    return found;
  }

  /** Tensors that a group takes from outside, weights and constants left out, each once in order of first use. */
  entering(nodes: readonly FlatNode[]): TensorRef[] {
    const inside = this.members(nodes);
    const found = new Map<string, TensorRef>();
    for (const node of nodes) {
      for (const input of node.inputs) {
        if (!inside(input.node) && this.isParameter[input.node.id] !== 1) found.set(refKey(input), found.get(refKey(input)) ?? input);
      }
    }
    return [...found.values()];
  }
}

/** A tensor that leaves a group. */
export interface Leaving {
  readonly ref: TensorRef;
  /** nodes outside the group that take it */
  readonly consumers: readonly FlatNode[];
  readonly isReturned: boolean;
}

/** Equal for equal tensors. */
export function refKey({ node, index }: TensorRef): string {
  return `${node.id}:${index}`;
}
