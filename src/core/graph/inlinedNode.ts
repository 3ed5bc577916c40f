import type { AttrValue } from '../proto/messages.ts';
import type { NodeRecord } from '../model/types.ts';
import type { CallFrame } from './callFrame.ts';
import type { OpInfo } from './opInfo.ts';
import type { OpLookup } from './opLookup.ts';
import type { FlatNode, TensorRef } from './types.ts';

/** Frame names of v1 loops must differ between the inlined copies of a body. */
const FRAME_OPS: ReadonlySet<string> = new Set(['Enter', 'RefEnter']);

const NO_REFS: readonly TensorRef[] = [];
const NO_NODES: readonly InlinedNode[] = [];

/** A node of the flat graph. The inliner fills in what it finds out; afterwards it does not change. */
export abstract class InlinedNode implements FlatNode {
  /** -1 until the node has its place in the order */
  id = -1;
  isReached = false;
  inputs: readonly TensorRef[] = NO_REFS;
  controls: readonly InlinedNode[] = NO_NODES;
  #first: TensorRef | undefined;

  abstract readonly name: string;
  abstract readonly op: string;
  abstract readonly record: NodeRecord | undefined;
  abstract readonly opInfo: OpInfo | undefined;
  abstract attr(name: string): AttrValue | undefined;

  /** Shared between consumers where that is cheap: most tensors are output 0. */
  output(index: number): TensorRef {
    if (index !== 0) return { node: this, index };
    return (this.#first ??= { node: this, index });
  }
}

/** A node of the file, in the body that `frame` is an instance of. */
export class FileNode extends InlinedNode {
  #name: string | undefined;

  constructor(
    readonly frame: CallFrame,
    readonly position: number,
    override readonly record: NodeRecord,
  ) {
    super();
  }

  get name(): string {
    return (this.#name ??= this.frame.prefix + this.record.name);
  }

  get op(): string {
    return this.record.op;
  }

  get opInfo(): OpInfo | undefined {
    return this.frame.context.ops.get(this.record.op);
  }

  attr(name: string): AttrValue | undefined {
    const value = this.frame.attr(this.record, name);
    if (name !== 'frame_name' || value?.value.case !== 's' || !FRAME_OPS.has(this.op) || this.frame.prefix === '') return value;
    const prefixed = new TextEncoder().encode(this.frame.prefix + new TextDecoder().decode(value.value.value));
    return { ...value, value: { case: 's', value: prefixed } };
  }
}

/** A node that stands for something outside the file's graph: an argument of a function that is entered directly, a variable it captures. */
export class MadeNode extends InlinedNode {
  readonly record = undefined;

  constructor(
    readonly name: string,
    readonly op: string,
    readonly attrs: ReadonlyMap<string, AttrValue>,
    private readonly ops: OpLookup,
  ) {
    super();
  }

  get opInfo(): OpInfo | undefined {
    return this.ops.get(this.op);
  }

  attr(name: string): AttrValue | undefined {
    return this.attrs.get(name);
  }
}
