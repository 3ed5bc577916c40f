import { create } from '@bufbuild/protobuf';
import { shapeAttr, typeAttr } from '../graph/madeAttrs.ts';
import type { AttrValue, NodeDef } from '../proto/messages.ts';
import { AttrValueSchema, NodeDefSchema } from '../proto/messages.ts';
import { DTYPE_NUMBERS, type DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';

/** Names that TensorFlow accepts for nodes (tensorflow/core/framework/node_def_util.cc). */
const NODE_NAME = /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/;

/** Nodes of our own are put under this scope. */
export const OWN_SCOPE = 'savedmodel_lens';

export type Attrs = Readonly<Record<string, AttrValue>>;

/** The nodes of the sibling's graph while they are gathered; every name once. */
export class GraphDraft {
  readonly nodes: NodeDef[] = [];
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Adds a node and returns its name. */
  add(name: string, op: string, input: readonly string[], attr: Attrs): string {
    this.#names.add(name);
    this.nodes.push(create(NodeDefSchema, { name, op, input: [...input], attr }));
    return name;
  }

  /** A name for a node of the model: its own where TensorFlow accepts it (a function's path may hold other characters). */
  static legalName(name: string, id: number, origin: string): string {
    return NODE_NAME.test(name) ? name : `${OWN_SCOPE}/${origin}/${id}`;
  }

  placeholder(name: string, dtype: DType, shape: Shape | undefined): string {
    return this.add(name, 'Placeholder', [], { dtype: dtypeAttr(dtype), shape: shapeAttr(shape) });
  }

  stringConstant(name: string, values: readonly string[], controls: readonly string[] = []): string {
    const encoder = new TextEncoder();
    const value = create(AttrValueSchema, {
      value: {
        case: 'tensor',
        value: {
          dtype: DTYPE_NUMBERS.string,
          tensorShape: { dim: [{ size: BigInt(values.length) }] },
          stringVal: values.map((text) => encoder.encode(text)),
        },
      },
    });
    return this.add(name, 'Const', controls, { dtype: dtypeAttr('string'), value });
  }

  /** A node that has run when all of these have. */
  group(name: string, members: readonly string[]): string {
    return this.add(
      name,
      'NoOp',
      members.map((member) => `^${member}`),
      {},
    );
  }
}

/** Attribute holding an element type. */
export function dtypeAttr(dtype: DType): AttrValue {
  return typeAttr(DTYPE_NUMBERS[dtype]);
}
