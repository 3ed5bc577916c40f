import { StructuredValueSchema } from '../proto/messages.ts';
import { DELIMITED, WireReader } from '../proto/wireReader.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { decodePart, readPart } from './decodePart.ts';
import { readEntry } from './mapEntry.ts';
import { readShape } from './shapeOf.ts';
import { flattenStructure } from './structure.ts';
import type { ConcreteFunctionInfo, ObjectGraph, SavedObject, SavedObjectKind, StructuredTensor } from './types.ts';

const NO_NAMES: readonly string[] = [];
const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Field number of `SavedObject.kind` → what kind it is. saved_object_graph.proto. */
const KINDS: ReadonlyMap<number, SavedObjectKind> = new Map([
  [4, 'user'], [5, 'asset'], [6, 'function'], [7, 'variable'], [8, 'bareFunction'], [9, 'constant'], [10, 'resource'], [12, 'capturedTensor'],
]);

/** The text fields `number` of a message, in order. */
function textFields(bytes: Uint8Array, number: number): string[] {
  const reader = new WireReader(bytes);
  const texts: string[] = [];
  while (reader.next()) {
    if (reader.field === number) texts.push(reader.text());
    else reader.skip();
  }
  return texts;
}

function readVariable(bytes: Uint8Array): NonNullable<SavedObject['variable']> {
  const reader = new WireReader(bytes);
  let [dtype, trainable, name] = [0, false, ''];
  let shape: readonly number[] | undefined = undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1: dtype = reader.uint32(); break;
      case 2: shape = readShape(reader.view()); break;
      case 3: trainable = reader.uint32() !== 0; break;
      case 6: name = reader.text(); break;
      default: reader.skip();
    }
  }
  return { name, dtype: dtypeOf(dtype), shape, trainable };
}

function readReference(bytes: Uint8Array, start: number, end: number, into: Map<string, number>): void {
  const reader = new WireReader(bytes, start, end);
  let [id, name] = [0, ''];
  while (reader.next()) {
    if (reader.field === 1) id = reader.uint32();
    else if (reader.field === 2) name = reader.text();
    else reader.skip();
  }
  into.set(name, id);
}

/** Read by hand: Python objects are many, and decoding them by reflection costs more than the rest of a model's structure. */
function readObject(bytes: Uint8Array, start: number, end: number, id: number): SavedObject {
  const reader = new WireReader(bytes, start, end);
  const children = new Map<string, number>();
  let kind: SavedObjectKind = 'other';
  let value = NO_BYTES;
  while (reader.next()) {
    const found = KINDS.get(reader.field);
    if (reader.field === 1) readReference(bytes, reader.delimited(), reader.position, children);
    else if (found !== undefined) {
      kind = found;
      value = reader.view();
    } else reader.skip();
  }
  const base = { id, kind, children, identifier: '', metadata: '', concreteFunctions: NO_NAMES };
  switch (kind) {
    case 'user': return { ...base, identifier: textFields(value, 1)[0] ?? '', metadata: textFields(value, 3)[0] ?? '' };
    case 'asset': return { ...base, assetIndex: firstNumber(value) };
    case 'function': case 'bareFunction': return { ...base, concreteFunctions: textFields(value, 1) };
    case 'constant': return { ...base, constantNode: textFields(value, 1)[0] ?? '' };
    case 'variable': return { ...base, variable: readVariable(value) };
    default: return base;
  }
}

function firstNumber(bytes: Uint8Array): number {
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) return reader.uint32();
    reader.skip();
  }
  return 0;
}

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

/** List items are children named by their number. data_structures.py. */
function step(path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** How the breadth-first walk came to an object. */
interface Arrival {
  readonly from: number;
  readonly name: string;
}

/** For every object the last step of its shortest path from the root, breadth first; among equals the first in file order. */
function arrivals(objects: readonly SavedObject[]): readonly (Arrival | undefined)[] {
  const found = new Array<Arrival | undefined>(objects.length);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const from = queue[head] ?? 0;
    for (const [name, child] of objects[from]?.children ?? []) {
      if (child === 0 || child >= objects.length || found[child] !== undefined) continue;
      found[child] = { from, name };
      queue.push(child);
    }
  }
  return found;
}

/** Paths from the root, made when asked for: few of thousands of objects are. */
class ObjectPaths {
  #arrivals: readonly (Arrival | undefined)[] | undefined;
  readonly #paths = new Map<number, string>();

  constructor(private readonly objects: readonly SavedObject[]) {
    if (objects.length > 0) this.#paths.set(0, '');
  }

  of(id: number): string | undefined {
    this.#arrivals ??= arrivals(this.objects);
    const trail: { id: number; name: string }[] = [];
    let path = this.#paths.get(id);
    for (let at = id; path === undefined; path = this.#paths.get(at)) {
      const arrival = this.#arrivals[at];
      if (arrival === undefined) return undefined;
      trail.push({ id: at, name: arrival.name });
      at = arrival.from;
    }
    for (const next of trail.reverse()) this.#paths.set(next.id, (path = step(path, next.name)));
    return path;
  }
}

/** The objects that Python had when it saved: variables, functions, layers, by attribute. saved_object_graph.proto. */
export function readObjectGraph(bytes: Uint8Array): ObjectGraph {
  const objects: SavedObject[] = [];
  const concreteFunctions = new Map<string, ConcreteFunctionInfo>();
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) objects.push(readObject(bytes, reader.delimited(), reader.position, objects.length));
    else if (reader.field === 2) {
      const [name, value] = readEntry(reader.view());
      concreteFunctions.set(name, new LazyConcreteFunction(name, value));
    } else reader.skip();
  }
  const paths = new ObjectPaths(objects);
  return { objects, concreteFunctions, pathOf: (id) => paths.of(id) };
}
