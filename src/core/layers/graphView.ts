import type { FlatGraph, FlatNode } from '../graph/types.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { Dataflow } from './dataflow.ts';
import { type Scope, ScopeTree } from './scopeTree.ts';
import type { LayerVariable } from './types.ts';
import { VariableUse } from './variableUse.ts';

/** A flat graph seen from the four sides that finding layers needs. */
export class GraphView {
  readonly tree: ScopeTree;
  readonly flow: Dataflow;
  readonly uses: VariableUse;
  #scopes: ScopeSums | undefined;

  constructor(readonly flat: FlatGraph) {
    this.flow = new Dataflow(flat);
    this.tree = new ScopeTree(flat, this.flow);
    this.uses = new VariableUse(flat, this.flow);
  }

  /** Id of the first node of a scope and the scopes in it that computes with data; Infinity when none does. */
  firstRun({ enter }: Scope): number {
    return this.#sums().firstRun[enter] ?? Infinity;
  }

  /** True when a variable is read in a scope or below. */
  readsWeights({ enter }: Scope): boolean {
    return this.#sums().readsWeights[enter] === 1;
  }

  #sums(): ScopeSums {
    return (this.#scopes ??= this.#sumUp());
  }

  #sumUp(): ScopeSums {
    const { walk } = this.tree;
    const { isParameter } = this.flow;
    const firstRun = new Float64Array(walk.length).fill(Infinity);
    const readsWeights = new Uint8Array(walk.length);
    for (let i = walk.length - 1; i >= 0; i--) {
      const scope = walk[i];
      if (scope === undefined) continue;
      for (const id of scope.ids) {
        if (isParameter[id] !== 1) firstRun[i] = Math.min(firstRun[i] ?? Infinity, id);
        if (readsWeights[i] === 0 && this.flow.readsVariable(id)) readsWeights[i] = 1;
      }
      const parent = scope.parent?.enter;
      if (parent === undefined) continue;
      firstRun[parent] = Math.min(firstRun[parent] ?? Infinity, firstRun[i] ?? Infinity);
      if (readsWeights[i] === 1) readsWeights[parent] = 1;
    }
    return { firstRun, readsWeights };
  }

  /** Variables that an object owns. */
  variablesOf(object: number): readonly LayerVariable[] {
    return this.uses.ownedBy(object).flatMap((id) => this.#variable(id) ?? []);
  }

  /** Variables that a group of nodes reads. */
  variablesIn(nodes: readonly FlatNode[]): readonly LayerVariable[] {
    return this.#handlesOf(nodes).map((handle) => this.#variableOf(handle));
  }

  /** Variables that a group of nodes reads, and the attribute path of the object that owns just these. */
  weightsOf(nodes: readonly FlatNode[]): { variables: readonly LayerVariable[]; objectPath: string | undefined } {
    const handles = this.#handlesOf(nodes);
    const objects = handles.flatMap((handle) => this.uses.objectOf(handle) ?? []);
    const owner = objects.length === 0 ? undefined : this.uses.ownerOf(objects);
    return {
      variables: handles.map((handle) => this.#variableOf(handle)),
      objectPath: owner === undefined ? undefined : this.flat.metaGraph.objectGraph?.pathOf(owner),
    };
  }

  #variableOf(handle: FlatNode): LayerVariable {
    const object = this.uses.objectOf(handle);
    return (object === undefined ? undefined : this.#variable(object)) ?? variableOfNode(handle);
  }

  #handlesOf(nodes: readonly FlatNode[]): FlatNode[] {
    const handles = new Set<FlatNode>();
    for (const node of nodes)
      for (const input of node.inputs) if (this.flow.isVariable[input.node.id] === 1) handles.add(input.node);
    return [...handles];
  }

  #variable(id: number): LayerVariable | undefined {
    return this.flat.metaGraph.objectGraph?.objects[id]?.variable;
  }
}

/** By `enter` of a scope. */
interface ScopeSums {
  readonly firstRun: Float64Array;
  readonly readsWeights: Uint8Array;
}

function variableOfNode(node: FlatNode): LayerVariable {
  const dtype = node.attr('dtype')?.value;
  const shape = node.attr('shape')?.value;
  return {
    name: node.name,
    dtype: dtypeOf(dtype?.case === 'type' ? dtype.value : 0),
    shape: shape?.case === 'shape' && !shape.value.unknownRank ? shape.value.dim.map(({ size }) => Number(size)) : undefined,
    trainable: true,
  };
}
