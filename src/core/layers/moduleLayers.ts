import type { FlatNode } from '../graph/types.ts';
import type { LayerDraft } from './buildTree.ts';
import type { GraphView } from './graphView.ts';
import { inferType } from './inferType.ts';
import { pickOutputs } from './pickOutputs.ts';
import { isUsersOwn } from './variableUse.ts';
import { WeightRegions } from './weightRegion.ts';

/** More modules than this are not listed: a made-up object graph may claim any number. */
const MOST_MODULES = 10_000;

interface Module {
  readonly id: number;
  readonly path: string;
  readonly variables: readonly number[];
}

/**
 * Objects of the object graph that own variables read here (tf.Module and the like), as layers named by their attributes:
 * the nodes are those between the readings of an object's variables, the output what leaves them. `isListed` tells the paths of
 * objects that are layers already.
 */
export function moduleLayers(view: GraphView, isListed: (path: string) => boolean): LayerDraft[] {
  const modules = readModules(view).filter(({ path }) => !isListed(path));
  if (modules.length === 0) return [];
  const regions = new WeightRegions(view);
  const drafts = new Map<string, LayerDraft & { children: LayerDraft[] }>();
  const top: LayerDraft[] = [];
  for (const { id, path, variables } of modules) {
    const nodes = regions.nodesOf(variables);
    if (nodes.length === 0) continue;
    const parent = parentOf(path, drafts);
    const siblings = parent?.children ?? top;
    const draft = moduleDraft(view, nodes, { id, path, variables }, parent?.objectPath);
    drafts.set(path, draft);
    siblings.push(draft);
  }
  return inOrder(top);
}

function moduleDraft(
  view: GraphView,
  nodes: readonly FlatNode[],
  { id, path }: Module,
  parent: string | undefined,
): LayerDraft & { children: LayerDraft[] } {
  const outputs = pickOutputs(view.flow.leaving(nodes), { count: undefined, takes: () => undefined });
  const type = inferType(nodes, outputs);
  return {
    index: 0,
    name: parent === undefined ? path : path.slice(parent.length + (path[parent.length] === '.' ? 1 : 0)),
    objectPath: path,
    type: type ?? 'Module',
    typeSource: type === undefined ? 'scope' : 'inferred',
    scopes: [],
    nodes,
    outputs,
    inputs: view.flow.entering(nodes),
    activation: undefined,
    passThrough: false,
    variables: view.variablesOf(id),
    children: [],
  };
}

/** Nearest enclosing module that was listed: `encoder` of `encoder.blocks[0]`. */
function parentOf<T>(path: string, drafts: ReadonlyMap<string, T>): T | undefined {
  for (let end = path.length - 1; end > 0; end--) {
    const char = path[end];
    const parent = char === '.' || char === '[' ? drafts.get(path.slice(0, end)) : undefined;
    if (parent !== undefined) return parent;
  }
  return undefined;
}

function inOrder(drafts: readonly LayerDraft[]): LayerDraft[] {
  return [...drafts].sort(byFirstNode).map((draft, index) => ({ ...draft, index, children: inOrder(draft.children) }));
}

/** Compares layers by where they begin; those without nodes come last. */
export function byFirstNode(a: LayerDraft, b: LayerDraft): number {
  return (a.nodes[0]?.id ?? Number.MAX_SAFE_INTEGER) - (b.nodes[0]?.id ?? Number.MAX_SAFE_INTEGER);
}

/** Objects with variables of their own or below, outermost first. */
function readModules({ flat, uses }: GraphView): Module[] {
  const graph = flat.metaGraph.objectGraph;
  const modules: Module[] = [];
  for (const object of graph?.objects ?? []) {
    const { id } = object;
    const path = graph?.pathOf(id);
    if (!isUsersOwn(object, path) || modules.length >= MOST_MODULES) continue;
    const variables = uses.ownedBy(id).filter((variable) => uses.readersOf(variable).length > 0);
    if (variables.length > 0) modules.push({ id, path, variables });
  }
  return modules.sort((a, b) => a.path.length - b.path.length);
}
