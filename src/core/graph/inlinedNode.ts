import type { AttrValue } from '../proto/messages.ts';
import type { NodeRecord } from '../model/types.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { CallFrame } from './callFrame.ts';
import { controlsOf, dataOf } from './inliner.ts';
import type { OpInfo } from './opInfo.ts';
import type { OpLookup } from './opLookup.ts';
import type { FlatNode, TensorRef } from './types.ts';

/** Frame names of v1 loops must differ between the inlined copies of a body. */
const FRAME_OPS: ReadonlySet<string> = new Set(['Enter', 'RefEnter']);

/** Values of `id` before a node has its place in the order. */
export const UNREACHED = -3;
export const REACHED = -2;
export const WAITING = -1;

/** A node of the flat graph. Inputs and names are worked out when first asked for: few uses need those of all nodes. */
export abstract class InlinedNode implements FlatNode {
  abstract id: number;
  /** kept by `outputDTypes` and `staticShape` */
  dtypes: readonly DType[] | undefined;
  shapes: readonly (Shape | undefined)[] | undefined;

  abstract readonly name: string;
  abstract readonly callPrefix: string;
  abstract readonly op: string;
  abstract readonly record: NodeRecord | undefined;
  abstract readonly inputs: readonly TensorRef[];
  abstract readonly controls: readonly InlinedNode[];
  abstract readonly opInfo: OpInfo | undefined;
  abstract attr(name: string): AttrValue | undefined;

  output(index: number): TensorRef {
    return { node: this, index };
  }

  /** Told once how many outputs a node of the file says it has; throws `bad-graph` when those of the graph are too many. */
  countOutputs?(count: number): void;
}

/** A node of the file, in the body that `frame` is an instance of. Made for those that somebody looks at. */
export class FileNode extends InlinedNode {
  #name: string | undefined;
  #inputs: readonly TensorRef[] | undefined;
  #controls: readonly InlinedNode[] | undefined;

  constructor(
    readonly frame: CallFrame,
    /** in the body */
    readonly position: number,
  ) {
    super();
  }

  get id(): number {
    return this.frame.idAt(this.position);
  }

  set id(id: number) {
    this.frame.setId(this.position, id);
  }

  get record(): NodeRecord {
    return this.frame.body.record(this.position);
  }

  get callPrefix(): string {
    return this.frame.prefix;
  }

  get name(): string {
    return (this.#name ??= this.frame.prefix + this.frame.body.name(this.position));
  }

  get op(): string {
    return this.frame.body.op(this.position);
  }

  get inputs(): readonly TensorRef[] {
    return (this.#inputs ??= dataOf(this.frame, this.position));
  }

  get controls(): readonly InlinedNode[] {
    return (this.#controls ??= controlsOf(this.frame, this.position));
  }

  get opInfo(): OpInfo | undefined {
    return this.frame.context.ops.get(this.op);
  }

  override countOutputs(count: number): void {
    this.frame.context.countOutputs(count, this.name);
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
  id = UNREACHED;
  readonly record = undefined;
  readonly callPrefix = '';
  readonly inputs: readonly TensorRef[] = [];
  readonly controls: readonly InlinedNode[] = [];

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
