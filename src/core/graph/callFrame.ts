import { LensError } from '../errors.ts';
import type { AttrValue } from '../proto/messages.ts';
import type { FunctionRecord, NodeRecord } from '../model/types.ts';
import { hasPlaceholder, substitute } from './attrSubstitution.ts';
import { DAMAGED, positionOf, type Body, type FunctionBody, type Source } from './body.ts';
import type { InlineContext } from './inlineContext.ts';
import { FileNode, UNREACHED, type InlinedNode } from './inlinedNode.ts';
import type { TensorRef } from './types.ts';

/** A value: a source in an instance of a body, or a tensor given from outside. */
export type Located = { readonly frame: CallFrame; readonly source: Source } | TensorRef;

/** What stands at a position of a body: a node, or the instance of the function it calls. */
export type Slot = FileNode | CallFrame;

/** Calls nested deeper than this stay nodes. */
const DEEPEST_NESTING = 500;

interface Caller {
  readonly frame: CallFrame;
  readonly position: number;
}

/** One instance of a body: the main graph, or a function for one call of it. */
export class CallFrame {
  /** what the outputs of this call are, as far as asked; null while being followed */
  readonly outputs: (Located | null | undefined)[] = [];
  controlOutputs: readonly InlinedNode[] | undefined;
  inherited: readonly InlinedNode[] | undefined;
  /** id of the node at a position, less `UNREACHED` */
  readonly #ids: Int32Array;
  /** nodes that somebody looked at */
  readonly #nodes: (FileNode | undefined)[] = [];
  /** by position: the instance of what is called there, null for a call that stays a node */
  #calls: Map<number, CallFrame | null> | undefined;

  private constructor(
    readonly context: InlineContext,
    readonly body: Body,
    /** canonical names begin with it: '' or `CALL/` */
    readonly prefix: string,
    readonly callee: FunctionBody | undefined,
    readonly caller: Caller | undefined,
    private readonly given: readonly TensorRef[],
    private readonly depth: number,
  ) {
    this.#ids = new Int32Array(body.count);
  }

  /** The main graph. */
  static main(context: InlineContext): CallFrame {
    return new CallFrame(context, context.mainBody(), '', undefined, undefined, [], 0);
  }

  /** A function entered directly with these values. */
  static entered(context: InlineContext, callee: FunctionBody, prefix: string, given: readonly TensorRef[]): CallFrame {
    return new CallFrame(context, callee, prefix, callee, undefined, given, 0);
  }

  /** Id of the node at a position: `UNREACHED`, `REACHED`, `WAITING`, or its place in the order. */
  idAt(position: number): number {
    return (this.#ids[position] ?? 0) + UNREACHED;
  }

  setId(position: number, id: number): void {
    this.#ids[position] = id - UNREACHED;
  }

  slot(position: number): Slot {
    return this.callAt(position) ?? this.node(position);
  }

  /** The node at a position that holds no call which is inlined. */
  node(position: number): FileNode {
    return (this.#nodes[position] ??= new FileNode(this, position));
  }

  /** The instance of the function that is called at a position. */
  callAt(position: number): CallFrame | undefined {
    if (!this.context.mayCall(this.body, position)) return undefined;
    let call = this.#calls?.get(position);
    if (call === undefined)
      (this.#calls ??= new Map<number, CallFrame | null>()).set(position, (call = this.#makeCall(position)));
    return call ?? undefined;
  }

  /** As `callAt`, if anybody has looked there before. */
  knownCallAt(position: number): CallFrame | undefined {
    return this.#calls?.get(position) ?? undefined;
  }

  /** Canonical name of the call this frame is an instance of. */
  get name(): string {
    return this.prefix.slice(0, -1);
  }

  /** What the caller gives for an argument. */
  argument(index: number): Located {
    if (this.caller === undefined) {
      const ref = this.given[index];
      if (ref !== undefined) return ref;
    } else {
      const { frame, position } = this.caller;
      const source = frame.body.data(position, index);
      if (source !== undefined) return { frame, source };
    }
    throw new LensError('bad-graph', `Call "${this.name}" does not give argument ${index} of ${this.body.title}.`, DAMAGED);
  }

  /** The source inside the body that output `index` of this call is. */
  returned(index: number): Source {
    const source = this.callee?.returns[index];
    if (source !== undefined) return source;
    throw new LensError('bad-graph', `Call "${this.name}" has no output ${index}.`, DAMAGED);
  }

  /** What has run when this call has: its control outputs; without any, its outputs; without those, what it waits for itself. */
  controlTargets(): { frame: CallFrame; position: number }[] {
    const { callee, caller } = this;
    if (callee === undefined || caller === undefined) return [];
    if (callee.controlReturns.length > 0) return callee.controlReturns.map((position) => ({ frame: this, position }));
    if (callee.returns.length > 0) return callee.returns.map((source) => ({ frame: this, position: positionOf(source) }));
    return caller.frame.body.controls(caller.position).map((position) => ({ frame: caller.frame, position }));
  }

  /** An attribute of a node in this body, with the caller's substituted for `placeholder`. */
  attr(record: NodeRecord, name: string): AttrValue | undefined {
    const value = record.attr(name);
    if (value === undefined || this.callee === undefined || !hasPlaceholder(value)) return value;
    return substitute(value, (placeholder) => this.#callerAttr(placeholder));
  }

  #callerAttr(name: string): AttrValue | undefined {
    if (this.caller === undefined) return undefined;
    const { frame, position } = this.caller;
    const record = frame.body.record(position);
    if (record.op === this.callee?.definition.name) return frame.attr(record, name);
    const f = frame.attr(record, 'f');
    return f?.value.case === 'func' ? f.value.value.attr[name] : undefined;
  }

  #makeCall(position: number): CallFrame | null {
    const callee = this.context.calleeOf(this.body.record(position), this);
    if (callee === undefined) return null;
    const refusal = this.#refusal(callee);
    if (refusal !== undefined) {
      this.context.keptCalls.set(this.node(position), refusal);
      return null;
    }
    this.context.count();
    const body = this.context.functionBody(callee);
    const frame = new CallFrame(
      this.context,
      body,
      `${this.prefix}${this.body.name(position)}/`,
      body,
      { frame: this, position },
      [],
      this.depth + 1,
    );
    this.context.frames.push(frame);
    return frame;
  }

  #refusal(callee: FunctionRecord): string | undefined {
    if (this.depth >= DEEPEST_NESTING) return `calls are nested deeper than ${DEEPEST_NESTING}`;
    return this.#isInside(callee) ? `function "${callee.name}" calls itself` : this.context.refusal(callee);
  }

  #isInside(callee: FunctionRecord): boolean {
    if (this.callee?.definition === callee) return true;
    for (let { caller } = this; caller !== undefined; { caller } = caller.frame) {
      if (caller.frame.callee?.definition === callee) return true;
    }
    return false;
  }
}
