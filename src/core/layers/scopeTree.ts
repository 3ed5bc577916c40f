import { columnsOf, type GraphColumns } from '../graph/graphColumns.ts';
import type { FlatGraph, FlatNode } from '../graph/types.ts';
import type { Dataflow } from './dataflow.ts';

const NO_CHILDREN: ReadonlyMap<string, Scope> = new Map();
const NO_IDS: readonly number[] = [];

/** A name scope, call components left out: `model/dense` for nodes named `StatefulPartitionedCall/model/dense/…`. */
export class Scope {
  /** position in a walk over the tree, and the first one behind its subtree */
  enter = 0;
  exit = 0;
  /** True when a node of the parent has this scope's name: `dense/MatMul/ReadVariableOp` lies in the scope of the op `dense/MatMul`. */
  isOpScope = false;
  // most scopes of a big graph have either nodes or scopes in them: made when needed
  #children: Map<string, Scope> | undefined;
  #ids: number[] | undefined;

  /** `prefix` is the canonical prefix it was first seen under, for listing. */
  constructor(
    readonly label: string,
    readonly parent: Scope | undefined,
    readonly prefix: string,
  ) {}

  get children(): ReadonlyMap<string, Scope> {
    return this.#children ?? NO_CHILDREN;
  }

  /** ids of the nodes directly in it, in order of execution */
  get ids(): readonly number[] {
    return this.#ids ?? NO_IDS;
  }

  addNode(id: number): void {
    if (this.#ids === undefined) this.#ids = [id];
    else this.#ids.push(id);
  }

  /** The scope of that label in this one, made when it is not there. */
  child(label: string, prefix: string): Scope {
    this.#children ??= new Map();
    const known = this.#children.get(label);
    if (known !== undefined) return known;
    const scope = new Scope(label, this, prefix);
    this.#children.set(label, scope);
    return scope;
  }

  contains(other: Scope): boolean {
    return other.enter >= this.enter && other.enter < this.exit;
  }

  get path(): string {
    const labels = this.parent === undefined ? [] : [this.label];
    for (let scope = this.parent; scope?.parent !== undefined; scope = scope.parent) labels.push(scope.label);
    return labels.reverse().join('/');
  }
}

const CALL = /^(?:Stateful)?PartitionedCall(?:_\d+)?$/;

/** Name scopes of a flat graph, and the scope of each node. */
export class ScopeTree {
  readonly root = new Scope('', undefined, '');
  /** scope of node i */
  readonly ofNode: readonly Scope[];
  /** scopes in the order of the walk: a subtree is a range */
  readonly walk: readonly Scope[];
  #byLabel: Map<string, Scope[]> | undefined;

  readonly #columns: GraphColumns;

  constructor(flat: FlatGraph, flow: Dataflow) {
    const columns = columnsOf(flat);
    this.#columns = columns;
    const finder = new ScopeFinder(this.root, columns, flow);
    const ofNode: Scope[] = [];
    for (let id = 0; id < columns.count; id++) {
      const scope = finder.find(id);
      scope.addNode(id);
      ofNode.push(scope);
    }
    this.ofNode = ofNode;
    this.walk = walk(this.root);
    for (const scope of this.walk) this.#markOpScopes(scope);
  }

  #markOpScopes({ children, ids }: Scope): void {
    let left = children.size;
    for (const id of ids) {
      if (left === 0) return;
      const name = this.#columns.ownName(id);
      const twin = children.get(name.slice(name.lastIndexOf('/') + 1));
      if (twin === undefined || twin.isOpScope) continue;
      twin.isOpScope = true;
      left--;
    }
  }

  /** Scopes of a label, in the order of the walk. */
  labelled(label: string): readonly Scope[] {
    if (this.#byLabel === undefined) {
      this.#byLabel = new Map();
      for (const scope of this.walk) {
        const same = this.#byLabel.get(scope.label);
        if (same === undefined) this.#byLabel.set(scope.label, [scope]);
        else same.push(scope);
      }
    }
    return this.#byLabel.get(label) ?? [];
  }

  /** Nodes of a scope and the scopes in it, in order of execution; those of `holes` are left out. */
  nodesOf(scope: Scope, holes: readonly Scope[] = []): FlatNode[] {
    const nodes: FlatNode[] = [];
    const skipped = new Map(holes.map(({ enter, exit }) => [enter, exit]));
    for (let i = scope.enter; i < scope.exit;) {
      const behind = skipped.get(i);
      if (behind === undefined) for (const id of this.walk[i]?.ids ?? NO_IDS) nodes.push(this.#columns.node(id));
      i = behind ?? i + 1;
    }
    return sorted(nodes);
  }
}

/** Finds the scope of a node by the call and the part of the body's own names before the last slash; canonical names need not be made for it. */
class ScopeFinder {
  /** by prefix of the call */
  readonly #ofCall = new Map<string, Scope>();
  /** scopes in a call's scope by their path: bodies that are called many times share them */
  readonly #below = new Map<Scope, Map<string, Scope>>();
  /** a node whose scope is that of all nodes beside it */
  #last: { readonly id: number; readonly scope: Scope } | undefined;

