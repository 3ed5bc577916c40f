import { columnsOf, type Edges } from '../graph/graphColumns.ts';
import type { FlatGraph, FlatNode } from '../graph/types.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { Dataflow } from './dataflow.ts';
import { ScopeTree } from './scopeTree.ts';
import type { LayerVariable } from './types.ts';
import { VariableUse } from './variableUse.ts';

/** A flat graph seen from the four sides that finding layers needs. */
export class GraphView {
  readonly tree: ScopeTree;
  readonly flow: Dataflow;
  readonly uses: VariableUse;
  /** per scope (by `enter`): first node of it and the scopes in it that computes with data; Infinity when none does */
  readonly firstRun: Float64Array;
  /** per scope: 1 when a variable is read in it or below */
  readonly readsWeights: Uint8Array;

  readonly #edges: Edges;

  constructor(readonly flat: FlatGraph) {
    this.#edges = columnsOf(flat).edges;
    this.flow = new Dataflow(flat);
    this.tree = new ScopeTree(flat, this.flow);
    this.uses = new VariableUse(flat, this.flow);
    this.firstRun = new Float64Array(this.tree.walk.length).fill(Infinity);
    this.readsWeights = new Uint8Array(this.tree.walk.length);
    this.#sumUp();
  }

  #sumUp(): void {
    const { walk } = this.tree;
    for (let i = walk.length - 1; i >= 0; i--) {
      const scope = walk[i];
      if (scope === undefined) continue;
      for (const id of scope.ids) {
        if (this.flow.isParameter[id] !== 1) this.firstRun[i] = Math.min(this.firstRun[i] ?? Infinity, id);
        if (this.readsWeights[i] === 0 && this.#readsVariable(id)) this.readsWeights[i] = 1;
      }
      const parent = scope.parent?.enter;
      if (parent === undefined) continue;
      this.firstRun[parent] = Math.min(this.firstRun[parent] ?? Infinity, this.firstRun[i] ?? Infinity);
      if (this.readsWeights[i] === 1) this.readsWeights[parent] = 1;
    }
  }

  #readsVariable(id: number): boolean {
    const { offsets, sources } = this.#edges;
    for (let i = offsets[id] ?? 0; i < (offsets[id + 1] ?? 0); i++) if (this.flow.isVariable[sources[i] ?? 0] === 1) return true;
    return false;
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
    for (const node of nodes) for (const input of node.inputs) if (this.flow.isVariable[input.node.id] === 1) handles.add(input.node);
    return [...handles];
  }

  #variable(id: number): LayerVariable | undefined {
    const variable = this.flat.metaGraph.objectGraph?.objects[id]?.variable;
    return variable === undefined ? undefined : { name: variable.name, dtype: variable.dtype, shape: variable.shape, trainable: variable.trainable };
  }
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
