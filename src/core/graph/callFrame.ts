import type { AttrValue } from '../proto/messages.ts';
import type { FunctionRecord, NodeRecord } from '../model/types.ts';
import { hasPlaceholder, substitute } from './attrSubstitution.ts';
import type { Body, FunctionBody, Source } from './body.ts';
import type { InlineContext } from './inlineContext.ts';
import { FileNode, type InlinedNode } from './inlinedNode.ts';
import type { TensorRef } from './types.ts';

/** A place in an instance of a body. */
export interface Place {
  readonly frame: CallFrame;
  readonly source: Source;
}

/** What stands at a position of a body: a node, or the instance of the function it calls. */
export type Slot = FileNode | CallFrame;

/** Calls nested deeper than this stay nodes. */
const DEEPEST_NESTING = 500;

/** One instance of a body: the main graph, or a function for one call of it. */
export class CallFrame {
  readonly slots: (Slot | undefined)[];
  /** resolved outputs of this call; `null` while being resolved */
  readonly outputs: (Place | TensorRef | null | undefined)[] = [];
  controlOutputs: readonly InlinedNode[] | undefined;
  inherited: readonly InlinedNode[] | undefined;

  private constructor(
    readonly context: InlineContext,
    readonly body: Body,
    /** canonical names begin with it: '' or `CALL/` */
    readonly prefix: string,
    readonly callee: FunctionBody | undefined,
    readonly caller: { readonly frame: CallFrame; readonly position: number; readonly record: NodeRecord } | undefined,
    /** values of the arguments where no call gives them */
    readonly given: readonly TensorRef[],
    readonly depth: number,
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
    const record = this.body.node(position);
    const callee = this.context.calleeOf(record, this);
    const refusal = callee === undefined ? undefined : this.#refusal(callee);
    if (callee === undefined || refusal !== undefined) {
      const node = new FileNode(this, position, record);
      if (refusal !== undefined) this.context.keptCalls.set(node, refusal);
      this.context.count();
      return node;
    }
    this.context.count();
    const frame = new CallFrame(
      this.context,
      this.context.functionBody(callee),
      `${this.prefix}${record.name}/`,
      this.context.functionBody(callee),
      { frame: this, position, record },
      [],
      this.depth + 1,
    );
    this.context.frames.push(frame);
    return frame;
  }

  #refusal(callee: FunctionRecord): string | undefined {
    if (this.depth >= DEEPEST_NESTING) return `calls are nested deeper than ${DEEPEST_NESTING}`;
    for (let frame: CallFrame | undefined = this; frame !== undefined; frame = frame.caller?.frame) {
      if (frame.callee?.record === callee) return `function "${callee.name}" calls itself`;
    }
    return this.context.refusal(callee);
  }
}
