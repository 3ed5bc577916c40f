import type { FlatNode } from '../graph/types.ts';
import type { ScopesOf } from './assignScopes.ts';
import type { Scope, ScopeTree } from './scopeTree.ts';
import type { LayerSpec } from './spec.ts';

/** A layer's scope, and the scopes in it that belong to layers beside it. */
export interface OwnScope {
  readonly scope: Scope;
  readonly holes: readonly Scope[];
}

/**
 * The scopes of each layer with what in them is not its own: names with slashes (`conv`, `conv/bn`) put the scopes of layers that
 * stand side by side into each other.
 */
export class OwnScopes {
  readonly #holes = new Map<Scope, Scope[]>();

  constructor(
    private readonly scopesOf: ScopesOf,
    private readonly tree: ScopeTree,
  ) {
    for (const { children } of scopesOf.keys()) this.#findHoles(children);
  }

  of(spec: LayerSpec): readonly OwnScope[] {
    return (this.scopesOf.get(spec) ?? []).map((scope) => ({ scope, holes: this.#holes.get(scope) ?? [] }));
  }

  nodesOf({ scope, holes }: OwnScope): FlatNode[] {
    return this.tree.nodesOf(scope, holes);
  }

  /** Membership of a node in a layer. */
  inside(spec: LayerSpec): (node: FlatNode) => boolean {
    const scopes = this.of(spec);
    return ({ id }) => {
      const place = this.tree.ofNode[id];
      return (
        place !== undefined &&
        scopes.some(({ scope, holes }) => scope.contains(place) && !holes.some((hole) => hole.contains(place)))
      );
    };
  }

  #findHoles(siblings: readonly LayerSpec[]): void {
    const owners = new Map<Scope, LayerSpec>();
    for (const spec of siblings) for (const scope of this.scopesOf.get(spec) ?? []) owners.set(scope, spec);
    for (const [scope, spec] of owners) {
      for (let around = scope.parent; around !== undefined; around = around.parent) {
        const owner = owners.get(around);
        if (owner === undefined || owner === spec) continue;
        const holes = this.#holes.get(around);
        if (holes === undefined) this.#holes.set(around, [scope]);
        else holes.push(scope);
        break;
      }
    }
  }
}
