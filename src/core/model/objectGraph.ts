import { StructuredValueSchema } from '../proto/messages.ts';
import { DELIMITED, WireReader } from '../proto/wireReader.ts';
import { decodePart, readPart } from './decodePart.ts';
import { readEntry } from './mapEntry.ts';
import { ObjectPaths } from './objectPaths.ts';
import { LazySavedObject } from './savedObject.ts';
import { flattenStructure } from './structure.ts';
import type { ConcreteFunctionInfo, ObjectGraph, SavedObject, StructuredTensor } from './types.ts';

/** A `SavedConcreteFunction`: its captures, and its arguments and results, are each read when somebody asks. */
class LazyConcreteFunction implements ConcreteFunctionInfo {
  #boundInputs: readonly number[] | undefined;
  #inputs: readonly StructuredTensor[] | undefined;
  #outputs: readonly StructuredTensor[] | undefined;

  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array,
  ) {}

  get title(): string {
    return `the function “${this.name}”`;
  }

  get boundInputs(): readonly number[] {
    return (this.#boundInputs ??= this.#read<number[]>(2, [], readNumbers));
  }

  get inputs(): readonly StructuredTensor[] {
    return (this.#inputs ??= this.#structure(3, 'arguments'));
  }

  get outputs(): readonly StructuredTensor[] {
    return (this.#outputs ??= this.#structure(4, 'results'));
  }

  #structure(field: number, what: string): readonly StructuredTensor[] {
    const decode = (reader: WireReader): StructuredTensor[] =>
      flattenStructure(decodePart(StructuredValueSchema, reader.view(), `the ${what} of “${this.name}”`));
    return this.#read<readonly StructuredTensor[]>(field, [], decode);
  }

  /** What the occurrences of one field make of `start`, one after the other. */
  #read<T>(field: number, start: T, add: (reader: WireReader, before: T) => T): T {
    return readPart(this, () => {
      const reader = new WireReader(this.bytes);
      let value = start;
      while (reader.next()) {
        if (reader.field === field) value = add(reader, value);
        else reader.skip();
      }
      return value;
    });
  }
}

/** Repeated numbers, packed or one by one, behind those read before. */
function readNumbers(reader: WireReader, numbers: number[]): number[] {
  if (reader.wire !== DELIMITED) {
    numbers.push(reader.uint32());
    return numbers;
  }
  const start = reader.delimited();
  const packed = new WireReader(reader.bytes, start, reader.position);
  while (packed.position < packed.end) numbers.push(packed.uint32());
  return numbers;
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
