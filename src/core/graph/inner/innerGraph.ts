import { LensError } from '../../errors.ts';
import type { InnerBody } from '../innerBodies.ts';
import { inlineInnerBody } from '../innerBodies.ts';
import { frameNames } from '../frameNames.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../types.ts';
import { InnerNode } from './innerNode.ts';

/** A loop's body is run once for every iteration, its condition once more, a branch at most once. */
export type InnerKind = 'body' | 'cond' | 'branch';

/** What the inner graphs below one flat graph share. */
export interface InnerFamily {
  readonly root: FlatGraph;
  /** Ids for so many nodes that no other node below the root has. */
  reserve(count: number): number;
}

/** The graph that a loop or branch runs by itself. It is inlined when first looked into. */
export class InnerGraph {
  readonly kind: InnerKind;
  #loops: readonly string[] | undefined;
  readonly #nodes = new Map<FlatNode, InnerNode>();
  #flat: { readonly graph: FlatGraph; readonly firstId: number } | undefined;

  constructor(
    private readonly family: InnerFamily,
    /** undefined in the root graph */
    readonly parent: InnerGraph | undefined,
    /** the loop or branch, a node of the graph around */
    readonly owner: FlatNode,
    readonly body: InnerBody,
  ) {
    const { label } = body;
    this.kind = label === 'body' || label === 'cond' ? label : 'branch';
  }

  /** Names of the loops around and including this one, those of TensorFlow 1 too, from the outside in. */
  get loops(): readonly string[] {
    const around = this.parent?.flat ?? this.family.root;
    return (this.#loops ??= [
      ...(this.parent?.loops ?? []),
      ...frameNames(around, this.owner),
      ...(this.kind === 'branch' ? [] : [this.owner.name]),
    ]);
  }

  /** Errors as for `inlineFunctionBody`. */
  get flat(): FlatGraph {
    return this.#inlined().graph;
  }

  /** False for a body that is missing or damaged. */
  get isReadable(): boolean {
    try {
      return this.#inlined().graph.metaGraph === this.family.root.metaGraph;
    } catch (error) {
      if (error instanceof LensError) return false;
      throw error;
    }
  }

  get prefix(): string {
    return this.body.prefix;
  }

  /** The loop or branch of the root graph in which everything here lies. */
  get rootOwner(): FlatNode {
    return this.parent === undefined ? this.owner : this.parent.rootOwner;
  }

  /** A tensor of `flat` as one that can be told apart from all others below the root. */
  seen({ node, index }: TensorRef): TensorRef {
    let known = this.#nodes.get(node);
    if (known === undefined) this.#nodes.set(node, (known = new InnerNode(this, node, this.#inlined().firstId + node.id)));
    return { node: known, index };
  }

  #inlined(): { readonly graph: FlatGraph; readonly firstId: number } {
    if (this.#flat === undefined) {
      const graph = inlineInnerBody(this.family.root, this.body);
      this.#flat = { graph, firstId: this.family.reserve(graph.nodes.length) };
    }
    return this.#flat;
  }
}
