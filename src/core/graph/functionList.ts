import type { ConcreteFunctionInfo, MetaGraph, ObjectGraph, StructuredTensor } from '../model/types.ts';

/** A concrete function that the object graph knows and no signature names. */
export interface FunctionEntry {
  /** `encoder/call`; `encoder/call#1` for the second of several concrete functions */
  readonly path: string;
  /** name in the library */
  readonly name: string;
  /** flattened arguments, captures left out */
  readonly inputs: readonly StructuredTensor[];
  readonly outputs: readonly StructuredTensor[];
  /** ids of the objects whose tensors follow the arguments */
  readonly captures: readonly number[];
}

/** All functions reachable from the root object, each by its shortest path, in the order they are met. */
export function listFunctions(metaGraph: MetaGraph): readonly FunctionEntry[] {
  const { objectGraph } = metaGraph;
  if (objectGraph === undefined) return [];
  const entries: FunctionEntry[] = [];
  const listed = new Set<string>();
  for (const { path, id } of functionObjects(metaGraph, objectGraph)) {
    const names = objectGraph.objects[id]?.concreteFunctions ?? [];
    names.forEach((name, index) => {
      const info = objectGraph.concreteFunctions.get(name);
      if (info === undefined || listed.has(name) || !metaGraph.graph.functions.has(name)) return;
      listed.add(name);
      entries.push(entryOf(index === 0 ? path : `${path}#${index}`, info));
    });
  }
  return entries;
}

function entryOf(path: string, info: ConcreteFunctionInfo): FunctionEntry {
  return { path, name: info.name, inputs: info.inputs, outputs: info.outputs, captures: info.boundInputs };
}

/** Breadth first, so that the first path to an object is a shortest one. The functions of signatures are left out. */
function functionObjects(metaGraph: MetaGraph, graph: ObjectGraph): readonly { path: string; id: number }[] {
  const found: { path: string; id: number }[] = [];
  const seen = new Set([0]);
  const pending: { path: string; id: number }[] = [{ path: '', id: 0 }];
  for (let next = 0; next < pending.length; next++) {
    const at = pending[next];
    const object = at === undefined ? undefined : graph.objects[at.id];
    if (at === undefined || object === undefined) continue;
    if (object.kind === 'function' || object.kind === 'bareFunction') found.push(at);
    object.children.forEach((id, name) => {
      const path = at.path === '' ? name : `${at.path}/${name}`;
      if (seen.has(id) || (at.path === 'signatures' && metaGraph.signatures.has(name))) return;
      seen.add(id);
      pending.push({ path, id });
    });
  }
  return found;
}
