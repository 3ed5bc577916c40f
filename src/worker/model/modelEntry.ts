import { type Feasibility, feasibility } from '../../core/graph/feasibility.ts';
import { InnerNode } from '../../core/graph/inner/innerNode.ts';
import { type FlatGraph, type FlatNode, type InfeasibleReason } from '../../core/graph/types.ts';
import { fedByDefault } from '../../core/inputs/openEnds.ts';
import { Initialisers } from '../../core/instrument/initialisers.ts';
import { isResourceRoot } from '../../core/instrument/resources.ts';
import type { RuntimeOpList } from '../../core/instrument/runtimeOps.ts';
import { findLayers } from '../../core/layers/findLayers.ts';
import { LayerGraph } from '../../core/layerGraph/layerGraph.ts';
import type { Layer, LayerTree } from '../../core/layers/types.ts';
import type { OpenModel } from './openModel.ts';

/** One entry point of the open model, with what is worked out about it kept. */
export class ModelEntry {
  #fed: ReadonlySet<string> | undefined;
  #layers: LayerTree | undefined;
  #graph: LayerGraph | undefined;
  #layerOf: Map<FlatNode, Layer> | undefined;
  #initialisers: { readonly ops: RuntimeOpList | undefined; readonly value: Promise<Initialisers> } | undefined;

  #feasible: { readonly key: string; readonly ops: RuntimeOpList | undefined; readonly value: Promise<Feasibility> } | undefined;

  constructor(
    readonly model: OpenModel,
    readonly flat: FlatGraph,
  ) {}

  /** names of the tensors that get a value unless someone says otherwise */
  get fedByDefault(): ReadonlySet<string> {
    return (this.#fed ??= fedByDefault(this.flat));
  }

  get layers(): LayerTree {
    const { kerasMetadata, assetsJson } = this.model.files;
    return (this.#layers ??= findLayers(this.flat, { kerasMetadata, assetsJson }));
  }

  get graph(): LayerGraph {
    return (this.#graph ??= new LayerGraph(this.flat, this.layers));
  }

  /** The innermost layer that a node belongs to. */
  layerOf(node: FlatNode): Layer | undefined {
    if (this.#layerOf === undefined) {
      this.#layerOf = new Map();
      for (const layer of this.layers.all) {
        for (const member of layer.nodes) {
          const known = this.#layerOf.get(member);
          if (known === undefined || known.depth <= layer.depth) this.#layerOf.set(member, layer);
        }
      }
    }
    return this.#layerOf.get(node instanceof InnerNode ? node.graph.rootOwner : node);
  }

  /** How variables and tables get their values, as far as the library in use can do it. */
  initialisers(ops: RuntimeOpList | undefined): Promise<Initialisers> {
    if (this.#initialisers?.ops !== ops || this.#initialisers === undefined) {
      this.#initialisers = { ops, value: this.#makeInitialisers(ops) };
    }
    return this.#initialisers.value;
  }

  /** What can be fetched when these tensors (by name) are fed. */
  async feasibility(fed: ReadonlySet<string>, ops: RuntimeOpList | undefined): Promise<Feasibility> {
    const key = JSON.stringify([...fed].sort());
    if (this.#feasible?.key !== key || this.#feasible.ops !== ops) this.#feasible = { key, ops, value: this.#judge(fed, ops) };
    return this.#feasible.value;
  }

  async #judge(fed: ReadonlySet<string>, ops: RuntimeOpList | undefined): Promise<Feasibility> {
    const initialisers = await this.initialisers(ops);
    const blocked = (node: FlatNode): InfeasibleReason | undefined =>
      node.inputs.length === 0 && isResourceRoot(node) ? initialisers.problem(node) : undefined;
    return feasibility(this.flat, { fed, ops, blocked });
  }

  async #makeInitialisers(ops: RuntimeOpList | undefined): Promise<Initialisers> {
    const stored = await this.model.stored();
    return new Initialisers(this.flat.metaGraph, stored, (node) => opProblem(node, ops));
  }
}

function opProblem({ op, record }: FlatNode, ops: RuntimeOpList | undefined): InfeasibleReason | undefined {
  if (ops === undefined || record === undefined) return undefined;
  if (!ops.hasOp(op)) return 'unknown-op';
  return ops.hasKernel(op) ? undefined : 'no-kernel';
}
