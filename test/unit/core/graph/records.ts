import { create, fromBinary, fromJson, toBinary } from '@bufbuild/protobuf';
import { readGraph } from '../../../../src/core/model/lazyGraph.ts';
import type {
  ConcreteFunctionInfo,
  FunctionRecord,
  GraphRecord,
  MetaGraph,
  NodeRecord,
  SavedObject,
  Signature,
} from '../../../../src/core/model/types.ts';
import {
  AttrValueSchema,
  FunctionDefSchema,
  GraphDefSchema,
  NodeDefSchema,
  OpDefSchema,
  type AttrValue,
  type NodeDef,
  type OpDef,
} from '../../../../src/core/proto/messages.ts';
import { encodeTensor } from '../../../../src/core/proto/tensorProto.ts';
import type { Tensor } from '../../../../src/core/tensor/tensor.ts';

type Attrs = Readonly<Record<string, AttrValue>>;

export const FLOAT = 1;

export const attr = {
  type: (value: number): AttrValue => fromJson(AttrValueSchema, { type: value }),
  types: (type: number[]): AttrValue => fromJson(AttrValueSchema, { list: { type } }),
  int: (value: number): AttrValue => create(AttrValueSchema, { value: { case: 'i', value: BigInt(value) } }),
  ints: (values: number[]): AttrValue => create(AttrValueSchema, { value: { case: 'list', value: { i: values.map(BigInt) } } }),
  bool: (value: boolean): AttrValue => create(AttrValueSchema, { value: { case: 'b', value } }),
  text: (text: string): AttrValue => create(AttrValueSchema, { value: { case: 's', value: new TextEncoder().encode(text) } }),
  func: (name: string, attrs: Attrs = {}): AttrValue =>
    create(AttrValueSchema, { value: { case: 'func', value: { name, attr: { ...attrs } } } }),
  placeholder: (value: string): AttrValue => create(AttrValueSchema, { value: { case: 'placeholder', value } }),
  tensor: (value: Tensor): AttrValue => create(AttrValueSchema, { value: { case: 'tensor', value: encodeTensor(value) } }),
  shape: (dims: number[] | undefined): AttrValue =>
    create(AttrValueSchema, {
      value: {
        case: 'shape',
        value: { dim: (dims ?? []).map((size) => ({ size: BigInt(size) })), unknownRank: dims === undefined },
      },
    }),
};

/** A node; `T: float` unless attributes are given. */
export function node(
  name: string,
  op: string,
  inputs: readonly string[] = [],
  attrs: Attrs = { T: attr.type(FLOAT), dtype: attr.type(FLOAT) },
): NodeRecord {
  const { nodes } = readGraph(
    toBinary(GraphDefSchema, create(GraphDefSchema, { node: [{ name, op, input: [...inputs], attr: { ...attrs } }] })),
  );
  if (nodes[0] === undefined) throw new Error('not written');
  return nodes[0];
}

/** The same as a message, for writing it into a graph. */
function nodeDef(record: NodeRecord): NodeDef {
  const { name, op, inputs } = record;
  return create(NodeDefSchema, {
    name,
    op,
    input: [...inputs],
    attr: Object.fromEntries([...record.rawAttrs()].map(([key, bytes]) => [key, fromBinary(AttrValueSchema, bytes)])),
  });
}

/** A call of a function with so many float results. */
export function call(name: string, callee: string, inputs: readonly string[] = [], results = 1): NodeRecord {
  return node(name, 'StatefulPartitionedCall', inputs, {
    f: attr.func(callee),
    Tout: attr.types(new Array<number>(results).fill(FLOAT)),
  });
}

export interface FunctionSpec {
  readonly name: string;
  readonly args: readonly string[];
  readonly nodes: readonly NodeRecord[];
  /** result name → tensor of the body */
  readonly ret: Readonly<Record<string, string>>;
  readonly controlRet?: readonly string[];
  /** replaces what is made of args and ret */
  readonly signature?: OpDef;
}

export function fn({ name, args, nodes, ret, controlRet = [], signature }: FunctionSpec): FunctionRecord {
  const made = fromJson(OpDefSchema, {
    name,
    inputArg: args.map((arg) => ({ name: arg, type: FLOAT })),
    outputArg: Object.keys(ret).map((result) => ({ name: result, type: FLOAT })),
    controlOutput: [...controlRet],
  });
  const definition = create(FunctionDefSchema, {
    signature: signature ?? made,
    nodeDef: nodes.map(nodeDef),
    ret: { ...ret },
    controlRet: Object.fromEntries(controlRet.map((target) => [target, target])),
  });
  const [written] = readGraph(
    toBinary(GraphDefSchema, create(GraphDefSchema, { library: { function: [definition] } })),
  ).functions.values();
  if (written === undefined) throw new Error('not written');
  return written;
}

export interface GraphSpec {
  readonly nodes: readonly NodeRecord[];
  readonly functions?: readonly FunctionRecord[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly signatures?: readonly Signature[];
  readonly restoreOp?: string;
  readonly objects?: readonly SavedObject[];
  readonly concreteFunctions?: readonly ConcreteFunctionInfo[];
}

/** A metagraph with one signature `serving_default` whose keys are its tensor names, unless signatures are given. */
export function metaGraph(spec: GraphSpec): MetaGraph {
  const { nodes, functions = [], inputs = [], outputs = [] } = spec;
  const signatures = spec.signatures ?? [signature('serving_default', inputs, outputs)];
  const { objects } = spec;
  return {
    index: 0,
    tags: ['serve'],
    tensorflowVersion: '',
    tensorflowGitVersion: '',
    graph: graphOf(nodes, functions),
    signatures: new Map(signatures.map((one) => [one.key, one])),
    initOp: undefined,
    saver: spec.restoreOp === undefined ? undefined : { filenameTensor: '', restoreOp: spec.restoreOp },
    assets: [],
    collectionNodes: () => [],
    collectionBytes: () => [],
    objectGraph:
      objects === undefined
        ? undefined
        : {
            objects,
            concreteFunctions: new Map((spec.concreteFunctions ?? []).map((info) => [info.name, info])),
            pathOf: () => undefined,
          },
    strippedOp: () => undefined,
  };
}

/** A graph as it is read from a file. */
export function graphOf(nodes: readonly NodeRecord[], functions: readonly FunctionRecord[] = []): GraphRecord {
  const library = { function: functions.map(({ bytes }) => fromBinary(FunctionDefSchema, bytes)) };
  return readGraph(
    toBinary(GraphDefSchema, create(GraphDefSchema, { node: nodes.map(nodeDef), library, versions: { producer: 1987 } })),
  );
}

export function signature(key: string, inputs: readonly string[], outputs: readonly string[]): Signature {
  const tensor = (name: string): Signature['inputs'][number] => ({
    key: name,
    tensor: name.includes(':') ? name : `${name}:0`,
    dtype: 'float32',
    shape: undefined,
  });
  return { key, method: '', inputs: inputs.map(tensor), outputs: outputs.map(tensor) };
}

export function object(
  id: number,
  kind: SavedObject['kind'],
  children: Readonly<Record<string, number>> = {},
  more: Partial<SavedObject> = {},
): SavedObject {
  return { id, kind, children: new Map(Object.entries(children)), identifier: '', metadata: '', concreteFunctions: [], ...more };
}
