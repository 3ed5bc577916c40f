import { classify } from '../../graph/controlFlow.ts';
import type { InnerGraph } from '../../graph/inner/innerGraph.ts';
import { InnerGraphs } from '../../graph/inner/innerGraphs.ts';
import { dtypeOfTensor } from '../../graph/outputs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../../graph/types.ts';
import { LensError } from '../../errors.ts';
import type { Iterations } from '../../run/iterations.ts';
import { FrameTaps, needsTap } from '../frames/frameTaps.ts';
import type { FunctionMaker } from './functionMaker.ts';
import { bodyRegion, ownNodes, type Region } from './region.ts';
import { recordBranch } from './recordBranch.ts';
import { recordLoop } from './recordLoop.ts';
import { summaryOf } from './summary.ts';
import { nodeOf, type Recorded, type Tapped } from './tapped.ts';
import type { BodyTaps, OwnerTaps } from './tapTree.ts';
import { vectorsOf } from './vectors.ts';

/** Emits loops and branches so that they also give what happens inside them. */
export class TapEmitter {
  readonly maker: FunctionMaker;
  readonly #graphs: InnerGraphs;
  readonly #frames = new Map<Region, FrameTaps>();

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
    const recorded = new Map<string, Tapped>();
    for (const node of nodes) {
      const taps = owners.get(node);
      if (taps === undefined) region.scope.emitter.emit(node, region.nameOf(node), region.names);
      else for (const [key, tapped] of this.#emitOwner(region, node, taps)) recorded.set(key, tapped);
    }
    return recorded;
  }

  /** All of a body, with what is to be recorded there. */
  emitBody(region: Region, taps: BodyTaps): Recorded {
    const inner = this.emitNodes(region, ownNodes(region.flat), taps.owners);
    const own = [...taps.tensors].map(([key, ref]) => [key, this.tap(region, ref, taps.isInLoop)] as const);
    return new Map([...inner, ...own]);
  }

  /** A body once more, beside the loop it belongs to. */
  emitAgain(region: Region, graph: InnerGraph, given: readonly string[], taps: BodyTaps): Recorded {
    return this.emitBody(bodyRegion(region.scope, graph.flat, given, `${region.scope.fresh()}/`), taps);
  }

  /** A tensor of a region as vectors. `isInLoop`: the region runs several times. */
  tap(region: Region, ref: TensorRef, isInLoop: boolean): Tapped {
    if (needsTap(classify(region.flat), ref)) return this.#framesOf(region).tap(ref, isInLoop);
    const make = this.iterations === 'stats' && isInLoop ? summaryOf : vectorsOf;
    return { vectors: make(region.scope, region.names.data(ref), dtypeOfTensor(ref)), levels: [] };
  }

  #framesOf(region: Region): FrameTaps {
    let frames = this.#frames.get(region);
    if (frames === undefined) this.#frames.set(region, (frames = new FrameTaps(region, this.iterations)));
    return frames;
  }

  #emitOwner(region: Region, owner: FlatNode, taps: ReadonlyMap<InnerGraph, BodyTaps>): Recorded {
    const ref = { node: owner, index: 0 };
    const inside = this.#record(besideNode(region, owner), owner, taps);
    if (!needsTap(classify(region.flat), ref)) return inside;
    return new Map([...inside].map(([key, tapped]) => [key, this.#framesOf(region).outward(ref, tapped)]));
  }

  #record(region: Region, owner: FlatNode, taps: ReadonlyMap<InnerGraph, BodyTaps>): Recorded {
    const kind = owner.op.replace(/^Stateless/, '');
    if (kind === 'While') return recordLoop(this, region, owner, taps);
    if (kind === 'If' || kind === 'Case') return recordBranch(this, region, owner, taps);
    throw new LensError('internal', `"${owner.name}" (${owner.op}) has no bodies.`);
  }
}

/** The region for what is put beside a node: in the v1 loop that the node is in. */
function besideNode(region: Region, { controls, inputs }: FlatNode): Region {
  const flow = classify(region.flat);
  const input = inputs.find(({ node }) => flow.inLoopFrame(node));
  const control = controls.find((node) => flow.inLoopFrame(node));
  const anchor = input === undefined ? control && region.names.control(control) : nodeOf(region.names.data(input));
  return anchor === undefined ? region : { ...region, scope: region.scope.at(anchor) };
}
