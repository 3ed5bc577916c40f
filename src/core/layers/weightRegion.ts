import { columnsOf } from '../graph/graphColumns.ts';
import type { FlatNode } from '../graph/types.ts';
import { ACTIVATION_OPS } from './activationOps.ts';
import type { GraphView } from './graphView.ts';
import type { Scope } from './scopeTree.ts';

/** Finds the nodes that belong to a set of variables. Work over all calls is bounded by a small multiple of the graph. */
export class WeightRegions {
  readonly #weighted = new Map<number, FlatNode[]>();
  /** how many variables feed node i directly */
  readonly #feeding: Uint32Array;
  #budget: number;

  constructor(private readonly view: GraphView) {
    this.#feeding = new Uint32Array(columnsOf(view.flat).count);
    this.#budget = 50 * columnsOf(view.flat).count + 10_000;
    for (const { id, kind } of view.flat.metaGraph.objectGraph?.objects ?? []) {
      if (kind !== 'variable') continue;
      for (const node of this.#users(id)) this.#feeding[node.id] = (this.#feeding[node.id] ?? 0) + 1;
    }
  }

  /**
   * The scope that holds the users of the variables and of no others, else all nodes on the way from one user to another, with the
   * activation behind the last.
   */
  nodesOf(variables: readonly number[]): readonly FlatNode[] {
    const users = new Set(variables.flatMap((variable) => this.#users(variable)));
    if (users.size === 0) return [];
    return this.#ownScope(users, new Set(variables)) ?? this.#withActivation(this.#between(users));
  }

  /** First nodes behind a variable that compute with it: readings, casts and the like are passed over. */
  #users(variable: number): readonly FlatNode[] {
    const known = this.#weighted.get(variable);
    if (known !== undefined) return known;
    const { flow, uses } = this.view;
    const seen = new Set(uses.readersOf(variable));
    const found: FlatNode[] = [];
    for (const node of seen) {
      if (flow.isParameter[node.id] !== 1) found.push(node);
      else for (const consumer of flow.consumersOf(node)) seen.add(consumer);
    }
    this.#weighted.set(variable, found);
    return found;
  }

  #ownScope(users: ReadonlySet<FlatNode>, own: ReadonlySet<number>): readonly FlatNode[] | undefined {
    const { tree, uses } = this.view;
    let scope: Scope | undefined;
    for (const { id } of users) {
      let place: Scope | undefined = tree.ofNode[id];
      while (place !== undefined && scope !== undefined && !place.contains(scope)) place = place.parent;
      scope = place ?? scope;
    }
    if (scope === undefined || scope.parent === undefined || this.#budget < 0) return undefined;
    const nodes = tree.nodesOf(scope);
    this.#budget -= nodes.length;
    const isOwn = nodes.every(({ inputs }) =>
      inputs.every(({ node }) => node.op !== 'VarHandleOp' || own.has(uses.objectOf(node) ?? -1)),
    );
    return isOwn ? nodes : undefined;
  }

  /** Nodes lie in order of execution: two sweeps over the range of the users. */
  #between(users: ReadonlySet<FlatNode>): FlatNode[] {
    const ids = [...users].map(({ id }) => id).sort((a, b) => a - b);
    const first = ids[0] ?? 0;
    const last = ids.at(-1) ?? 0;
    this.#budget -= last - first;
    if (this.#budget < 0) return [...users].sort((a, b) => a.id - b.id);
    const { nodes } = this.view.flat;
    const { isParameter } = this.view.flow;
    const isBehind = new Set<FlatNode>();
    for (let i = first; i <= last; i++) {
      const node = nodes[i];
      if (
        node !== undefined &&
        (users.has(node) || (isParameter[i] !== 1 && node.inputs.some((input) => isBehind.has(input.node))))
      )
        isBehind.add(node);
    }
    const region = new Set<FlatNode>();
    for (let i = last; i >= first; i--) {
      const node = nodes[i];
      if (
        node !== undefined &&
        isBehind.has(node) &&
        (users.has(node) || this.view.flow.consumersOf(node).some((consumer) => region.has(consumer)))
      )
        region.add(node);
    }
    return [...region].reverse();
  }

  /** Adds the activation when it is the only one to take the region's tensor (`x * sigmoid(x)` counts). */
  #withActivation(region: readonly FlatNode[]): readonly FlatNode[] {
    const { flow } = this.view;
    const last = region.at(-1);
    if (last === undefined || flow.returned.has(last.id) || region.some(({ op }) => op === 'While' || op === 'StatelessWhile'))
      return region;
    const next = [...new Set(flow.consumersOf(last))];
    const activation = next.find(({ op }) => ACTIVATION_OPS.has(op));
    if (activation === undefined || this.#feeding[activation.id] !== 0) return region;
    if (next.length === 1) return [...region, activation];
    const product = next.find(({ op, inputs }) => op === 'Mul' && inputs.some(({ node }) => node === activation));
    return next.length === 2 && product !== undefined ? [...region, activation, product] : region;
  }
}
