import type { FlatGraph, FlatNode } from '../graph/types.ts';
import type { Dataflow } from './dataflow.ts';

const NO_CHILDREN: ReadonlyMap<string, Scope> = new Map();
const NO_NODES: readonly FlatNode[] = [];

/** A name scope, call components left out: `model/dense` for nodes named `StatefulPartitionedCall/model/dense/…`. */
export class Scope {
  /** position in a walk over the tree, and the first one behind its subtree */
  enter = 0;
  exit = 0;
  /** True when a node of the parent has this scope's name: `dense/MatMul/ReadVariableOp` lies in the scope of the op `dense/MatMul`. */
  isOpScope = false;
  // most scopes of a big graph have either nodes or scopes in them: made when needed
  #children: Map<string, Scope> | undefined;
  #nodes: FlatNode[] | undefined;

  /** `prefix` is the canonical prefix it was first seen under, for listing. */
  constructor(
    readonly label: string,
    readonly parent: Scope | undefined,
    readonly prefix: string,
  ) {}

  get children(): ReadonlyMap<string, Scope> {
    return this.#children ?? NO_CHILDREN;
  }

  /** nodes directly in it, in order of execution */
  get nodes(): readonly FlatNode[] {
    return this.#nodes ?? NO_NODES;
  }

  addNode(node: FlatNode): void {
    if (this.#nodes === undefined) this.#nodes = [node];
    else this.#nodes.push(node);
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

  constructor(flat: FlatGraph, flow: Dataflow) {
    const finder = new ScopeFinder(this.root);
    this.ofNode = flat.nodes.map((node) => {
      // a handle stands in the main graph under its variable's name, which is no scope that anything was called in
      const scope = node.op === 'VarHandleOp' ? this.root : finder.find(node, scopeEnd(node, flow));
      scope.addNode(node);
      return scope;
    });
    this.walk = walk(this.root);
    this.#markOpScopes(flat);
  }

  #markOpScopes({ nodes }: FlatGraph): void {
    nodes.forEach((node, id) => {
      const children = this.ofNode[id]?.children ?? NO_CHILDREN;
      if (children.size === 0) return;
      const name = ownName(node);
      const twin = children.get(name.slice(name.lastIndexOf('/') + 1));
      if (twin !== undefined) twin.isOpScope = true;
    });
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
      if (behind === undefined) for (const node of this.walk[i]?.nodes ?? []) nodes.push(node);
      i = behind ?? i + 1;
    }
    return sorted(nodes);
  }
}

/** The name in the body that the node stands in. */
function ownName({ record, name }: FlatNode): string {
  return record?.name ?? name;
}

/** Where the scope's part of the own name ends. The reading of an op's weight, `dense/MatMul/ReadVariableOp`, lies where `dense/MatMul` lies. */
function scopeEnd(node: FlatNode, flow: Dataflow): number {
  const name = ownName(node);
  const end = name.lastIndexOf('/');
  if (node.op !== 'ReadVariableOp' || end < 0) return Math.max(0, end);
  const reader = flow.firstConsumer(node);
  if (reader?.callPrefix !== node.callPrefix) return end;
  const readerName = ownName(reader);
  return readerName.length === end && name.startsWith(readerName) ? Math.max(0, name.lastIndexOf('/', end - 1)) : end;
}

/** Finds the scope of a node by the call and the part of the body's own names before the last slash; canonical names need not be made for it. */
class ScopeFinder {
  readonly #byPrefix: Map<string, Scope>;
  readonly #byCall = new Map<string, Map<string, Scope>>();
  #last: { readonly call: string; readonly part: string; readonly scope: Scope };

  constructor(root: Scope) {
    this.#byPrefix = new Map([['', root]]);
    this.#last = { call: '', part: '', scope: root };
  }

  find(node: FlatNode, end: number): Scope {
    const last = this.#last;
    const name = ownName(node);
    // neighbours mostly share their scope: comparing is cheaper than looking up
    if (last.part.length === end && last.call === node.callPrefix && name.startsWith(last.part)) return last.scope;
    const part = name.slice(0, end);
    const scope = this.#lookUp(node.callPrefix, part);
    this.#last = { call: node.callPrefix, part, scope };
    return scope;
  }

  #lookUp(call: string, part: string): Scope {
    let scopes = this.#byCall.get(call);
    if (scopes === undefined) this.#byCall.set(call, (scopes = new Map<string, Scope>()));
    let scope = scopes.get(part);
    if (scope === undefined) scopes.set(part, (scope = scopeOf(part === '' ? call.slice(0, -1) : call + part, this.#byPrefix)));
    return scope;
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
  let known = prefix;
  let scope = byPrefix.get(known);
  if (scope !== undefined) return scope;
  const missing: string[] = [];
  while (scope === undefined) {
    missing.push(known);
    known = known.slice(0, Math.max(0, known.lastIndexOf('/')));
    scope = byPrefix.get(known);
  }
  for (const next of missing.reverse()) {
    const label = next.slice(next.lastIndexOf('/') + 1);
    if (!CALL.test(label)) scope = scope.child(label, next);
    byPrefix.set(next, scope);
  }
  return scope;
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
