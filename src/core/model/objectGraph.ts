import type { SavedConcreteFunction, SavedObjectGraph, SavedObjectProto, StructuredValue } from '../proto/messages.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { shapeOf } from './shapeOf.ts';
import { flattenStructure } from './structure.ts';
import type { ConcreteFunctionInfo, ObjectGraph, SavedObject, SavedObjectKind } from './types.ts';

const KINDS: Readonly<Record<string, SavedObjectKind>> = {
  userObject: 'user', asset: 'asset', function: 'function', variable: 'variable', bareConcreteFunction: 'bareFunction', constant: 'constant',
  resource: 'resource', capturedTensor: 'capturedTensor',
};

function readObject(message: SavedObjectProto, id: number): SavedObject {
  const { kind } = message;
  const children = new Map(message.children.map((child) => [child.localName, child.nodeId]));
  const base = { id, kind: KINDS[kind.case ?? ''] ?? 'other', children, identifier: '', metadata: '', concreteFunctions: [] };
  switch (kind.case) {
    case 'userObject': return { ...base, identifier: kind.value.identifier, metadata: kind.value.metadata };
    case 'asset': return { ...base, assetIndex: kind.value.assetFileDefIndex };
    case 'function': return { ...base, concreteFunctions: kind.value.concreteFunctions };
    case 'bareConcreteFunction': return { ...base, concreteFunctions: [kind.value.concreteFunctionName] };
    case 'constant': return { ...base, constantNode: kind.value.operation };
    case 'variable': {
      const { name, dtype, shape, trainable } = kind.value;
      return { ...base, variable: { name, dtype: dtypeOf(dtype), shape: shapeOf(shape), trainable } };
    }
    default: return base;
  }
}

function readConcreteFunction(name: string, message: SavedConcreteFunction): ConcreteFunctionInfo {
  const flat = (value: StructuredValue | undefined) => (value === undefined ? [] : flattenStructure(value));
  return { name, boundInputs: message.boundInputs, inputs: flat(message.canonicalizedInputSignature), outputs: flat(message.outputSignature) };
}

/** List items are children named by their number. data_structures.py. */
function step(path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** Shortest path from the root to every object, breadth first; among equals the first in file order. */
function shortestPaths(objects: readonly SavedObject[]): ReadonlyMap<number, string> {
  const paths = new Map<number, string>(objects.length > 0 ? [[0, '']] : []);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head] ?? 0;
    const path = paths.get(id) ?? '';
    for (const [name, child] of objects[id]?.children ?? []) {
      if (paths.has(child) || objects[child] === undefined) continue;
      paths.set(child, step(path, name));
      queue.push(child);
    }
  }
  return paths;
}

/** The objects that Python had when it saved: variables, functions, layers, by attribute. saved_object_graph.proto. */
export function readObjectGraph(message: SavedObjectGraph): ObjectGraph {
  const objects = message.nodes.map(readObject);
  const concreteFunctions = new Map(Object.entries(message.concreteFunctions).map(([name, each]) => [name, readConcreteFunction(name, each)]));
  let paths: ReadonlyMap<number, string> | undefined;
  return {
    objects,
    concreteFunctions,
    pathOf: (id) => {
      paths ??= shortestPaths(objects);
      return paths.get(id);
    },
  };
}
