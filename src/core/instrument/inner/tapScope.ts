import { create } from '@bufbuild/protobuf';
import { outputArgs } from '../../graph/outputs.ts';
import type { TensorRef } from '../../graph/types.ts';
import { shapeAttr } from '../../graph/madeAttrs.ts';
import { AttrValueSchema, type AttrValue } from '../../proto/messages.ts';
import { DTYPE_NUMBERS, type DType } from '../../tensor/dtype.ts';
import type { NodeEmitter } from '../emitNode.ts';
import { type Attrs, dtypeAttr, OWN_SCOPE } from '../graphDraft.ts';

/** A vector of the sibling: values, sizes or counts laid end to end. */
export interface Vector {
  readonly endpoint: string;
  readonly dtype: DType;
}

/** Where nodes are put: the sibling's graph, or one of its functions, which name outputs differently. */
export class TapScope {
  readonly #constants = new Map<string, string>();

  constructor(
    readonly emitter: NodeEmitter,
    private readonly kind: 'graph' | 'function',
    private readonly names = { given: 0 },
    /** nodes that everything here has to wait for */
    readonly anchors: readonly string[] = [],
  ) {}

  /** The same place, for constants that are there only when the node `anchor` runs: inside a v1 loop each must have such an edge. */
  at(anchor: string): TapScope {
    return new TapScope(this.emitter, this.kind, this.names, [anchor]);
  }

  /** A node of our own; the answer takes one of its outputs by argument name, place in that argument, and place among all. */
  add(op: string, inputs: readonly string[], attrs: Attrs): (output: string, index?: number, position?: number) => string {
    const name = this.addNamed(this.fresh(), op, inputs, attrs);
    return (output, index = 0, position = index) => this.endpoint(name, output, index, position);
  }

  /** A node of our own under a name from `fresh`, which others could refer to before. */
  addNamed(name: string, op: string, inputs: readonly string[], attrs: Attrs): string {
    return this.emitter.draft.add(name, op, inputs, attrs);
  }

  fresh(): string {
    return `${OWN_SCOPE}/tap/${this.names.given++}`;
  }

  endpoint(name: string, output: string, index: number, position: number): string {
    return this.kind === 'function' ? `${name}:${output}:${index}` : `${name}:${position}`;
  }

  /** A tensor of a node of the model that is called `name` here. */
  outputOf(name: string, { node, index }: TensorRef): string {
    if (this.kind === 'graph') return `${name}:${index}`;
    const arg = outputArgs(node).find(({ first, count }) => index >= first && index < first + count);
    return arg === undefined ? `${name}:${index}` : this.endpoint(name, arg.name, index - arg.first, index);
  }

  /** A vector of whole numbers. */
  integers(dtype: 'int32' | 'int64', values: readonly number[]): string {
    const key = `${dtype} ${values.join()}`;
    let known = this.#constants.get(key);
    if (known === undefined) {
      const content = dtype === 'int32' ? { intVal: [...values] } : { int64Val: values.map(BigInt) };
      this.#constants.set(key, (known = this.#constant(dtype, [values.length], content)));
    }
    return known;
  }

  integer(value: number): string {
    return this.#constant('int32', [], { intVal: [value] });
  }

  float64(value: number): string {
    const key = `float64 ${value}`;
    let known = this.#constants.get(key);
    if (known === undefined) this.#constants.set(key, (known = this.#constant('float64', [], { doubleVal: [value] })));
    return known;
  }

  empty(dtype: DType): string {
    const key = `empty ${dtype}`;
    let known = this.#constants.get(key);
    if (known === undefined) this.#constants.set(key, (known = this.#constant(dtype, [0], {})));
    return known;
  }

  #constant(
    dtype: DType,
    shape: readonly number[],
    content: { readonly intVal?: number[]; readonly int64Val?: bigint[]; readonly doubleVal?: number[] },
  ): string {
    const tensorShape = { dim: shape.map((size) => ({ size: BigInt(size) })) };
    const value: AttrValue = create(AttrValueSchema, {
      value: { case: 'tensor', value: { dtype: DTYPE_NUMBERS[dtype], tensorShape, ...content } },
    });
    const controls = this.anchors.map((anchor) => `^${anchor}`);
    return this.add('Const', controls, { dtype: dtypeAttr(dtype), value })('output');
  }
}

/** A list of element types. */
export function typesAttr(types: readonly number[]): AttrValue {
  return create(AttrValueSchema, { value: { case: 'list', value: { type: [...types] } } });
}

/** `shapes`, and as many of unknown rank behind. */
export function shapesAttr(shapes: AttrValue | undefined, more: number): AttrValue | undefined {
  const known = shapes?.value.case === 'list' ? shapes.value.value.shape : [];
  if (known.length === 0) return shapes;
  const unknown = shapeAttr(undefined).value;
  const shape = [
    ...known,
    ...Array.from({ length: more }, () => (unknown.case === 'shape' ? unknown.value : { dim: [], unknownRank: true })),
  ];
  return create(AttrValueSchema, { value: { case: 'list', value: { shape } } });
}
