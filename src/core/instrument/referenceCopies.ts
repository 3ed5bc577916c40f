import type { FlatNode, TensorRef } from '../graph/types.ts';
import { dtypeOfTensor } from '../graph/outputs.ts';
import { dtypeAttr, OWN_SCOPE, type GraphDraft } from './graphDraft.ts';
import { isMemoryOfReference, type ReadOrder } from './readOrder.ts';

/** TensorFlow 1 assigns in place: what was read from such a variable and is fetched after the run must be a copy, made before. */
export class ReferenceCopies {
  readonly #names = new Map<FlatNode, string>();

  constructor(
    private readonly draft: GraphDraft,
    order: ReadOrder,
    fetches: readonly TensorRef[],
  ) {
    const assigned = new Set([...order.values()].flat());
    for (const ref of fetches)
      if (assigned.has(ref.node) && isMemoryOfReference(ref)) this.#names.set(ref.node, `${OWN_SCOPE}/copy/${ref.node.id}`);
  }

  /** Names of the copies made of a node's output. */
  namesOf(node: FlatNode): readonly string[] {
    const name = this.#names.get(node);
    return name === undefined ? [] : [name];
  }

  /** The endpoint to fetch for a tensor that `endpoint` gives. */
  add(ref: TensorRef, endpoint: string): string {
    const name = this.#names.get(ref.node);
    if (name === undefined) return endpoint;
    if (!this.draft.has(name)) this.draft.add(name, 'DeepCopy', [endpoint], { T: dtypeAttr(dtypeOfTensor(ref)) });
    return `${name}:0`;
  }
}
