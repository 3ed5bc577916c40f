import { isAssigningOp, isRandomOp, printToFiles, reachedOps, unsafeOps } from '../../core/analysis/effectsOfOps.ts';
import { inlineNodes } from '../../core/graph/inlineNodes.ts';
import type { FlatNode } from '../../core/graph/types.ts';
import { ALL_EDGES, closure } from '../../core/instrument/closure.ts';
import type { ModelEntry } from '../model/modelEntry.ts';

/** True when a run changes variables or tables, so that the next one starts from another state. */
export function isStateful({ flat }: ModelEntry): boolean {
  return [...reachedOps(flat.nodes, flat.metaGraph.graph.functions)].some(isAssigningOp);
}

/** Whether a tensor's value differs from run to run: it depends on an op that draws random numbers. */
export function dependsOnRandom({ flat }: ModelEntry, node: FlatNode): boolean {
  const nodes = closure([node], ALL_EDGES);
  return [...reachedOps(nodes, flat.metaGraph.graph.functions)].some(isRandomOp);
}

/** Names of ops that can write files or call back into a host language, reachable from outputs, restore or init. */
export function unsafeOpsOf({ flat }: ModelEntry): readonly string[] {
  const { metaGraph } = flat;
  const roots = [metaGraph.saver?.restoreOp, metaGraph.initOp, ...metaGraph.collectionNodes('table_initializer')].filter(
    (name) => name !== undefined && metaGraph.graph.nodeByName.has(name.split(':')[0] ?? ''),
  );
  const initial =
    roots.length === 0
      ? []
      : inlineNodes(
          metaGraph,
          roots.flatMap((name) => name ?? []),
        ).nodes;
  const nodes = [...flat.nodes, ...initial];
  const found = new Set(unsafeOps(reachedOps(nodes, metaGraph.graph.functions)));
  if (printToFiles(nodes, metaGraph.graph.functions)) found.add('PrintV2');
  return [...found].sort();
}
