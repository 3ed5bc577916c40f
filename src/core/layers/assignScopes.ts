import { splitNumber } from './scopeTree.ts';
import type { Scope, ScopeTree } from './scopeTree.ts';
import type { LayerSpec } from './spec.ts';
import type { VariableUse } from './variableUse.ts';

/** Scopes that hold the nodes of each layer, in the order in which they were first entered. */
export type ScopesOf = ReadonlyMap<LayerSpec, readonly Scope[]>;

/** Matches a model's layers with the name scopes of the graph: by name under the parent's scope, by the variables read there when names lie. */
export function assignScopes(model: LayerSpec, tree: ScopeTree, uses: VariableUse, isModel: boolean): ScopesOf {
  const matcher = new Matcher(tree, uses);
  const found = new Map<LayerSpec, readonly Scope[]>();
  const open: { spec: LayerSpec; scopes: readonly Scope[]; around: readonly Scope[] }[] = [];
  const roots = isModel ? modelScopes(model, tree) : (matcher.match([model], [tree.root], [tree.root], true).get(model) ?? []);
  open.push({ spec: model, scopes: roots, around: roots.length === 0 ? [tree.root] : roots });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { spec, scopes, around } = next;
    found.set(spec, scopes);
    const matched = matcher.match(spec.children, scopes, around, spec.kind === 'custom');
    for (const child of spec.children) {
      const own = matched.get(child) ?? [];
      open.push({ spec: child, scopes: own, around: own.length === 0 ? around : own });
    }
  }
  return found;
}

/** The scopes a model was called in: those under which most of its layers' names stand, preferring the model's own name. */
function modelScopes(model: LayerSpec, tree: ScopeTree): readonly Scope[] {
  const votes = new Map<Scope, number>();
  for (const { name } of model.children) {
    for (const scope of tree.labelled(name.split('/')[0] ?? name)) {
      if (scope.parent !== undefined) votes.set(scope.parent, (votes.get(scope.parent) ?? 0) + 1);
    }
  }
  let most = 0;
  for (const count of votes.values()) most = Math.max(most, count);
  const named = tree.walk.filter(
    ({ label, parent }) => parent !== undefined && (label === model.name || splitNumber(label).base === model.name),
  );
  const called = named.filter((scope) => 2 * (votes.get(scope) ?? 0) >= most && most > 0);
  if (called.length > 0) return outermost(called);
  if (most === 0) return named.slice(0, 1);
  return outermost(tree.walk.filter((scope) => votes.get(scope) === most)).slice(0, 1);
}

function outermost(scopes: readonly Scope[]): Scope[] {
  const found: Scope[] = [];
  for (const scope of [...scopes].sort((a, b) => a.enter - b.enter)) {
    const last = found.at(-1);
    if (last === undefined || !last.contains(scope)) found.push(scope);
  }
  return found;
}

class Matcher {
  readonly #taken = new Set<Scope>();

  constructor(
    private readonly tree: ScopeTree,
    private readonly uses: VariableUse,
  ) {}

  match(
    specs: readonly LayerSpec[],
    parents: readonly Scope[],
    around: readonly Scope[],
    isLoose: boolean,
  ): Map<LayerSpec, Scope[]> {
    const found = new Map<LayerSpec, Scope[]>();
    const byName = new Map(specs.map((spec) => [spec.name, spec]));
    const add = (spec: LayerSpec, scope: Scope): void => {
      this.#taken.add(scope);
      found.set(spec, [...(found.get(spec) ?? []), scope]);
    };
    const children = parents.flatMap((parent) => [...parent.children.values()]);
    const numbered = children.filter((scope) => {
      const exact = byName.get(scope.label);
      if (exact === undefined || this.#belies(exact, scope, byName)) return true;
      add(exact, scope);
      return false;
    });
    for (const scope of numbered) {
      const spec = byName.get(splitNumber(scope.label).base);
      if (spec !== undefined && this.#isFurtherCall(spec, scope, found.get(spec))) add(spec, scope);
    }
    for (const spec of specs) {
      if (found.has(spec)) continue;
      for (const scope of this.#elsewhere(spec, parents, around, isLoose)) add(spec, scope);
    }
    return found;
  }

  /** `dense_1` may be the second call of `dense` and not the layer of that name: then it reads the variables of `dense`. */
  #belies(spec: LayerSpec, scope: Scope, byName: ReadonlyMap<string, LayerSpec>): boolean {
    const other = byName.get(splitNumber(scope.label).base);
    return other !== undefined && other !== spec && this.#reads(spec, scope) === false && this.#reads(other, scope) === true;
  }

  #isFurtherCall(spec: LayerSpec, scope: Scope, exact: readonly Scope[] | undefined): boolean {
    const reads = this.#reads(spec, scope);
    if (reads !== undefined) return reads;
    return exact === undefined || (spec.calls?.length ?? 0) > 1;
  }

  /** Layers that were called from another layer's code, or under a name with slashes. */
  #elsewhere(spec: LayerSpec, parents: readonly Scope[], around: readonly Scope[], isLoose: boolean): Scope[] {
    if (spec.name.includes('/')) {
      const walked = parents.flatMap((parent) => descend(parent, spec.name.split('/')) ?? []);
      if (walked.length > 0) return walked;
    }
    const candidates = this.tree.labelled(spec.name).filter((scope) => !this.#taken.has(scope) && scope.parent !== undefined);
    const reading = candidates.filter((scope) => this.#reads(spec, scope) === true);
    if (reading.length > 0) return outermost(reading);
    const inside = candidates.filter(
      (scope) => around.some((outer) => outer.contains(scope)) && this.#reads(spec, scope) === undefined,
    );
    return isLoose && inside.length === 1 ? inside : [];
  }

  /** Whether the scope reads a variable of the layer; undefined when the layer has none that is read at all. */
  #reads(spec: LayerSpec, scope: Scope): boolean | undefined {
    if (spec.objectId === undefined) return undefined;
    let isRead = false;
    for (const variable of this.uses.ownedBy(spec.objectId)) {
      for (const { id } of this.uses.readersOf(variable)) {
        const place = this.tree.ofNode[id];
        if (place !== undefined && scope.contains(place)) return true;
        isRead = true;
      }
    }
    return isRead ? false : undefined;
  }
}

function descend(from: Scope, labels: readonly string[]): Scope | undefined {
  let scope: Scope | undefined = from;
  for (const label of labels) scope = scope?.children.get(label);
  return scope;
}
