import type { InnerGraph } from '../../graph/inner/innerGraph.ts';
import { InnerGraphs } from '../../graph/inner/innerGraphs.ts';
import { dtypeOfTensor } from '../../graph/outputs.ts';
import type { FlatGraph, FlatNode } from '../../graph/types.ts';
import { LensError } from '../../errors.ts';
import type { Iterations } from '../../run/iterations.ts';
import type { FunctionMaker } from './functionMaker.ts';
import { bodyRegion, ownNodes, type Region } from './region.ts';
import { recordBranch } from './recordBranch.ts';
import { recordLoop } from './recordLoop.ts';
import type { BodyTaps, OwnerTaps } from './tapTree.ts';
import { summaryOf } from './summary.ts';
import { vectorsOf, type Recorded, type Vectors } from './vectors.ts';

/** Emits loops and branches so that they also give what happens inside them. */
export class TapEmitter {
  readonly maker: FunctionMaker;
  readonly #graphs: InnerGraphs;

  constructor(
    root: FlatGraph,
    maker: FunctionMaker,
    readonly iterations: Iterations,
  ) {
    this.maker = maker;
    this.#graphs = InnerGraphs.of(root);
  }

  /** The bodies of a loop or branch in the order of its attributes. */
  bodiesOf(owner: FlatNode, taps: ReadonlyMap<InnerGraph, BodyTaps>): readonly InnerGraph[] {
    const [any] = taps.keys();
    return this.#graphs.of(owner, any?.parent);
  }

  /** Nodes of a region: loops and branches with taps rewritten, everything else as it is. */
  emitNodes(region: Region, nodes: Iterable<FlatNode>, owners: OwnerTaps): Recorded {
    const recorded = new Map<string, Vectors>();
    for (const node of nodes) {
      const taps = owners.get(node);
      if (taps === undefined) region.scope.emitter.emit(node, region.nameOf(node), region.names);
      else for (const [key, vectors] of this.#emitOwner(region, node, taps)) recorded.set(key, vectors);
    }
    return recorded;
  }

  /** All of a body, with what is to be recorded there. */
  emitBody(region: Region, flat: FlatGraph, taps: BodyTaps): Recorded {
    const inner = this.emitNodes(region, ownNodes(flat), taps.owners);
    const isSummed = this.iterations === 'stats' && taps.isInLoop;
    const own = [...taps.tensors].map(
      ([key, ref]) =>
        [key, (isSummed ? summaryOf : vectorsOf)(region.scope, region.names.data(ref), dtypeOfTensor(ref))] as const,
    );
    return new Map([...inner, ...own]);
  }

  /** A body once more, beside the loop it belongs to. */
  emitAgain(region: Region, graph: InnerGraph, given: readonly string[], taps: BodyTaps): Recorded {
    return this.emitBody(bodyRegion(region.scope, graph.flat, given, `${region.scope.fresh()}/`), graph.flat, taps);
  }

  #emitOwner(region: Region, owner: FlatNode, taps: ReadonlyMap<InnerGraph, BodyTaps>): Recorded {
    const kind = owner.op.replace(/^Stateless/, '');
    if (kind === 'While') return recordLoop(this, region, owner, taps);
    if (kind === 'If' || kind === 'Case') return recordBranch(this, region, owner, taps);
    throw new LensError('internal', `"${owner.name}" (${owner.op}) has no bodies.`);
  }
}
