import { WireReader } from '../proto/wireReader.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { StoredChildren, type Children } from './children.ts';
import { readPart } from './decodePart.ts';
import { readShape } from './shapeOf.ts';
import type { SavedObject, SavedObjectKind } from './types.ts';

type Variable = NonNullable<SavedObject['variable']>;

const NO_NAMES: readonly string[] = [];
const NO_CHILDREN: Children = new Map<string, number>();

/** What a `SavedObject.kind` is called here, by its field number. saved_object_graph.proto. */
function kindOf(field: number): SavedObjectKind | undefined {
  switch (field) {
    case 4:
      return 'user';
    case 5:
      return 'asset';
    case 6:
      return 'function';
    case 7:
      return 'variable';
    case 8:
      return 'bareFunction';
    case 9:
      return 'constant';
    case 10:
      return 'resource';
    case 12:
      return 'capturedTensor';
    default:
      return undefined;
  }
}

/** What an object is, and where the message of its kind stands. */
interface Content {
  readonly kind: SavedObjectKind;
  readonly from: number;
  readonly to: number;
  readonly hasChildren: boolean;
}

function readContent(reader: WireReader): Content {
  let kind: SavedObjectKind = 'other';
  let from = 0;
  let to = 0;
  let hasChildren = false;
  while (reader.next()) {
    const known = kindOf(reader.field);
    if (reader.field === 1) hasChildren = true;
    if (known === undefined) reader.skip();
    else {
      kind = known;
      from = reader.delimited();
      to = reader.position;
    }
  }
  return { kind, from, to, hasChildren };
}

/** A `SavedObject`, read when somebody asks: Python objects are many, and few of them are asked for. saved_object_graph.proto. */
export class LazySavedObject implements SavedObject {
  #content: Content | undefined;
  #children: Children | undefined;
  #variable: Variable | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    private readonly end: number,
    readonly id: number,
  ) {}

  get title(): string {
    return `object ${this.id} of the object graph`;
  }

  get kind(): SavedObjectKind {
    return this.#known().kind;
  }

  get children(): Children {
    return (this.#children ??= this.#known().hasChildren ? this.#read(() => new StoredChildren(this.#whole())) : NO_CHILDREN);
  }

  get identifier(): string {
    return this.kind === 'user' ? this.#text(1) : '';
  }

  get metadata(): string {
    return this.kind === 'user' ? this.#text(3) : '';
  }

  get variable(): Variable | undefined {
    if (this.kind !== 'variable') return undefined;
    return (this.#variable ??= this.#read(() => readVariable(this.#message())));
  }

  get concreteFunctions(): readonly string[] {
    return this.kind === 'function' || this.kind === 'bareFunction' ? this.#read(() => textFields(this.#message(), 1)) : NO_NAMES;
  }

  get assetIndex(): number | undefined {
    return this.kind === 'asset' ? this.#read(() => firstNumber(this.#message())) : undefined;
  }

  get constantNode(): string | undefined {
    return this.kind === 'constant' ? this.#text(1) : undefined;
  }

  #known(): Content {
    return (this.#content ??= this.#read(() => readContent(this.#whole())));
  }

  #whole(): WireReader {
    return new WireReader(this.bytes, this.start, this.end);
  }

  #message(): WireReader {
    const { from, to } = this.#known();
    return new WireReader(this.bytes, from, to);
  }

  #text(field: number): string {
    return this.#read(() => textFields(this.#message(), field)[0] ?? '');
  }

  #read<T>(read: () => T): T {
    return readPart(this, read);
  }
}

/** The text fields `number` of a message, in order. */
function textFields(reader: WireReader, number: number): string[] {
  const texts: string[] = [];
  while (reader.next()) {
    if (reader.field === number) texts.push(reader.text());
    else reader.skip();
  }
  return texts;
}

function firstNumber(reader: WireReader): number {
  while (reader.next()) {
    if (reader.field === 1) return reader.uint32();
    reader.skip();
  }
  return 0;
}

function readVariable(reader: WireReader): Variable {
  let dtype = 0;
  let trainable = false;
  let name = '';
  let shape: readonly number[] | undefined = undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        dtype = reader.uint32();
        break;
      case 2:
        shape = readShape(reader.view());
        break;
      case 3:
        trainable = reader.uint32() !== 0;
        break;
      case 6:
        name = reader.text();
        break;
      default:
        reader.skip();
    }
  }
  return { name, dtype: dtypeOf(dtype), shape, trainable };
}
