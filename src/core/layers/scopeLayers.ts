import { columnsOf } from '../graph/graphColumns.ts';
import type { LayerDraft } from './buildTree.ts';
import type { GraphView } from './graphView.ts';
import { inferType } from './inferType.ts';
import { classOfDefaultName, CONTAINERS } from './kerasNames.ts';
import { pickOutputs } from './pickOutputs.ts';
import { splitNumber } from './scopeTree.ts';
import type { Scope } from './scopeTree.ts';

/** Scopes nested deeper than this are not listed apart. */
const DEEPEST = 64;

/** Layers by name scope alone: each scope of the model a layer, its class guessed from its name and ops; scopes that hold layers list them. */
export function scopeLayers(view: GraphView): { drafts: LayerDraft[]; rootScope: string } {
  const lister = new ScopeLister(view);
  const root = lister.root();
  return { drafts: lister.list([root], 0, false), rootScope: root.path };
}

/** Ops beside the model's scope that do not make the main graph a part of the model. */
const PLAIN: ReadonlySet<string> = new Set([
  'Const',
  'Identity',
  'Placeholder',
  'PlaceholderWithDefault',
  'VarHandleOp',
  'NoOp',
  'Cast',
  'HashTableV2',
  'ReadVariableOp',
  'VariableV2',
]);

/** Scopes that leaf layers read their weights in. */
const INNER: ReadonlySet<string> = new Set(['batchnorm', 'moments', 'Gelu']);

/** The calls of one layer: its scopes in the order of execution. */
interface Group {
  readonly name: string;
  readonly scopes: Scope[];
  readonly first: number;
}

class ScopeLister {
  constructor(private readonly view: GraphView) {}

  /** The scope that holds everything: walks down while all that computes lies in one scope. */
  root(): Scope {
    let root = this.view.tree.root;
    for (;;) {
      const inner = this.#inner(root);
      const [only] = inner;
      if (only === undefined || inner.length > 1 || this.#inner(only).length === 0 || this.#doesWork(root)) return root;
      root = only;
    }
  }

  #doesWork({ ids }: Scope): boolean {
    const columns = columnsOf(this.view.flat);
    return ids.some((id) => !PLAIN.has(columns.op(id)));
  }

  list(parents: readonly Scope[], depth: number, isKeras3: boolean): LayerDraft[] {
    const inner = parents.flatMap((parent) => this.#inner(parent));
    const isNumbered = isKeras3 || this.#hasCallNumbers(inner);
    return this.#groups(inner, isNumbered).map(({ name, scopes }, index) => {
      const { tree, flow } = this.view;
      const calls = scopes.map((scope) => tree.nodesOf(scope));
      const nodes = calls.length === 1 ? (calls[0] ?? []) : calls.flat().sort((a, b) => a.id - b.id);
      const named = classOfDefaultName(name);
      const isLeaf = named !== undefined && !CONTAINERS.has(named);
      const isGroup = depth < DEEPEST && scopes.some((scope) => this.#holdsLayers(scope, isLeaf));
      const type = named ?? (isGroup ? 'Scope' : inferType(calls[0] ?? []));
      const { variables, objectPath } = this.view.weightsOf(nodes);
      return {
        index,
        name,
        objectPath,
        type,
        typeSource: type === 'Scope' ? 'scope' : 'inferred',
        scopes: scopes.map(({ prefix }) => prefix),
        nodes,
        outputs: calls.flatMap((call) => pickOutputs(flow.leaving(call), { count: undefined, takes: () => undefined })),
        inputs: flow.entering(nodes),
        activation: undefined,
        passThrough: false,
        variables,
        children: isGroup || (type === 'Scope' && depth < DEEPEST) ? this.list(scopes, depth + 1, isNumbered) : [],
      };
    });
  }

  #groups(scopes: readonly Scope[], isNumbered: boolean): Group[] {
    const groups = new Map<string, Group>();
    for (const scope of scopes) {
      const name = isNumbered ? splitNumber(scope.label).base : scope.label;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, { name, scopes: [scope], first: this.#firstNode(scope) });
      else group.scopes.push(scope);
    }
    const byRun = (a: Scope, b: Scope): number => this.#firstNode(a) - this.#firstNode(b);
    return [...groups.values()]
      .map((group) => ({ ...group, scopes: group.scopes.sort(byRun) }))
      .sort((a, b) => a.first - b.first);
  }

  /** Scopes in a scope that compute something; those of single ops are left out. */
  #inner(scope: Scope): Scope[] {
    return [...scope.children.values()].filter((child) => !child.isOpScope && this.#firstNode(child) < Infinity);
  }

  #firstNode(scope: Scope): number {
    return this.view.firstRun(scope);
  }

  /** True when weights are read in scopes of its own that are no ops, or when it does the work of several layers. */
  #holdsLayers(scope: Scope, isLeaf: boolean): boolean {
    const inner = this.#inner(scope).filter(({ label }) => !INNER.has(label));
    if (inner.some((each) => this.view.readsWeights(each))) return true;
    if (inner.length === 0 || isLeaf) return false;
    return inner.length > 2 || inferType(this.view.tree.nodesOf(scope)) === 'Scope';
  }

  /**
   * Keras 3 enters a layer's scope once to build it, so that calls are numbered from 1: `dense_1` of layer `dense`. Told by the
   * variables, which bear the layer's own name.
   */
  #hasCallNumbers(scopes: readonly Scope[]): boolean {
    if (scopes.length === 0 || scopes.some(({ label }) => splitNumber(label).number === 0)) return false;
    return scopes.some((scope) => {
      const parts = new Set(this.view.variablesIn(this.view.tree.nodesOf(scope)).flatMap(({ name }) => name.split('/')));
      const enclosing = scope.parent === undefined ? '' : splitNumber(scope.parent.label).base;
      return (
        !parts.has(scope.label) &&
        (parts.has(splitNumber(scope.label).base) ||
          (enclosing !== '' && enclosing !== scope.parent?.label && parts.has(enclosing)))
      );
    });
  }
}
