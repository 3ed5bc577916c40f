import { WireReader } from '../proto/wireReader.ts';
import { functionName, LazyFunction } from './lazyFunction.ts';
import { LazyNode } from './lazyNode.ts';
import type { FunctionRecord, GraphRecord, NodeRecord } from './types.ts';

function readLibrary(bytes: Uint8Array, start: number, end: number, into: Map<string, FunctionRecord>): void {
  const reader = new WireReader(bytes, start, end);
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const from = reader.delimited();
    const name = functionName(bytes, from, reader.position);
    into.set(name, new LazyFunction(name, bytes.subarray(from, reader.position)));
  }
}

/** A `GraphDef`: main-graph nodes at once, functions by name only. graph.proto. */
export function readGraph(bytes: Uint8Array): GraphRecord {
  const reader = new WireReader(bytes);
  const nodes: NodeRecord[] = [];
  const functions = new Map<string, FunctionRecord>();
  let producer = 0;
  let minConsumer = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1: nodes.push(new LazyNode(bytes, reader.delimited(), reader.position)); break;
      case 2: readLibrary(bytes, reader.delimited(), reader.position, functions); break;
      case 4: {
        const from = reader.delimited();
        const versions = new WireReader(bytes, from, reader.position);
        while (versions.next()) {
          if (versions.field === 1) producer = versions.uint32();
          else if (versions.field === 2) minConsumer = versions.uint32();
          else versions.skip();
        }
        break;
      }
      default: reader.skip();
    }
  }
  return { nodes, nodeByName: new Map(nodes.map((node) => [node.name, node])), functions, producer, minConsumer };
}
