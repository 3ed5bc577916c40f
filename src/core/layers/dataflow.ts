import { columnsOf, type Edges, type GraphColumns } from '../graph/graphColumns.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';

const SOURCES: ReadonlySet<string> = new Set([
  'Const',
  'VarHandleOp',
  'VariableV2',
  'Variable',
  'HashTableV2',
  'MutableHashTableV2',
  'AnonymousHashTable',
  'NoOp',
]);
const VARIABLES: ReadonlySet<string> = new Set(['VarHandleOp', 'VariableV2', 'Variable']);
const READS: ReadonlySet<string> = new Set([
  'ReadVariableOp',
  'Identity',
  'Cast',
  'Enter',
  'Reshape',
  'ExpandDims',
  'Squeeze',
  'Transpose',
]);

/** Who consumes what, and which nodes carry no data of the inputs (constants, weights and what is made of them alone). */
export class Dataflow {
  /** `node id → output indices` that the entry point returns */
  readonly returned = new Map<number, Set<number>>();
  readonly #columns: GraphColumns;
  readonly #marks: Int32Array;
  #stamp = 0;
  #classes: Classes | undefined;
  #consumers: Consumers | undefined;

  constructor(readonly flat: FlatGraph) {
    this.#columns = columnsOf(flat);
    this.#marks = new Int32Array(this.#columns.count);
    for (const { ref } of flat.entry.outputs) {
      const indices = this.returned.get(ref.node.id) ?? new Set();
      this.returned.set(ref.node.id, indices.add(ref.index));
    }
  }

  /** 1 where a node is a weight, a constant, or its reading */
  get isParameter(): Uint8Array {
    return (this.#classes ??= classify(this.#columns)).isParameter;
  }

  /** 1 where a node is a variable */
  get isVariable(): Uint8Array {
    return (this.#classes ??= classify(this.#columns)).isVariable;
  }

  /** True when a node takes a variable's handle. */
  readsVariable(id: number): boolean {
    const { offsets, sources } = this.#columns.edges;
    const { isVariable } = this;
    for (let i = offsets[id] ?? 0; i < (offsets[id + 1] ?? 0); i++) if (isVariable[sources[i] ?? 0] === 1) return true;
    return false;
  }

  #consumersFor(): Consumers {
    return (this.#consumers ??= turnedRound(this.#columns.edges));
  }

  /** Nodes that take an output of a node, in order of execution; one that takes several stands as often. */
  consumersOf({ id }: FlatNode): FlatNode[] {
    const { offsets, targets } = this.#consumersFor();
    const found: FlatNode[] = [];
    for (let i = offsets[id] ?? 0; i < (offsets[id + 1] ?? 0); i++) found.push(this.#columns.node(targets[i] ?? 0));
    return found;
  }

  /** Id of the first of them. */
  firstConsumer(id: number): number | undefined {
    const { offsets, targets } = this.#consumersFor();
    const place = offsets[id] ?? 0;
    return place < (offsets[id + 1] ?? 0) ? targets[place] : undefined;
  }

  #isUsedOutside({ id }: FlatNode): boolean {
    const stamp = this.#stamp;
    const { offsets, targets } = this.#consumersFor();
    for (let i = offsets[id] ?? 0; i < (offsets[id + 1] ?? 0); i++) if (this.#marks[targets[i] ?? 0] !== stamp) return true;
    return false;
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
      if (this.isParameter[node.id] === 1 || !(this.#isUsedOutside(node) || this.returned.has(node.id))) continue;
      const users = new Map<number, FlatNode[]>();
      for (const index of this.returned.get(node.id) ?? []) users.set(index, []);
      for (const consumer of this.consumersOf(node)) {
        if (inside(consumer)) continue;
        for (const input of consumer.inputs) {
          if (input.node !== node) continue;
          const list = users.get(input.index) ?? [];
          if (list.at(-1) !== consumer) list.push(consumer);
          users.set(input.index, list);
        }
      }
      for (const index of [...users.keys()].sort((a, b) => a - b)) {
        found.push({
          ref: { node, index },
          consumers: users.get(index) ?? [],
          isReturned: this.returned.get(node.id)?.has(index) ?? false,
        });
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
        if (inside(input.node) || this.isParameter[input.node.id] === 1) continue;
        const key = refKey(input);
        if (!found.has(key)) found.set(key, input);
      }
    }
    return [...found.values()];
  }
}

interface Classes {
  readonly isParameter: Uint8Array;
  readonly isVariable: Uint8Array;
}

function classify(columns: GraphColumns): Classes {
  const { offsets, sources } = columns.edges;
  const isParameter = new Uint8Array(columns.count);
  const isVariable = new Uint8Array(columns.count);
  for (let id = 0; id < columns.count; id++) {
    const op = columns.op(id);
    if (VARIABLES.has(op)) isVariable[id] = 1;
    if (SOURCES.has(op)) isParameter[id] = 1;
    else if (READS.has(op)) {
      const end = offsets[id + 1] ?? 0;
      let next = offsets[id] ?? 0;
      const hasInputs = next < end;
      while (next < end && isParameter[sources[next] ?? 0] === 1) next++;
      if (hasInputs && next === end) isParameter[id] = 1;
    }
  }
  return { isParameter, isVariable };
}

/** Consumers of node i stand from `offsets[i]` to `offsets[i + 1]`, in order of execution. */
interface Consumers {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}

function turnedRound({ offsets: inputs, sources }: Edges): Consumers {
  const count = inputs.length - 1;
  const offsets = new Int32Array(count + 1);
  const targets = new Int32Array(sources.length);
  for (let i = 0; i < sources.length; i++) {
    const next = (sources[i] ?? 0) + 1;
    offsets[next] = (offsets[next] ?? 0) + 1;
  }
  for (let id = 0; id < count; id++) offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0);
  const next = offsets.slice();
  for (let id = 0; id < count; id++) {
    for (let i = inputs[id] ?? 0; i < (inputs[id + 1] ?? 0); i++) {
      const source = sources[i] ?? 0;
      const place = next[source] ?? 0;
      targets[place] = id;
      next[source] = place + 1;
    }
  }
  return { offsets, targets };
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
