import { LensError } from '../errors.ts';
import type { AttrValue } from '../proto/messages.ts';
import type { FunctionRecord, NodeRecord } from '../model/types.ts';
import { hasPlaceholder, substitute } from './attrSubstitution.ts';
import { DAMAGED, positionOf, type Body, type FunctionBody, type Source } from './body.ts';
import type { InlineContext } from './inlineContext.ts';
import { FileNode, type InlinedNode } from './inlinedNode.ts';
import type { TensorRef } from './types.ts';

/** A value: a source in an instance of a body, or a tensor given from outside. */
export type Located = { readonly frame: CallFrame; readonly source: Source } | TensorRef;

/** What stands at a position of a body: a node, or the instance of the function it calls. */
export type Slot = FileNode | CallFrame;

/** Calls nested deeper than this stay nodes. */
const DEEPEST_NESTING = 500;

interface Caller {
  readonly frame: CallFrame;
  readonly record: NodeRecord;
  readonly position: number;
}

/** One instance of a body: the main graph, or a function for one call of it. */
export class CallFrame {
  readonly slots: (Slot | undefined)[];
  /** what the outputs of this call are, as far as asked; null while being followed */
  readonly outputs: (Located | null | undefined)[] = [];
  controlOutputs: readonly InlinedNode[] | undefined;
  inherited: readonly InlinedNode[] | undefined;
  /** false once a reference to something further down in the body was met: then file order is not execution order */
  isSorted = true;

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
    this.slots = new Array<Slot | undefined>(body.nodes.length);
  }

  /** The main graph. */
  static main(context: InlineContext): CallFrame {
    return new CallFrame(context, context.mainBody(), '', undefined, undefined, [], 0);
  }

  /** A function entered directly with these values. */
  static entered(context: InlineContext, callee: FunctionBody, prefix: string, given: readonly TensorRef[]): CallFrame {
    return new CallFrame(context, callee, prefix, callee, undefined, given, 0);
  }

  slot(position: number): Slot {
    return (this.slots[position] ??= this.#make(position));
  }

  /** Canonical name of the call this frame is an instance of. */
  get name(): string {
    return this.prefix.slice(0, -1);
  }

  /** What an input of the node at `position` means. */
  source(position: number, record: NodeRecord, input: string): Source {
    const source = this.body.require(input, record.name, position);
    this.noteReference(position, source);
    return source;
  }

  /** Control inputs of the node at `position`. */
  controls(position: number, record: NodeRecord): readonly number[] {
    const controls = this.body.controls(record);
    for (const control of controls) this.noteReference(position, control);
    return controls;
  }

  private noteReference(position: number, source: Source): void {
    if (source >= position && positionOf(source) >= position) this.isSorted = false;
  }

  /** What the caller gives for an argument. */
  argument(index: number): Located {
    if (this.caller === undefined) {
      const ref = this.given[index];
      if (ref !== undefined) return ref;
    } else {
      const { frame, record, position } = this.caller;
      const source = frame.body.data(record, index);
      if (source !== undefined) {
        frame.noteReference(position, source);
        return { frame, source };
      }
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
    return caller.frame.controls(caller.position, caller.record).map((position) => ({ frame: caller.frame, position }));
  }

  /** An attribute of a node in this body, with the caller's substituted for `placeholder`. */
  attr(record: NodeRecord, name: string): AttrValue | undefined {
    const value = record.attr(name);
    if (value === undefined || this.callee === undefined || !hasPlaceholder(value)) return value;
    return substitute(value, (placeholder) => this.#callerAttr(placeholder));
  }

  #callerAttr(name: string): AttrValue | undefined {
    if (this.caller === undefined) return undefined;
    const { frame, record } = this.caller;
    if (record.op === this.callee?.record.name) return frame.attr(record, name);
    const f = frame.attr(record, 'f');
    return f?.value.case === 'func' ? f.value.value.attr[name] : undefined;
  }

  #make(position: number): Slot {
    this.context.count();
    const record = this.body.node(position);
    const callee = this.context.calleeOf(record, this);
    if (callee === undefined) return new FileNode(this, position, record);
    const refusal = this.#refusal(callee);
    if (refusal === undefined) return this.#call(position, record, this.context.functionBody(callee));
    const node = new FileNode(this, position, record);
    this.context.keptCalls.set(node, refusal);
    return node;
  }

  #call(position: number, record: NodeRecord, callee: FunctionBody): CallFrame {
    const frame = new CallFrame(this.context, callee, `${this.prefix}${record.name}/`, callee, { frame: this, record, position }, [], this.depth + 1);
    this.context.frames.push(frame);
    return frame;
  }

  #refusal(callee: FunctionRecord): string | undefined {
    if (this.depth >= DEEPEST_NESTING) return `calls are nested deeper than ${DEEPEST_NESTING}`;
    return this.#isInside(callee) ? `function "${callee.name}" calls itself` : this.context.refusal(callee);
  }

  #isInside(callee: FunctionRecord): boolean {
    if (this.callee?.record === callee) return true;
    for (let { caller } = this; caller !== undefined; { caller } = caller.frame) {
      if (caller.frame.callee?.record === callee) return true;
    }
    return false;
  }
}
