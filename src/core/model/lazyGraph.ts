import { WireReader } from '../proto/wireReader.ts';
import { functionName, LazyFunction } from './lazyFunction.ts';
import { NodeColumns, type NodeRange } from './nodeColumns.ts';
import type { FunctionRecord, GraphRecord, NodeRecord } from './types.ts';

function readLibrary(columns: NodeColumns, start: number, end: number, into: Map<string, FunctionRecord>): void {
  const reader = new WireReader(columns.bytes, start, end);
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const outer = reader.into();
    const { position: from, end: behind } = reader;
    const name = functionName(reader);
    reader.enter(behind, outer);
    into.set(name, new LazyFunction(name, columns, from, behind));
  }
}

/** A `GraphDef`. */
class LazyGraph implements GraphRecord {
  #nodes: readonly NodeRecord[] | undefined;
  #nodeByName: ReadonlyMap<string, NodeRecord> | undefined;

  constructor(
    readonly range: NodeRange,
    readonly functions: ReadonlyMap<string, FunctionRecord>,
    readonly producer: number,
    readonly minConsumer: number,
  ) {}

  get nodes(): readonly NodeRecord[] {
    return (this.#nodes ??= this.range.columns.records(this.range));
  }

  get nodeByName(): ReadonlyMap<string, NodeRecord> {
    return (this.#nodeByName ??= new Map(this.nodes.map((node) => [node.name, node])));
  }
}

/** A `GraphDef`: where the main graph's nodes stand, functions by name only. graph.proto. */
export function readGraph(bytes: Uint8Array): GraphRecord {
  const reader = new WireReader(bytes);
  const columns = new NodeColumns(bytes);
  const functions = new Map<string, FunctionRecord>();
  let producer = 0;
  let minConsumer = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        columns.add(reader.delimited(), reader.position);
        break;
      case 2:
        readLibrary(columns, reader.delimited(), reader.position, functions);
        break;
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
      default:
        reader.skip();
    }
  }
  return new LazyGraph({ columns, first: 0, count: columns.count }, functions, producer, minConsumer);
}
