import type { FlatGraph, TensorRef } from '../graph/types.ts';
import { Dataflow } from '../layers/dataflow.ts';
import { pickOutputs } from '../layers/pickOutputs.ts';
import { ScopeTree, type Scope } from '../layers/scopeTree.ts';
import type { LayerTree } from '../layers/types.ts';
import type { PatternTarget } from './scope.ts';

const CALL = /^(?:Stateful)?PartitionedCall(?:_\d+)?$/;

/** Name scopes that are no layer's call and no op, and the tensors that leave them. */
export class ScopeIndex {
  readonly #tree: ScopeTree;
  readonly #flow: Dataflow;
  readonly #root: string;
  readonly #paths = new Map<Scope, string>();

  constructor(flat: FlatGraph, layers: LayerTree) {
    this.#flow = new Dataflow(flat);
    this.#tree = new ScopeTree(flat, this.#flow);
    this.#root = layers.rootScope;
    const calls = new Set(layers.all.flatMap(({ scopes }) => scopes.map(withoutCalls)));
    this.#collect(this.#tree.root, '', calls);
  }

  /** By whole path, with or without root scope and call components, else by the end of a path. */
  outputsOf(name: string): readonly TensorRef[] {
    const wanted = withoutCalls(name);
    const label = wanted.slice(wanted.lastIndexOf('/') + 1);
    const known = this.#tree.labelled(label).flatMap((scope) => {
      const path = this.#paths.get(scope);
      return path === undefined ? [] : [{ scope, path }];
    });
    const whole = known.filter(({ path }) => path === wanted || this.#short(path) === wanted);
    const found = whole.length > 0 ? whole : known.filter(({ path }) => path.endsWith(`/${wanted}`));
    return found.flatMap(({ scope }) => this.#outputs(scope));
  }

  *patternTargets(): Generator<PatternTarget> {
    for (const [scope, path] of this.#paths) yield { path: this.#short(path), tensors: () => this.#outputs(scope) };
  }

  #outputs(scope: Scope): readonly TensorRef[] {
    return pickOutputs(this.#flow.leaving(this.#tree.nodesOf(scope)), { count: undefined, takes: () => undefined });
  }

  #short(path: string): string {
    return this.#root !== '' && path.startsWith(`${this.#root}/`) ? path.slice(this.#root.length + 1) : path;
  }

  /** Paths of all scopes worth naming, from the root down, without recursion. */
  #collect(root: Scope, prefix: string, calls: ReadonlySet<string>): void {
    const open: { scope: Scope; path: string }[] = [{ scope: root, path: prefix }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { scope, path } = next;
      if (path !== '' && !calls.has(path) && !scope.isOpScope) this.#paths.set(scope, path);
      for (const child of [...scope.children.values()].reverse())
        open.push({ scope: child, path: path === '' ? child.label : `${path}/${child.label}` });
    }
  }
}

function withoutCalls(name: string): string {
  return name
    .split('/')
    .filter((part) => !CALL.test(part))
    .join('/');
}
