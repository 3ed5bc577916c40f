import { create, fromJson, toBinary } from '@bufbuild/protobuf';
import { typeAttr } from '../../../src/core/graph/madeAttrs.ts';
import {
  AttrValueSchema,
  FunctionDefSchema,
  NodeDefSchema,
  SavedModelProtoSchema,
  type AttrValue,
  type FunctionDef,
  type NodeDef,
} from '../../../src/core/proto/messages.ts';
import { encodeTensor } from '../../../src/core/proto/tensorProto.ts';
import { DTYPE_NUMBERS } from '../../../src/core/tensor/dtype.ts';
import type { Tensor } from '../../../src/core/tensor/tensor.ts';

/** Types of the numbers in random graphs. */
export const KINDS = ['int32', 'int64', 'float32', 'float64'] as const;
export type Kind = (typeof KINDS)[number];

/** A tensor while a body is made: how nodes of the body take it. */
export interface Value {
  readonly endpoint: string;
  readonly kind: Kind;
}

/** A function with the types of what it takes and gives. */
export interface MadeFunction {
  readonly definition: FunctionDef;
  readonly takes: readonly Kind[];
  readonly gives: readonly Kind[];
}

export const int = (value: number): AttrValue => create(AttrValueSchema, { value: { case: 'i', value: BigInt(value) } });
export const flag = (value: boolean): AttrValue => create(AttrValueSchema, { value: { case: 'b', value } });
export const type = (kind: Kind | 'bool'): AttrValue => typeAttr(DTYPE_NUMBERS[kind]);
export const types = (kinds: readonly Kind[]): AttrValue =>
  create(AttrValueSchema, { value: { case: 'list', value: { type: kinds.map((kind) => DTYPE_NUMBERS[kind]) } } });
export const callee = (name: string): AttrValue => create(AttrValueSchema, { value: { case: 'func', value: { name } } });
export const callees = (names: readonly string[]): AttrValue =>
  create(AttrValueSchema, { value: { case: 'list', value: { func: names.map((name) => ({ name })) } } });

/** The nodes of one body; `isGraph`: the main graph, where outputs are called by number alone. */
export class BodyMaker {
  readonly nodes: NodeDef[] = [];

  constructor(private readonly isGraph: boolean) {}

  /** Adds a node; the answer is how its output `index` is taken. */
  add(
    op: string,
    input: readonly string[],
    attr: Readonly<Record<string, AttrValue>>,
  ): (output: string, index?: number) => string {
    const name = `scope/${op}_${this.nodes.length}`;
    this.nodes.push(create(NodeDefSchema, { name, op, input: [...input], attr: { ...attr } }));
    return (output, index = 0) => (this.isGraph ? `${name}:${index}` : `${name}:${output}:${index}`);
  }

  constant(kind: Kind, values: readonly number[], shape: readonly number[] = []): string {
    const value = create(AttrValueSchema, { value: { case: 'tensor', value: encodeTensor(tensorOf(kind, values, shape)) } });
    return this.add('Const', [], { dtype: type(kind), value })('output');
  }

  cast({ endpoint, kind }: Value, to: Kind): string {
    return kind === to ? endpoint : this.add('Cast', [endpoint], { SrcT: type(kind), DstT: type(to) })('y');
  }
}

function tensorOf(kind: Kind, values: readonly number[], shape: readonly number[]): Tensor {
  const data = {
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(values, BigInt),
    float32: () => Float32Array.from(values),
    float64: () => Float64Array.from(values),
  }[kind]();
  return { dtype: kind, shape, data };
}

/** Arguments are called a0, a1, …; results r0, r1, …. */
export function functionOf(
  name: string,
  takes: readonly Kind[],
  nodes: readonly NodeDef[],
  results: readonly Value[],
): FunctionDef {
  return typedFunction(
    name,
    takes,
    nodes,
    results.map(({ endpoint, kind }) => ({ endpoint, kind })),
  );
}

/** The same for results that are no numbers: the condition of a loop. */
export function typedFunction(
  name: string,
  takes: readonly Kind[],
  nodes: readonly NodeDef[],
  results: readonly { readonly endpoint: string; readonly kind: Kind | 'bool' }[],
): FunctionDef {
  const definition = fromJson(FunctionDefSchema, {
    signature: {
      name,
      inputArg: takes.map((kind, index) => ({ name: `a${index}`, type: DTYPE_NUMBERS[kind] })),
      outputArg: results.map(({ kind }, index) => ({ name: `r${index}`, type: DTYPE_NUMBERS[kind] })),
    },
    ret: Object.fromEntries(results.map(({ endpoint }, index) => [`r${index}`, endpoint])),
  });
  definition.nodeDef = [...nodes];
  return definition;
}

/** A SavedModel with one signature, as a file. */
export function savedModelOf(
  nodes: readonly NodeDef[],
  functions: readonly FunctionDef[],
  inputs: readonly Value[],
  outputs: readonly Value[],
): Uint8Array {
  const info = (prefix: string, values: readonly Value[]): Record<string, object> =>
    Object.fromEntries(
      values.map(({ endpoint, kind }, index) => [
        `${prefix}${index}`,
        { encoding: { case: 'name' as const, value: endpoint }, dtype: DTYPE_NUMBERS[kind], tensorShape: {} },
      ]),
    );
  const model = create(SavedModelProtoSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'] },
        graphDef: { node: [...nodes], library: { function: [...functions] }, versions: { producer: 1987 } },
        signatureDef: { serving_default: { inputs: info('x', inputs), outputs: info('y', outputs) } },
      },
    ],
  });
  return toBinary(SavedModelProtoSchema, model);
}