  /** the call looked up last, and its scope */
  #call = '';
  #base: Scope;

  constructor(
    private readonly root: Scope,
    private readonly columns: GraphColumns,
    private readonly flow: Dataflow,
  ) {
    this.#base = root;
  }

  find(id: number): Scope {
    const op = this.columns.op(id);
    if (op === 'ReadVariableOp') return this.#lookUp(id, this.#scopeOfReading(id));
    // a handle stands in the main graph under its variable's name, which is no scope that anything was called in
    if (op === 'VarHandleOp') return this.root;
    const last = this.#last;
    // neighbours mostly share their scope: comparing is cheaper than looking up
    if (last !== undefined && this.columns.sharesScope(id, last.id)) return last.scope;
    const scope = this.#lookUp(id, this.columns.scopeLength(id));
    this.#last = { id, scope };
    return scope;
  }

  /** The reading of an op's weight, `dense/MatMul/ReadVariableOp`, lies where `dense/MatMul` lies. */
  #scopeOfReading(id: number): number {
    const { columns } = this;
    const end = columns.scopeLength(id);
    const reader = this.flow.firstConsumer(id);
    if (end === 0 || reader === undefined || columns.callPrefix(reader) !== columns.callPrefix(id)) return end;
    const name = columns.ownName(id);
    const readerName = columns.ownName(reader);
    return readerName.length === end && name.startsWith(readerName) ? Math.max(0, name.lastIndexOf('/', end - 1)) : end;
  }

  #lookUp(id: number, length: number): Scope {
    const call = this.columns.callPrefix(id);
    if (call !== this.#call) this.#enter(call);
    const base = this.#base;
    if (length === 0) return base;
    const part = this.columns.ownName(id).slice(0, length);
    let below = this.#below.get(base);
    if (below === undefined) this.#below.set(base, (below = new Map<string, Scope>()));
    let scope = below.get(part);
    if (scope === undefined) below.set(part, (scope = descend(base, call, part)));
    return scope;
  }

  #enter(call: string): void {
    let base = this.#ofCall.get(call);
    if (base === undefined) this.#ofCall.set(call, (base = descend(this.root, '', call.slice(0, -1))));
    this.#call = call;
    this.#base = base;
  }
}

/** The scope that lies at `path`, seen from a scope whose names begin with `prefix`. Components that are calls are no scopes. */
function descend(from: Scope, prefix: string, path: string): Scope {
  if (path === '') return from;
  let scope = from;
  for (let start = 0; start <= path.length;) {
    const slash = path.indexOf('/', start);
    const end = slash < 0 ? path.length : slash;
    const label = path.slice(start, end);
    if (!CALL.test(label)) scope = scope.child(label, prefix + path.slice(0, end));
    start = end + 1;
  }
  return scope;
}

/** Most scopes ran in one piece: then there is nothing to sort. */
function sorted(nodes: FlatNode[]): FlatNode[] {
  for (let i = 1; i < nodes.length; i++) {
    if ((nodes[i - 1]?.id ?? 0) > (nodes[i]?.id ?? 0)) return nodes.sort((a, b) => a.id - b.id);
  }
  return nodes;
}

function walk(root: Scope): Scope[] {
  const order: Scope[] = [];
  const open: Scope[] = [root];
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    scope.enter = order.length;
    order.push(scope);
    if (scope.children.size === 0) continue;
    const children = [...scope.children.values()];
    for (let i = children.length - 1; i >= 0; i--) open.push(children[i] ?? scope);
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const scope = order[i];
    if (scope === undefined) continue;
    scope.exit = Math.max(scope.exit, i + 1);
    if (scope.parent !== undefined) scope.parent.exit = Math.max(scope.parent.exit, scope.exit);
  }
  return order;
}

/** `dense_2` → base `dense`, number 2; no number: 0. */
export function splitNumber(label: string): { base: string; number: number } {
  const match = /^(.*)_(\d{1,9})$/.exec(label);
  return match === null ? { base: label, number: 0 } : { base: match[1] ?? label, number: Number(match[2]) };
}
