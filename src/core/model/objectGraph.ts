import { StructuredValueSchema } from '../proto/messages.ts';
import { DELIMITED, WireReader } from '../proto/wireReader.ts';
import { decodePart, readPart } from './decodePart.ts';
import { readEntry } from './mapEntry.ts';
import { ObjectPaths } from './objectPaths.ts';
import { LazySavedObject } from './savedObject.ts';
import { flattenStructure } from './structure.ts';
import type { ConcreteFunctionInfo, ObjectGraph, SavedObject, StructuredTensor } from './types.ts';

/** A `SavedConcreteFunction`, read when somebody asks for its arguments or captures. */
class LazyConcreteFunction implements ConcreteFunctionInfo {
  #read: { boundInputs: number[]; inputs: StructuredTensor[]; outputs: StructuredTensor[] } | undefined;

  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array,
  ) {}

  get boundInputs(): readonly number[] {
    return this.#all().boundInputs;
  }

  get inputs(): readonly StructuredTensor[] {
    return this.#all().inputs;
  }

  get outputs(): readonly StructuredTensor[] {
    return this.#all().outputs;
  }

  #all(): { boundInputs: number[]; inputs: StructuredTensor[]; outputs: StructuredTensor[] } {
    return (this.#read ??= readPart(`the function “${this.name}”`, () => {
      const reader = new WireReader(this.bytes);
      const read: { boundInputs: number[]; inputs: StructuredTensor[]; outputs: StructuredTensor[] } = { boundInputs: [], inputs: [], outputs: [] };
      while (reader.next()) {
        switch (reader.field) {
          case 2: readNumbers(reader, read.boundInputs); break;
          case 3: read.inputs = flattenStructure(decodePart(StructuredValueSchema, reader.view(), `the arguments of “${this.name}”`)); break;
          case 4: read.outputs = flattenStructure(decodePart(StructuredValueSchema, reader.view(), `the results of “${this.name}”`)); break;
          default: reader.skip();
        }
      }
      return read;
    }));
  }
}

/** Repeated numbers, packed or one by one. */
function readNumbers(reader: WireReader, into: number[]): void {
  if (reader.wire !== DELIMITED) {
    into.push(reader.uint32());
    return;
  }
  const start = reader.delimited();
  const packed = new WireReader(reader.bytes, start, reader.position);
  while (packed.position < packed.end) into.push(packed.uint32());
}

/** The objects that Python had when it saved: variables, functions, layers, by attribute. saved_object_graph.proto. */
export function readObjectGraph(bytes: Uint8Array): ObjectGraph {
  const objects: SavedObject[] = [];
  const concreteFunctions = new Map<string, ConcreteFunctionInfo>();
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) objects.push(new LazySavedObject(bytes, reader.delimited(), reader.position, objects.length));
    else if (reader.field === 2) {
      const [name, value] = readEntry(reader.view());
      concreteFunctions.set(name, new LazyConcreteFunction(name, value));
    } else reader.skip();
  }
  const paths = new ObjectPaths(objects);
  return { objects, concreteFunctions, pathOf: (id) => paths.of(id) };
}
