import { LensError } from '../errors.ts';
import type { FunctionRecord, GraphRecord, NodeRecord } from '../model/types.ts';
import type { OpArg } from './opInfo.ts';
import type { OpLookup } from './opLookup.ts';
import { plainAttr } from './opInfo.ts';

/** Where a value comes from inside a body: node `position ≥ 0`, or argument `-1 - position`. */
export interface Source {
  readonly position: number;
  readonly output: number;
}

/** What a node of a body refers to. */
export interface Edges {
  readonly data: readonly Source[];
  /** positions, of nodes or arguments */
  readonly controls: readonly number[];
}

const NO_SOURCES: readonly Source[] = [];
const NO_CONTROLS: readonly number[] = [];

/** Nodes with their input names resolved to positions: the main graph or one function, whoever calls it. */
export abstract class Body {
  readonly #edges: (Edges | undefined)[] = [];

  constructor(readonly nodes: readonly NodeRecord[]) {}

  /** For messages: `the graph`, `function "f"`. */
  abstract readonly title: string;

  /** The source that an input string (without `^`) means, or undefined when there is no such node. */
  abstract source(text: string): Source | undefined;

  edges(position: number): Edges {
    return (this.#edges[position] ??= this.#resolve(position));
  }

  node(position: number): NodeRecord {
    const node = this.nodes[position];
    if (node === undefined) throw new LensError('internal', `Position ${position} is outside ${this.title}.`);
    return node;
  }

  /** As `source`, refusing what does not exist; `owner` is named in the message. */
  require(text: string, owner: string): Source {
    const source = this.source(text);
    if (source === undefined) throw missing(this.title, owner, text);
    return source;
  }

  #resolve(position: number): Edges {
    const node = this.node(position);
    if (node.inputs.length === 0) return { data: NO_SOURCES, controls: NO_CONTROLS };
    const data: Source[] = [];
    const controls: number[] = [];
    for (const input of node.inputs) {
      if (input.startsWith('^')) controls.push(this.require(input.slice(1), node.name).position);
      else data.push(this.require(input, node.name));
    }
    return { data, controls: controls.length === 0 ? NO_CONTROLS : controls };
  }
}

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
    const position = this.#positions.get(colon < 0 ? text : text.slice(0, colon));
    const output = colon < 0 ? 0 : parseIndex(text.slice(colon + 1));
    return position === undefined || output === undefined ? undefined : { position, output };
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
    record.signature.inputArg.forEach(({ name }, index) => this.#positions.set(name, -1 - index));
    this.returns = record.signature.outputArg.map(({ name }) => this.require(record.ret.get(name) ?? '', name));
    this.controlReturns = record.signature.controlOutput.map((name) => this.require(record.controlRet.get(name) ?? name, name).position);
  }

  source(text: string): Source | undefined {
    const colon = text.indexOf(':');
    const position = this.#positions.get(colon < 0 ? text : text.slice(0, colon));
    if (position === undefined) return undefined;
    if (colon < 0 || position < 0) return { position, output: 0 };
    const next = text.indexOf(':', colon + 1);
    const index = next < 0 ? 0 : parseIndex(text.slice(next + 1));
    if (index === undefined) return undefined;
    const argument = text.slice(colon + 1, next < 0 ? undefined : next);
    const offset = outputOffset(this.node(position), argument, this.#ops);
    return offset === undefined ? undefined : { position, output: offset + index };
  }
}

/** Flat index of the first tensor of an output argument. An unknown op is taken to have one output (savedmodel format knows no better). */
function outputOffset(node: NodeRecord, argument: string, ops: OpLookup): number | undefined {
  const info = ops.get(node.op);
  if (info === undefined) return 0;
  let offset = 0;
  for (const output of info.outputs) {
    if (output.name === argument) return offset;
    offset += tensorCount(node, output);
  }
  return undefined;
}

function tensorCount(node: NodeRecord, arg: OpArg): number {
  const name = arg.numberAttr === '' ? arg.typeListAttr : arg.numberAttr;
  if (name === '') return 1;
  const attr = node.attr(name);
  const value = attr === undefined ? undefined : plainAttr(attr);
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.length : 1;
}

function positionsOf(nodes: readonly NodeRecord[]): Map<string, number> {
  const positions = new Map<string, number>();
  for (let position = 0; position < nodes.length; position++) {
    const node = nodes[position];
    if (node !== undefined) positions.set(node.name, position);
  }
  return positions;
}

function parseIndex(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function missing(title: string, owner: string, text: string): LensError {
  return new LensError('bad-graph', `"${owner}" in ${title} refers to "${text}", which does not exist there.`, 'The file is damaged or was written by a faulty tool.');
}
