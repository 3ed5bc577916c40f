import { columnsOf } from '../graph/graphColumns.ts';
import type { FlatNode, TensorRef } from '../graph/types.ts';
import { softmaxLayers } from './attentionWeights.ts';
import type { LayerDraft } from './buildTree.ts';
import type { GraphView } from './graphView.ts';
import { inferType, isSeveral } from './inferType.ts';
import { classOfDefaultName, CONTAINERS } from './kerasNames.ts';
import { byFirstNode } from './moduleLayers.ts';
import { pickOutputs } from './pickOutputs.ts';
import { classByParts, loopsIn, RECURRENT } from './scopeClass.ts';
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
const INNER: ReadonlySet<string> = new Set(['batchnorm', 'moments', 'Gelu', 'Tensordot']);

/** Scopes of what loops do with their lists of steps. */
const LISTS = /^TensorArray(?:V\d)?(?:Stack|Unstack)(?:_\d+)?$/;

/** Ops for which the values do not matter. */
const SHAPE_ONLY: ReadonlySet<string> = new Set(['Shape', 'ShapeN', 'Size', 'Rank', 'ZerosLike', 'OnesLike']);

/** The calls of one layer: its scopes in the order of execution. */
interface Group {
  readonly name: string;
  readonly scopes: Scope[];
  readonly first: number;
}

interface Place {
  readonly index: number;
  readonly depth: number;
  readonly isNumbered: boolean;
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
    return this.#listed(
      parents.flatMap((parent) => this.#inner(parent).filter(({ label }) => !LISTS.test(label))),
      depth,
      isKeras3,
    );
  }

  #listed(scopes: readonly Scope[], depth: number, isKeras3: boolean): LayerDraft[] {
    const isNumbered = isKeras3 || this.#hasCallNumbers(scopes);
    return this.#groups(scopes, isNumbered).map((group, index) => this.#draft(group, { index, depth, isNumbered }));
  }

  #draft({ name, scopes }: Group, { index, depth, isNumbered }: Place): LayerDraft {
    const { tree, flow, flat } = this.view;
    const calls = scopes.map((scope) => ({ scope, nodes: tree.nodesOf(scope) }));
    const [first = { scope: scopes[0] ?? tree.root, nodes: [] }] = calls;
    const nodes = calls.length === 1 ? first.nodes : calls.flatMap((call) => call.nodes).sort((a, b) => a.id - b.id);
    const outputs = calls.map((call) => this.#outputs(call.scope, call.nodes));
    const parts = new Set(this.#inner(first.scope).map(({ label }) => (isNumbered ? splitNumber(label).base : label)));
    const named = classOfDefaultName(name) ?? classByParts(flat, first.scope, parts);
    const isLeaf = named !== undefined && !CONTAINERS.has(named);
    const isGroup = depth < DEEPEST && scopes.some((scope) => this.#holdsLayers(scope, isLeaf));
    const type = named ?? (isGroup ? undefined : inferType(first.nodes, outputs[0] ?? []));
    const { variables, objectPath } = this.view.weightsOf(nodes);
    const draft = {
      index,
      name,
      objectPath,
      type: type ?? 'Group',
      typeSource: type === undefined ? 'scope' : 'inferred',
      scopes: scopes.map(({ prefix }) => prefix),
      nodes,
      outputs: outputs.flat(),
      inputs: flow.entering(nodes),
      activation: undefined,
      passThrough: false,
      variables,
    } as const;
    if (RECURRENT.has(draft.type)) return { ...draft, children: isGroup ? this.#cells(scopes, depth + 1, isNumbered) : [] };
    const isOpen = isGroup || (type === undefined && depth < DEEPEST && isSeveral(first.nodes));
    const listed = isOpen ? this.list(scopes, depth + 1, isNumbered) : [];
    const names = new Set(listed.map((child) => child.name));
    const weights = isOpen || type === undefined ? softmaxLayers(this.view, scopes, draft.outputs) : [];
    return {
      ...draft,
      children: inOrder(
        listed,
        weights.filter((child) => !names.has(child.name)),
      ),
    };
  }

  #cells(scopes: readonly Scope[], depth: number, isNumbered: boolean): LayerDraft[] {
    const cells = scopes.flatMap((scope) => this.#inner(scope)).filter((scope) => this.view.readsWeights(scope));
    return this.#listed(cells, depth, isNumbered);
  }

  /** A cell that Keras runs once beside the loop, to see what shape its output has, has its values in the loop. */
  #outputs(scope: Scope, nodes: readonly FlatNode[]): readonly TensorRef[] {
    const leaving = this.view.flow.leaving(nodes);
    const isTrial =
      scope.parent !== undefined &&
      loopsIn(this.view.flat, scope.parent).length > 0 &&
      leaving.every(({ consumers, isReturned }) => !isReturned && consumers.every(({ op }) => SHAPE_ONLY.has(op)));
    return isTrial ? [] : pickOutputs(leaving, { count: undefined, takes: () => undefined });
  }

  #groups(scopes: readonly Scope[], isNumbered: boolean): Group[] {
    const groups = new Map<string, Group>();
    // Keras 3 took the bare name to build the layer: where it is left, TensorFlow numbered the scopes of its own functions
    const bare = new Set(scopes.map(({ label }) => label).filter((label) => splitNumber(label).number === 0));
    for (const scope of scopes) {
      const { base } = splitNumber(scope.label);
      const name = isNumbered && !bare.has(base) ? base : scope.label;
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
    return inner.length > 2 || isSeveral(this.view.tree.nodesOf(scope));
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

function inOrder(listed: readonly LayerDraft[], others: readonly LayerDraft[]): LayerDraft[] {
  if (others.length === 0) return [...listed];
  return [...listed, ...others].sort(byFirstNode).map((draft, index) => ({ ...draft, index }));
}
