import { isAssigningOp, isRandomOp, reachedOps } from '../../analysis/effectsOfOps.ts';
import type { NodeRecord } from '../../model/types.ts';
import { dtypeOfTensor } from '../outputs.ts';
import { tensorName, type FlatGraph, type FlatNode, type InfeasibleReason, type TensorRef } from '../types.ts';
import { classify } from '../controlFlow.ts';
import { frameObstacle, NOT_LISTED, tapObstacle } from '../tapFeasibility.ts';
import type { InnerGraph } from './innerGraph.ts';
import type { InnerNode } from './innerNode.ts';

/** Why a node or tensor has no value, and which node is to blame. */
export interface Obstacle {
  readonly reason: InfeasibleReason;
  readonly cause: FlatNode;
  /** the node to blame among those that `cause`, a loop or branch, runs */
  readonly inside?: Pick<NodeRecord, 'name' | 'op'>;
}

/** Judges tensors and nodes of one flat graph. */
export interface Judge {
  tensor(ref: TensorRef): Obstacle | undefined;
  /** whether the node runs in every run, once */
  node(node: FlatNode): Obstacle | undefined;
  /** what keeps the node itself from running, wherever it stands */
  blockOf(node: FlatNode): Obstacle | undefined;
}

/** True where a v1 loop or branch is in the way: recording takes values out of both. */
export function isTappable(obstacle: Obstacle | undefined): boolean {
  return obstacle?.reason === 'loop-frame' || obstacle?.reason === 'maybe-dead';
}

/** Judges what lies inside loops and branches: the loop itself must run, and everything on the way inside it. */
export class InnerFeasibility {
  readonly #judges = new Map<InnerGraph, Judge>();
  readonly #conditions = new Map<InnerGraph, FlatNode | undefined>();

  constructor(
    private readonly rootFlat: FlatGraph,
    private readonly root: Judge,
    private readonly judgeOf: (flat: FlatGraph, fed: ReadonlySet<string>) => Judge,
  ) {}

  obstacle(ref: TensorRef, { graph, inside }: InnerNode): Obstacle | undefined {
    const around = this.#around(graph);
    if (around !== undefined) return around;
    const tensor = { node: inside, index: ref.index };
    const dtype = dtypeOfTensor(tensor);
    if (dtype === 'resource' || dtype === 'variant') return { reason: dtype, cause: inside };
    const judge = this.#judge(graph);
    const found = judge.tensor(tensor);
    const own = isTappable(found) ? tapObstacle(tensor, classify(graph.flat), judge) : found;
    if (own !== undefined) return own;
    return NOT_LISTED.has(dtype) ? { reason: 'not-recordable', cause: inside } : undefined;
  }

  #around(graph: InnerGraph): Obstacle | undefined {
    for (let at: InnerGraph | undefined = graph; at !== undefined; at = at.parent) {
      const judge = at.parent === undefined ? this.root : this.#judge(at.parent);
      const effect = at.kind === 'cond' ? this.#effectIn(at) : undefined;
      const blocked = judge.node(at.owner);
      const around = at.parent?.flat ?? this.rootFlat;
      const found =
        (isTappable(blocked) ? this.#inFrame(at.owner, around, judge) : blocked) ??
        (effect === undefined ? undefined : { reason: 'not-recordable' as const, cause: effect });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #inFrame(owner: FlatNode, flat: FlatGraph, judge: Judge): Obstacle | undefined {
    return judge.blockOf(owner) ?? frameObstacle(owner, classify(flat), judge);
  }

  #judge(graph: InnerGraph): Judge {
    let judge = this.#judges.get(graph);
    if (judge === undefined) {
      const fed = new Set(graph.flat.entry.inputs.map(({ ref }) => tensorName(ref)));
      this.#judges.set(graph, (judge = this.judgeOf(graph.flat, fed)));
    }
    return judge;
  }

  /** A node of a condition that would make a second evaluation give something else: it has effects, or reads what the loop changes. */
  #effectIn(graph: InnerGraph): FlatNode | undefined {
    if (!this.#conditions.has(graph)) {
      const { functions } = graph.flat.metaGraph.graph;
      const ops = (node: FlatNode): readonly string[] => [...reachedOps([node], functions)];
      const changes = ops(graph.owner).some(isAssigningOp);
      const effect = graph.flat.nodes.find(
        (node) =>
          ops(node).some((op) => isAssigningOp(op) || isRandomOp(op)) ||
          (changes && node.inputs.some((ref) => dtypeOfTensor(ref) === 'resource')),
      );
      this.#conditions.set(graph, effect);
    }
    return this.#conditions.get(graph);
  }
}
