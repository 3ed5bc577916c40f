import { LensError } from '../errors.ts';
import type { LazyNode } from '../model/lazyNode.ts';
import type { NodeColumns, NodeRange } from '../model/nodeColumns.ts';
import type { FunctionRecord, GraphRecord, NameSpan } from '../model/types.ts';
import { BodyNames, HASH_FACTOR, HASH_START, NOWHERE } from './bodyNames.ts';
import { OutputOffsets } from './outputOffsets.ts';
import type { OpLookup } from './opLookup.ts';

/**
 * Where a value comes from inside a body, as one number (graphs have hundreds of thousands of them):
 * output 0 of the node at position p is p, its output k is p + k × 2³¹, argument i is -1 - i. NaN: from nowhere.
 */
export type Source = number;

const OUTPUT_UNIT = 2 ** 31;

/** Position of the source's node; meaningless for an argument. */
export function positionOf(source: Source): number {
  return source < OUTPUT_UNIT ? source : source % OUTPUT_UNIT;
}

/** Which output of its node a source is. */
export function outputOf(source: Source): number {
  return source < OUTPUT_UNIT ? 0 : Math.floor(source / OUTPUT_UNIT);
}

const COLON = 58;
const CARET = 94;
const encoder = new TextEncoder();

/** Advice for graphs that contradict themselves. */
export const DAMAGED = 'The file is damaged or was written by a faulty tool.';

/** Nodes and what their inputs are: the main graph or one function, whoever calls it. Inputs are resolved without making a text, each once. */
export abstract class Body {
  readonly columns: NodeColumns;
  readonly first: number;
  readonly count: number;
  /** for messages: `the graph`, `function "f"` */
  abstract readonly title: string;
  /** false when a node whose inputs were asked for refers to something further down: then file order is not execution order */
  isSorted = true;
  readonly #names: BodyNames;
  readonly #firstInput: number;
  /** source of each input; NaN until somebody asks: half of a main graph's are for saving and restoring */
  readonly #sources: Float64Array;

  constructor({ columns, first, count }: NodeRange, args: readonly NameSpan[]) {
    this.columns = columns;
    this.first = first;
    this.count = count;
    this.#names = new BodyNames({ columns, first, count }, args);
    this.#firstInput = count === 0 ? 0 : columns.inputs(first);
    this.#sources = new Float64Array(count === 0 ? 0 : columns.inputsEnd(first + count - 1) - this.#firstInput).fill(NaN);
  }

  record(position: number): LazyNode {
    return this.columns.record(this.first + position);
  }

  name(position: number): string {
    return this.columns.name(this.first + position);
  }

  op(position: number): string {
    return this.columns.op(this.first + position);
  }

  /** Number of the first input of a node, and the one behind the last: `isControl`, `source` take such numbers. */
  inputs(position: number): number {
    return this.columns.inputs(this.first + position);
  }

  inputsEnd(position: number): number {
    return this.columns.inputsEnd(this.first + position);
  }

  /** True for `^node`. */
  isControl(input: number): boolean {
    return this.columns.bytes[this.columns.inputStart(input)] === CARET;
  }

  /** What an input of the node at `position` is; refuses what does not exist. */
  source(input: number, position: number): Source {
    const known = this.#sources[input - this.#firstInput] ?? NaN;
    if (!Number.isNaN(known)) return known;
    const { bytes } = this.columns;
    const start = this.columns.inputStart(input);
    const source = this.#resolve(bytes, bytes[start] === CARET ? start + 1 : start, this.columns.inputEnd(input));
    if (Number.isNaN(source)) throw this.#dangling(this.columns.input(input).replace(/^\^/, ''), this.name(position));
    if (source >= position && positionOf(source) >= position) this.isSorted = false;
    this.#sources[input - this.#firstInput] = source;
    return source;
  }

  /** Source of data input `index`, undefined when the node has fewer. */
  data(position: number, index: number): Source | undefined {
    const input = this.inputs(position) + index;
    return input >= this.inputsEnd(position) || this.isControl(input) ? undefined : this.source(input, position);
  }

