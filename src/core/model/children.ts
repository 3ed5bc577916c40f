import { decodeText, isText, type WireReader } from '../proto/wireReader.ts';

/** The objects that an object holds, by attribute, in file order. A map is one. */
export interface Children {
  get(name: string): number | undefined;
  /** ids alone */
  values(): Iterable<number>;
  forEach(visit: (id: number, name: string) => void): void;
}

/** Numbers kept of a child: its id, and where its name begins and ends. */
const FIELDS = 3;

/**
 * Children where they stand in the file (`TrackableObjectGraph.TrackableObject.ObjectReference`): Keras hangs dozens on every layer, of
 * which two or three are looked up, so names become texts only for those who want all. trackable_object_graph.proto.
 */
export class StoredChildren implements Children {
  readonly #spans: number[] = [];
  readonly #bytes: Uint8Array;

  /** Reads field 1 of the message that a reader stands in. */
  constructor(reader: WireReader) {
    this.#bytes = reader.bytes;
    while (reader.next()) {
      if (reader.field === 1) this.#add(reader);
      else reader.skip();
    }
  }

  #add(reader: WireReader): void {
    const outer = reader.into();
    let id = 0;
    let start = 0;
    let end = 0;
    while (reader.next()) {
      if (reader.field === 1) id = reader.uint32();
      else if (reader.field === 2) {
        start = reader.delimited();
        end = reader.position;
      } else reader.skip();
    }
    reader.leave(outer);
    this.#spans.push(id, start, end);
  }

  /** Of children with one name the last holds. */
  get(name: string): number | undefined {
    const spans = this.#spans;
    for (let at = spans.length - FIELDS; at >= 0; at -= FIELDS)
      if (isText(name, this.#bytes, spans[at + 1] ?? 0, spans[at + 2] ?? 0)) return spans[at];
    return undefined;
  }

  values(): number[] {
    const ids: number[] = [];
    for (let at = 0; at < this.#spans.length; at += FIELDS) ids.push(this.#spans[at] ?? 0);
    return ids;
  }

  forEach(visit: (id: number, name: string) => void): void {
    const spans = this.#spans;
    for (let at = 0; at < spans.length; at += FIELDS)
      visit(spans[at] ?? 0, decodeText(this.#bytes, spans[at + 1] ?? 0, spans[at + 2] ?? 0));
  }
}
