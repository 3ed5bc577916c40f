import type { FlatGraph, FlatNode } from '../graph/types.ts';

/** A name scope, call components left out: `model/dense` for nodes named `StatefulPartitionedCall/model/dense/…`. */
export class Scope {
  readonly children = new Map<string, Scope>();
  /** nodes directly in it, in order of execution */
  readonly nodes: FlatNode[] = [];
  /** position in a walk over the tree, and the first one behind its subtree */
  enter = 0;
  exit = 0;
  /** canonical prefix it was first seen under, for listing */
  prefix = '';
  /** last parts of the names of its nodes */
  #ops: Set<string> | undefined;

  constructor(
    readonly label: string,
    readonly parent: Scope | undefined,
  ) {}

  /** True when a node of the parent has this scope's name: `dense/MatMul/ReadVariableOp` lies in the scope of the op `dense/MatMul`. */
  get isOpScope(): boolean {
    return this.parent?.hasOp(this.label) ?? false;
  }

  hasOp(name: string): boolean {
    this.#ops ??= new Set(this.nodes.map((node) => node.name.slice(node.name.lastIndexOf('/') + 1)));
    return this.#ops.has(name);
  }

  /** Node ids of the whole subtree come from `ScopeTree.nodesOf`. */
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
  readonly root = new Scope('', undefined);
  /** scope of node i */
  readonly ofNode: readonly Scope[];
  /** scopes in the order of the walk: a subtree is a range */
  readonly walk: readonly Scope[];
  readonly byLabel: ReadonlyMap<string, readonly Scope[]>;

  constructor(flat: FlatGraph) {
    const byPrefix = new Map<string, Scope>([['', this.root]]);
    let last = { prefix: '', scope: this.root };
    this.ofNode = flat.nodes.map((node) => {
      const { name } = node;
      const end = Math.max(0, name.lastIndexOf('/'));
      // neighbours mostly share their scope: comparing is cheaper than looking up
      if (last.prefix.length !== end || !name.startsWith(last.prefix)) {
        const prefix = name.slice(0, end);
        last = { prefix, scope: scopeOf(prefix, byPrefix) };
      }
      // a handle stands in the main graph under its variable's name, which is no scope that anything was called in
      const scope = node.op === 'VarHandleOp' ? this.root : last.scope;
      scope.nodes.push(node);
      return scope;
    });
    this.walk = walk(this.root);
    const byLabel = new Map<string, Scope[]>();
    for (const scope of this.walk) {
      const same = byLabel.get(scope.label);
      if (same === undefined) byLabel.set(scope.label, [scope]);
      else same.push(scope);
    }
    this.byLabel = byLabel;
  }

  /** Nodes of a scope and the scopes in it, in order of execution. */
  nodesOf(scope: Scope): FlatNode[] {
    const nodes: FlatNode[] = [];
    for (let i = scope.enter; i < scope.exit; i++) for (const node of this.walk[i]?.nodes ?? []) nodes.push(node);
    return sorted(nodes);
  }
}

/** Most scopes ran in one piece: then there is nothing to sort. */
function sorted(nodes: FlatNode[]): FlatNode[] {
  for (let i = 1; i < nodes.length; i++) {
    if ((nodes[i - 1]?.id ?? 0) > (nodes[i]?.id ?? 0)) return nodes.sort((a, b) => a.id - b.id);
  }
  return nodes;
}

function scopeOf(prefix: string, byPrefix: Map<string, Scope>): Scope {
  const missing: string[] = [];
  let known = prefix;
  while (!byPrefix.has(known)) {
    missing.push(known);
    known = known.slice(0, Math.max(0, known.lastIndexOf('/')));
  }
  let scope = byPrefix.get(known);
  for (const next of missing.reverse()) {
    const label = next.slice(next.lastIndexOf('/') + 1);
    scope = CALL.test(label) && scope !== undefined ? scope : childOf(scope, label, next);
    byPrefix.set(next, scope);
  }
  return scope ?? new Scope('', undefined);
}

function childOf(parent: Scope | undefined, label: string, prefix: string): Scope {
  const known = parent?.children.get(label);
  if (known !== undefined) return known;
  const scope = new Scope(label, parent);
  scope.prefix = prefix;
  parent?.children.set(label, scope);
  return scope;
}

function walk(root: Scope): Scope[] {
  const order: Scope[] = [];
  const open: Scope[] = [root];
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    scope.enter = order.length;
    order.push(scope);
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
