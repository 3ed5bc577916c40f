import type { LayerDraft } from './buildTree.ts';
import type { GraphView } from './graphView.ts';
import { inferType } from './inferType.ts';
import { pickOutputs } from './pickOutputs.ts';
import type { Scope } from './scopeTree.ts';

/** Scopes nested deeper than this are not listed apart. */
const DEEPEST = 64;

/** Layers by name scope alone: each scope of the model a layer, its class guessed from its ops; scopes that do not tell show the scopes in them. */
export function scopeLayers(view: GraphView): { drafts: LayerDraft[]; rootScope: string } {
  const root = rootScope(view);
  const lister = new ScopeLister(view);
  return { drafts: lister.list(root, 0), rootScope: root.path };
}

/** The scope that holds everything: walks down while all that computes lies in one scope. */
function rootScope(view: GraphView): Scope {
  let root = view.tree.root;
  for (;;) {
    const inner = innerScopes(root);
    const [only] = inner;
    if (only === undefined || inner.length > 1 || innerScopes(only).length === 0 || root.nodes.some((node) => !PLAIN.has(node.op))) return root;
    root = only;
  }
}

const PLAIN: ReadonlySet<string> = new Set(['Const', 'Identity', 'Placeholder', 'PlaceholderWithDefault', 'VarHandleOp', 'NoOp', 'Cast', 'HashTableV2', 'ReadVariableOp', 'VariableV2']);

function innerScopes(scope: Scope): Scope[] {
  return [...scope.children.values()].filter((child) => !child.isOpScope);
}

class ScopeLister {
  constructor(private readonly view: GraphView) {}

  list(parent: Scope, depth: number): LayerDraft[] {
    const { tree, flow } = this.view;
    const groups = innerScopes(parent).map((scope) => ({ scope, nodes: tree.nodesOf(scope) })).filter(({ nodes }) => nodes.some(({ id }) => flow.isParameter[id] !== 1));
    const firstRun = ({ nodes }: (typeof groups)[number]): number => nodes.find(({ id }) => flow.isParameter[id] !== 1)?.id ?? 0;
    return groups.sort((a, b) => firstRun(a) - firstRun(b)).map(({ scope, nodes }, index) => {
      const type = inferType(nodes);
      return {
        index, name: scope.label, objectPath: undefined, type, typeSource: type === 'Scope' ? 'scope' : 'inferred', scopes: [scope.prefix], nodes,
        outputs: pickOutputs(flow.leaving(nodes), { count: undefined, takes: () => undefined }),
        inputs: flow.entering(nodes), activation: undefined, passThrough: false, variables: this.view.variablesIn(nodes),
        children: type === 'Scope' && depth < DEEPEST ? this.list(scope, depth + 1) : [],
      };
    });
  }
}