  /** Positions (below 0: arguments) of the control inputs. */
  controls(position: number): readonly number[] {
    const controls: number[] = [];
    for (let input = this.inputs(position); input < this.inputsEnd(position); input++) {
      if (this.isControl(input)) controls.push(positionOf(this.source(input, position)));
    }
    return controls;
  }

  /** The source that a text (without `^`) means, or undefined when there is no such node. */
  find(text: string): Source | undefined {
    const bytes = encoder.encode(text);
    const source = this.#resolve(bytes, 0, bytes.length);
    return Number.isNaN(source) ? undefined : source;
  }

  /** As `find`, refusing what does not exist; `owner` is named in the message. */
  require(text: string, owner: string): Source {
    const source = this.find(text);
    if (source === undefined) throw this.#dangling(text, owner);
    return source;
  }

  /** The output that the rest of an input's text, behind `node:`, means; undefined when the node has none such. */
  protected abstract output(position: number, bytes: Uint8Array, start: number, end: number): number | undefined;

  /** Inputs are `node`, `argument`, and with what `output` understands behind a colon. */
  #resolve(bytes: Uint8Array, start: number, end: number): Source {
    let hash = HASH_START;
    let colon = start;
    for (; colon < end; colon++) {
      const byte = bytes[colon] ?? 0;
      if (byte === COLON) break;
      hash = Math.imul(hash ^ byte, HASH_FACTOR);
    }
    const position = this.#names.find(bytes, start, colon, hash);
    if (position === NOWHERE) return NaN;
    if (position < 0 || colon === end) return position;
    const output = this.output(position, bytes, colon + 1, end);
    return output === undefined ? NaN : position + output * OUTPUT_UNIT;
  }

  #dangling(text: string, owner: string): LensError {
    return new LensError('bad-graph', `"${owner}" in ${this.title} refers to "${text}", which does not exist there.`, DAMAGED);
  }
}

/** The main graph: inputs are `node`, `node:k`. */
export class GraphBody extends Body {
  readonly title = 'the graph';

  constructor({ range }: GraphRecord) {
    super(range, []);
  }

  protected output(_position: number, bytes: Uint8Array, start: number, end: number): number | undefined {
    return parseIndex(bytes, start, end);
  }
}

/** A function: inputs are `argument`, `argument:0`, `node:outputArgument`, `node:outputArgument:k`. */
export class FunctionBody extends Body {
  readonly title: string;
  readonly #offsets: OutputOffsets;
  /** values returned, in the order of the signature's outputs */
  readonly returns: readonly Source[];
  /** nodes that `^call` means */
  readonly controlReturns: readonly number[];

  constructor(
    readonly definition: FunctionRecord,
    ops: OpLookup,
  ) {
    super(definition.range, definition.signature.inputArg);
    this.title = `function "${definition.name}"`;
    this.#offsets = OutputOffsets.of(this.columns, ops);
    const { outputArg, controlOutput } = definition.signature;
    this.returns = outputArg.map(({ name }) => this.require(definition.ret.get(name) ?? '', name));
    this.controlReturns = controlOutput.map((name) => positionOf(this.require(definition.controlRet.get(name) ?? name, name)));
  }

  protected output(position: number, bytes: Uint8Array, start: number, end: number): number | undefined {
    let colon = start;
    while (colon < end && bytes[colon] !== COLON) colon++;
    const index = colon === end ? 0 : parseIndex(bytes, colon + 1, end);
    const offset = index === undefined ? undefined : this.#offsets.find(this.first + position, bytes, start, colon);
    return offset === undefined || index === undefined ? undefined : offset + index;
  }
}

/** A tensor index at the end of a name; more than six digits are no index. */
function parseIndex(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end === start || end - start > 6) return undefined;
  let index = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return undefined;
    index = index * 10 + digit;
  }
  return index;
}
