import { decodeText, isText, WireReader } from '../proto/wireReader.ts';
import { LazyNode } from './lazyNode.ts';

/** Numbers kept of a node. */
const FIELDS = 7;
const START = 0;
const END = 1;
const NAME = 2;
const NAME_END = 3;
const OP = 4;
/** number of its first input among all inputs, and behind its last */
const INPUTS = 5;
const INPUTS_END = 6;

/** A run of nodes in the columns of their file: a graph's, or a function's. */
export interface NodeRange {
  readonly columns: NodeColumns;
  readonly first: number;
  readonly count: number;
}

/**
 * The nodes of a file as columns of numbers: where each stands, and where its name and inputs do. Files have hundreds of thousands of
 * nodes, few of which are ever looked at: names and records are made when asked for. node_def.proto.
 */
export class NodeColumns {
  count = 0;
  #nodes = new Int32Array(FIELDS * 256);
  #inputs = new Int32Array(2 * 512);
  #inputCount = 0;
  readonly #reader: WireReader;
  readonly #names: (string | undefined)[] = [];
  readonly #records: (LazyNode | undefined)[] = [];
  readonly #ops = new Map<string, number>();
  readonly #recent = new Uint32Array(1024);
  /** op by its number */
  readonly ops: string[] = [];

  constructor(readonly bytes: Uint8Array) {
    this.#reader = new WireReader(bytes);
  }

  /** Takes up a `NodeDef`. */
  add(start: number, end: number): void {
    const at = this.#room();
    const reader = this.#reader;
    const firstInput = this.#inputCount;
    let name = start;
    let nameEnd = start;
    let op = -1;
    reader.enter(start, end);
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          name = reader.delimited();
          nameEnd = reader.position;
          break;
        case 2:
          op = this.#opAt(reader.delimited(), reader.position);
          break;
        case 3:
          this.#addInput(reader.delimited(), reader.position);
          break;
        default:
          reader.skip();
      }
    }
    const nodes = this.#nodes;
    nodes[at + START] = start;
    nodes[at + END] = end;
    nodes[at + NAME] = name;
    nodes[at + NAME_END] = nameEnd;
    nodes[at + OP] = op < 0 ? this.#opNumber('') : op;
    nodes[at + INPUTS] = firstInput;
    nodes[at + INPUTS_END] = this.#inputCount;
    // arrays without holes are written to several times faster
    this.#names.push(undefined);
    this.#records.push(undefined);
    this.count++;
  }

  start(index: number): number {
    return this.#nodes[index * FIELDS + START] ?? 0;
  }

  end(index: number): number {
    return this.#nodes[index * FIELDS + END] ?? 0;
  }

  /** Where the name begins and ends. */
  nameStart(index: number): number {
    return this.#nodes[index * FIELDS + NAME] ?? 0;
  }

  nameEnd(index: number): number {
    return this.#nodes[index * FIELDS + NAME_END] ?? 0;
  }

  /** Number of the op in `ops`. */
  opNumber(index: number): number {
    return this.#nodes[index * FIELDS + OP] ?? 0;
  }

  op(index: number): string {
    return this.ops[this.opNumber(index)] ?? '';
  }

  /** Number of the first input among all of the file, and the one behind the last. */
  inputs(index: number): number {
    return this.#nodes[index * FIELDS + INPUTS] ?? 0;
  }

  inputsEnd(index: number): number {
    return this.#nodes[index * FIELDS + INPUTS_END] ?? 0;
  }

  /** Where the text of an input begins and ends. */
  inputStart(input: number): number {
    return this.#inputs[2 * input] ?? 0;
  }

  inputEnd(input: number): number {
    return this.#inputs[2 * input + 1] ?? 0;
  }

  name(index: number): string {
    return (this.#names[index] ??= decodeText(this.bytes, this.nameStart(index), this.nameEnd(index)));
  }

  input(input: number): string {
    return decodeText(this.bytes, this.inputStart(input), this.inputEnd(input));
  }

  record(index: number): LazyNode {
    return (this.#records[index] ??= new LazyNode(this, index));
  }

  records({ first, count }: NodeRange): LazyNode[] {
    const records: LazyNode[] = [];
    for (let index = first; index < first + count; index++) records.push(this.record(index));
    return records;
  }

  /** Ops repeat thousands of times: mostly it is the one met last whose name has this length and these ends. */
  #opAt(start: number, end: number): number {
    const slot = ((end - start) * 31 + (this.bytes[start] ?? 0) * 7 + (this.bytes[end - 1] ?? 0)) & (this.#recent.length - 1);
    const recent = this.#recent[slot] ?? 0;
    const known = this.ops[recent];
    if (known !== undefined && isText(known, this.bytes, start, end)) return recent;
    return (this.#recent[slot] = this.#opNumber(decodeText(this.bytes, start, end)));
  }

  #opNumber(op: string): number {
    let number = this.#ops.get(op);
    if (number === undefined) this.#ops.set(op, (number = this.ops.push(op) - 1));
    return number;
  }

  #addInput(start: number, end: number): void {
    if (2 * this.#inputCount >= this.#inputs.length) this.#inputs = grown(this.#inputs);
    this.#inputs[2 * this.#inputCount] = start;
    this.#inputs[2 * this.#inputCount + 1] = end;
    this.#inputCount++;
  }

  #room(): number {
    const at = this.count * FIELDS;
    if (at >= this.#nodes.length) this.#nodes = grown(this.#nodes);
    return at;
  }
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * column.length);
  larger.set(column);
  return larger;
}
