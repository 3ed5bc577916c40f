import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';

/** A node that takes a tensor, and as which of its inputs. */
export interface Use {
  readonly node: FlatNode;
  readonly input: number;
}

/** Ops that hand on elements of their first input as they are. */
const PASSES: ReadonlySet<string> = new Set([
  'Identity',
  'IdentityN',
  'Reshape',
  'ExpandDims',
  'Squeeze',
  'Cast',
  'StopGradient',
  'Enter',
  'Switch',
  'Merge',
  'PlaceholderWithDefault',
  'StridedSlice',
  'Transpose',
  'TensorListFromTensor',
  'TensorListGetItem',
  'TensorArrayScatterV3',
  'TensorArrayReadV3',
  'TensorArrayUnstackV3',
  'Pack',
  'Split',
  'Unpack',
  'Snapshot',
]);
const MOST_VISITS = 20_000;

/** Who takes a tensor, directly: built once per graph. */
export class Consumers {
  /** true when the graph takes spectra of something, as models of sound do */
  readonly hasSoundOps: boolean;
  readonly #uses = new Map<FlatNode, Use[]>();

  constructor({ nodes }: FlatGraph) {
    this.hasSoundOps = nodes.some(({ op }) => op === 'RFFT' || op === 'AudioSpectrogram');
    for (const node of nodes) node.inputs.forEach((source, input) => this.#add(source.node, { node, input }));
  }

  #add(source: FlatNode, use: Use): void {
    const uses = this.#uses.get(source);
    if (uses === undefined) this.#uses.set(source, [use]);
    else uses.push(use);
  }

  direct(ref: TensorRef): Use[] {
    return (this.#uses.get(ref.node) ?? []).filter(({ node, input }) => node.inputs[input]?.index === ref.index);
  }

  /** Uses of a tensor's elements, nearest first, looking through ops that hand them on (and through loops of TF 1). */
  *through(ref: TensorRef): Generator<Use> {
    const seen = new Set<FlatNode>([ref.node]);
    const open: Use[] = this.direct(ref);
    for (let at = 0; at < open.length && at < MOST_VISITS; at++) {
      const use = open[at];
      if (use === undefined) return;
      yield use;
      if (!PASSES.has(use.node.op) || seen.has(use.node)) continue;
      seen.add(use.node);
      open.push(...(this.#uses.get(use.node) ?? []));
    }
  }
}
