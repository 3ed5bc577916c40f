import { branchText } from '../../graph/branchText.ts';
import { classify, type ControlFlow } from '../../graph/controlFlow.ts';
import { frameName, framesAround, type LoopFrame } from '../../graph/loopFrames.ts';
import { dtypeOfTensor } from '../../graph/outputs.ts';
import type { FlatNode, TensorRef } from '../../graph/types.ts';
import type { Iterations } from '../../run/iterations.ts';
import type { Level } from '../inner/recording.ts';
import type { Region } from '../inner/region.ts';
import type { TapScope } from '../inner/tapScope.ts';
import { summaryOf } from '../inner/summary.ts';
import { nodeOf, type Tapped } from '../inner/tapped.ts';
import { concatenated, vectorsOf, withLength, type Vectors } from '../inner/vectors.ts';
import { FrameLoop } from './frameLoop.ts';
import { guarded } from './guard.ts';

/** True for a tensor that a run of the graph as it is cannot fetch: inside a v1 loop, or in a branch that may not be taken. */
export function needsTap(flow: ControlFlow, ref: TensorRef): boolean {
  return flow.inLoopFrame(ref.node) || flow.mayBeDead(ref);
}

/** Nodes that must run besides the tensor's own so that it can be tapped. */
export function tapRoots(flow: ControlFlow, node: FlatNode): readonly FlatNode[] {
  return framesAround(flow.frameOf(node)).flatMap(({ entry, loopCond }) => [
    ...entry.inputs.map((ref) => ref.node),
    ...(loopCond === undefined ? [] : [loopCond]),
  ]);
}

/** Rewrites v1 loops so that they record tensors, and catches what untaken branches do not give. */
export class FrameTaps {
  readonly #loops = new Map<LoopFrame, FrameLoop>();

  readonly #flow: ControlFlow;
  readonly #scope: TapScope;

  constructor(
    private readonly region: Region,
    private readonly iterations: Iterations,
  ) {
    this.#flow = classify(region.flat);
    this.#scope = region.scope;
  }

  /** `isInLoop`: the region itself runs several times. */
  tap(ref: TensorRef, isInLoop: boolean): Tapped {
    const frame = this.#flow.frameOf(ref.node);
    const [outside] = ref.node.inputs;
    // NextIteration gives its input to the round that follows
    if (outside !== undefined && /^(Ref)?NextIteration$/.test(ref.node.op)) return this.tap(outside, isInLoop);
    const isEntry = /^(Ref)?Enter$/.test(ref.node.op) && this.#flow.phaseOf(ref) === 'entry';
    if (frame !== undefined && outside !== undefined && isEntry) {
      const once = this.#vectors(outside, frame.parent, true);
      return this.outward(outside, { vectors: withLength(this.#scope, once), levels: [loopLevel(frame)] });
    }
    const vectors = this.#vectors(ref, frame, isInLoop || frame !== undefined);
    return this.outward(ref, { vectors, levels: [] });
  }

  #vectors(ref: TensorRef, frame: LoopFrame | undefined, isInLoop: boolean): Vectors {
    const endpoint = this.region.names.data(ref);
    const make = this.iterations === 'stats' && isInLoop ? summaryOf : vectorsOf;
    return make(frame === undefined ? this.#scope : this.#scope.at(nodeOf(endpoint)), endpoint, dtypeOfTensor(ref));
  }

  /** Takes vectors out of the v1 loops and branches of the region; `ref` says when they are there: in its frame, at its place. */
  outward(ref: TensorRef, { levels, vectors }: Tapped): Tapped {
    const frame = this.#flow.frameOf(ref.node);
    const phase = this.#flow.phaseOf(ref);
    const branches = this.#flow.branchesOf(ref);
    const loop = frame === undefined ? undefined : this.#loop(frame);
    if (branches?.length !== 0) {
      const caught = guarded(loop === undefined ? this.#scope : this.#scope.at(loop.anchor(phase)), vectors);
      return this.#leave(frame, loop, phase, {
        vectors: caught,
        levels: [...levels, { kind: 'branch', name: branchText(branches) }],
      });
    }
    return this.#leave(frame, loop, phase, { vectors, levels });
  }

  #leave(
    frame: LoopFrame | undefined,
    loop: FrameLoop | undefined,
    phase: ReturnType<ControlFlow['phaseOf']>,
    { levels, vectors }: Tapped,
  ): Tapped {
    if (frame === undefined || loop === undefined) return { vectors, levels };
    const lists =
      phase === 'exit' || phase === 'entry'
        ? undefined
        : vectors.map((vector) => loop.recorded(vector, phase === 'cond' ? 'cond' : 'body'));
    const out = lists ?? vectors.map((vector) => loop.left(vector));
    const scope = frame.parent === undefined ? this.#scope : this.#scope.at(nodeOf(out[0]?.endpoint ?? ''));
    const outside = lists === undefined ? withLength(scope, out) : concatenated(scope, out);
    const tapped = { vectors: outside, levels: [...levels, loopLevel(frame)] };
    const [entered] = frame.entry.inputs;
    return entered === undefined ? tapped : this.outward(entered, tapped);
  }

  #loop(frame: LoopFrame): FrameLoop {
    let loop = this.#loops.get(frame);
    if (loop === undefined)
      this.#loops.set(frame, (loop = new FrameLoop(this.#scope, frame, this.region.names.data, this.iterations === 'last')));
    return loop;
  }
}

function loopLevel(frame: LoopFrame): Level {
  return { kind: 'body', name: frameName(frame) };
}
