import { tensorName, type FlatGraph, type FlatNode, type TensorRef } from './types.ts';

const NONE: readonly number[] = [];

/** The tensors that get a value from outside. Asking by tensor costs no name. */
export class FedTensors {
  readonly #outputs = new Map<FlatNode, readonly number[]>();

  /** `names` as in `tensorName`; names of tensors that are not in the graph are no matter. */
  constructor(flat: FlatGraph, names: ReadonlySet<string>) {
    const inputs = new Map(flat.entry.inputs.map(({ ref }) => [tensorName(ref), ref]));
    for (const name of names) {
      const ref = inputs.get(name) ?? refNamed(flat, name);
      if (ref !== undefined) this.#outputs.set(ref.node, [...this.outputs(ref.node), ref.index]);
    }
  }

  has({ node, index }: TensorRef): boolean {
    return this.#outputs.get(node)?.includes(index) === true;
  }

  /** Fed outputs of a node. */
  outputs(node: FlatNode): readonly number[] {
    return this.#outputs.get(node) ?? NONE;
  }

  /** The nodes that give fed tensors, and all before them. */
  nodesBefore(): ReadonlySet<FlatNode> {
    const found = new Set(this.#outputs.keys());
    for (const node of found) {
      for (const ref of node.inputs) found.add(ref.node);
      for (const control of node.controls) found.add(control);
    }
    return found;
  }
}

function refNamed(flat: FlatGraph, name: string): TensorRef | undefined {
  const colon = name.lastIndexOf(':');
  const node = flat.byName.get(colon < 0 ? name : name.slice(0, colon));
  return node === undefined ? undefined : { node, index: colon < 0 ? 0 : Number(name.slice(colon + 1)) };
}
