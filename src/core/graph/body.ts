import { LensError } from '../errors.ts';
import type { FunctionRecord, GraphRecord, NodeRecord } from '../model/types.ts';
import { plainAttr, type OpArg, type OpInfo } from './opInfo.ts';
import type { OpLookup } from './opLookup.ts';

/**
 * Where a value comes from inside a body, as one number (graphs have hundreds of thousands of them):
 * output 0 of the node at position p is p, its output k is p + k × 2³¹, argument i is -1 - i.
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

const CARET = 94;

/** True for `^node`. */
export function isControl(input: string): boolean {
  return input.charCodeAt(0) === CARET;
}

/** Nodes and how their inputs are named: the main graph or one function, whoever calls it. */
export abstract class Body {
  constructor(readonly nodes: readonly NodeRecord[]) {}

  /** For messages: `the graph`, `function "f"`. */
  abstract readonly title: string;

  /**
   * The source that an input string (without `^`) means, or undefined when there is no such node.
   * `near` is the position of the node that refers to it, where known: most inputs stand just before it.
   */
  abstract source(text: string, near?: number): Source | undefined;

  node(position: number): NodeRecord {
    const node = this.nodes[position];
    if (node === undefined) throw new LensError('internal', `Position ${position} is outside ${this.title}.`);
    return node;
  }

  /** As `source`, refusing what does not exist; `owner` is named in the message. */
  require(text: string, owner: string, near?: number): Source {
    const source = this.source(text, near);
    if (source !== undefined) return source;
    throw new LensError('bad-graph', `"${owner}" in ${this.title} refers to "${text}", which does not exist there.`, DAMAGED);
  }

  /** Source of data input `index`, undefined when the node has fewer. */
  data(node: NodeRecord, index: number): Source | undefined {
    const input = node.inputs[index];
    return input === undefined || isControl(input) ? undefined : this.require(input, node.name);
  }

  /** Positions (below 0: arguments) of the control inputs. */
  controls(node: NodeRecord): readonly number[] {
    const controls: number[] = [];
    for (const input of node.inputs) if (isControl(input)) controls.push(positionOf(this.require(input.slice(1), node.name)));
    return controls;
  }
}

/** Advice for graphs that contradict themselves. */
export const DAMAGED = 'The file is damaged or was written by a faulty tool.';

/** The main graph: inputs are `node`, `node:k`. */
export class GraphBody extends Body {
  readonly title = 'the graph';
  readonly #positions: ReadonlyMap<string, number>;

  constructor(graph: GraphRecord) {
    super(graph.nodes);
    this.#positions = positionsOf(graph.nodes);
  }

  source(text: string): Source | undefined {
    const colon = text.lastIndexOf(':');
    if (colon < 0) return this.#positions.get(text);
    const position = this.#positions.get(text.slice(0, colon));
    const output = parseIndex(text, colon + 1);
    return position === undefined || output === undefined ? undefined : position + output * OUTPUT_UNIT;
  }
}

/** A function: inputs are `argument`, `argument:0`, `node:outputArgument`, `node:outputArgument:k`. */
export class FunctionBody extends Body {
  readonly title: string;
  readonly #positions: Map<string, number>;
  readonly #ops: OpLookup;
  /** values returned, in the order of the signature's outputs */
  readonly returns: readonly Source[];
  /** nodes that `^call` means */
  readonly controlReturns: readonly number[];

  constructor(readonly record: FunctionRecord, ops: OpLookup) {
    super(record.nodes);
    this.title = `function "${record.name}"`;
    this.#ops = ops;
    this.#positions = positionsOf(record.nodes);
    const { inputArg, outputArg, controlOutput } = record.signature;
    inputArg.forEach(({ name }, index) => this.#positions.set(name, -1 - index));
    this.returns = outputArg.map(({ name }) => this.require(record.ret.get(name) ?? '', name));
    this.controlReturns = controlOutput.map((name) => positionOf(this.require(record.controlRet.get(name) ?? name, name)));
  }

  source(text: string, near = 0): Source | undefined {
    const colon = text.indexOf(':');
    const position = colon < 0 ? this.#positions.get(text) : (this.#justBefore(text, colon, near) ?? this.#positions.get(text.slice(0, colon)));
    if (position === undefined || colon < 0 || position < 0) return position;
    const next = text.indexOf(':', colon + 1);
    const index = next < 0 ? 0 : parseIndex(text, next + 1);
    if (index === undefined) return undefined;
    const offset = this.#outputOffset(this.node(position), text, colon + 1, next < 0 ? text.length : next);
    return offset === undefined ? undefined : position + (offset + index) * OUTPUT_UNIT;
  }

  /** Spares cutting the name out of the text and looking it up. */
  #justBefore(text: string, length: number, near: number): number | undefined {
    for (let position = near - 1; position >= 0 && position >= near - 4; position--) {
      const name = this.nodes[position]?.name;
      if (name?.length === length && text.startsWith(name)) return position;
    }
    return undefined;
  }

  /** Flat index of the first tensor of the output argument named in `text`. An unknown op is taken to have one output. */
  #outputOffset(node: NodeRecord, text: string, start: number, end: number): number | undefined {
    const op = this.#ops.get(node.op);
    if (op === undefined) return 0;
    let offset = 0;
    for (const output of op.outputs) {
      if (output.name.length === end - start && text.startsWith(output.name, start)) return offset;
      offset += tensorCount(node, output, op);
    }
    return undefined;
  }
}

/** An attribute that equals its default is left out of most files. */
function tensorCount(node: NodeRecord, arg: OpArg, op: OpInfo): number {
  const name = arg.numberAttr === '' ? arg.typeListAttr : arg.numberAttr;
  if (name === '') return 1;
  const attr = node.attr(name);
  const value = (attr === undefined ? undefined : plainAttr(attr)) ?? op.attrs.get(name)?.default;
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.length : 1;
}

function positionsOf(nodes: readonly NodeRecord[]): Map<string, number> {
  const positions = new Map<string, number>();
  let position = 0;
  for (const { name } of nodes) positions.set(name, position++);
  return positions;
}

/** A tensor index at the end of a name; more than six digits are no index. */
function parseIndex(text: string, start: number): number | undefined {
  if (text.length === start + 1 && text.charCodeAt(start) === 48) return 0;
  const digits = text.slice(start);
  return /^\d{1,6}$/.test(digits) ? Number(digits) : undefined;
}
