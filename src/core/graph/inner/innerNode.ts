import type { AttrValue } from '../../proto/messages.ts';
import type { NodeRecord } from '../../model/types.ts';
import { InlinedNode } from '../inlinedNode.ts';
import { frameNames } from '../frameNames.ts';
import { opInfoOf } from '../nodeAttrs.ts';
import type { OpInfo } from '../opInfo.ts';
import { outputDTypes } from '../outputs.ts';
import { staticShape } from '../shapes/staticShape.ts';
import type { FlatNode, TensorRef } from '../types.ts';
import type { InnerGraph } from './innerGraph.ts';

/**
 * A node inside a loop or branch, seen from the graph around it: same names, ids of its own, and shapes with one more leading
 * axis for every loop it lies in.
 */
export class InnerNode extends InlinedNode {
  override readonly controls: readonly InlinedNode[] = [];
  /** names of the loops around it, the outermost first */
  readonly loops: readonly string[];

  constructor(
    readonly graph: InnerGraph,
    /** the node in `graph.flat` */
    readonly inside: FlatNode,
    public id: number,
  ) {
    super();
    this.loops = [...graph.loops, ...frameNames(graph.flat, inside)];
    const axes = this.loops.map(() => -1);
    this.shapes = outputDTypes(inside).map((_, index) => {
      const shape = staticShape({ node: inside, index });
      return shape === undefined ? undefined : [...axes, ...shape];
    });
  }

  get name(): string {
    return this.inside.name;
  }

  get callPrefix(): string {
    return this.inside.callPrefix;
  }

  get op(): string {
    return this.inside.op;
  }

  get record(): NodeRecord | undefined {
    return this.inside.record;
  }

  get opInfo(): OpInfo | undefined {
    return opInfoOf(this.inside);
  }

  get inputs(): readonly TensorRef[] {
    return this.inside.inputs.map((ref) => this.graph.seen(ref));
  }

  attr(name: string): AttrValue | undefined {
    return this.inside.attr(name);
  }
}
