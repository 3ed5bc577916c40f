import type { FlatGraph, FlatNode, InfeasibleReason } from '../graph/types.ts';
import { closure } from './closure.ts';
import { changesResource, isResourceRoot, resourceKey, resourceRoot } from './resources.ts';
import { inputsBesidePrefix, readsCheckpoint, restoredKey } from './restoreNodes.ts';

/** A node of the restore or init graph that sets a resource: assignment, table import, table initialiser. */
export interface Effect {
  readonly node: FlatNode;
  /** keys (see `resourceKey`) of what it is given */
  readonly targets: readonly string[];
  /** what runs for it, the checkpoint's file name left out */
  readonly closure: ReadonlySet<FlatNode>;
  /** keys of all resources in the closure */
  readonly resources: readonly string[];
  /** why it cannot run */
  readonly problem: InfeasibleReason | undefined;
}

/** What can be relied on when an effect runs. */
export interface EffectContext {
  /** undefined when the op has a kernel in the library in use */
  readonly opProblem: (node: FlatNode) => InfeasibleReason | undefined;
  /** undefined when the checkpoint holds this entry undamaged */
  readonly keyProblem: (key: string) => InfeasibleReason | undefined;
  /** nodes of the assets whose file is there: the loader feeds them */
  readonly assets: ReadonlySet<string>;
}

/** Everything in a restore or init graph that sets something, each with what it needs. */
export function findEffects(flat: FlatGraph, context: EffectContext): readonly Effect[] {
  return flat.nodes.filter(changesResource).map((node) => {
    const nodes = closure([node], { inputs: inputsBesidePrefix, controls: (member) => member.controls });
    return {
      node,
      targets: node.inputs.flatMap((ref) => {
        const root = resourceRoot(ref);
        return root === undefined ? [] : [resourceKey(root)];
      }),
      closure: nodes,
      resources: [...nodes].filter(isResourceRoot).map(resourceKey),
      problem: problemOf(nodes, context),
    };
  });
}

function problemOf(nodes: ReadonlySet<FlatNode>, context: EffectContext): InfeasibleReason | undefined {
  for (const node of nodes) {
    const problem = nodeProblem(node, context) ?? restoreProblem(node, context);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function nodeProblem(node: FlatNode, { assets, opProblem }: EffectContext): InfeasibleReason | undefined {
  if (node.op === 'Placeholder') return assets.has(node.name) ? undefined : 'missing-weights';
  return opProblem(node);
}

function restoreProblem(node: FlatNode, { keyProblem }: EffectContext): InfeasibleReason | undefined {
  for (const ref of node.inputs) {
    const key = readsCheckpoint(ref.node) ? restoredKey(ref) : undefined;
    const problem = key === undefined ? undefined : keyProblem(key);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
