import { create, fromJson, toBinary } from '@bufbuild/protobuf';
import type { ConcreteFunctionInfo, FunctionRecord, MetaGraph, NodeRecord, SavedObject, Signature } from '../../../../src/core/model/types.ts';
import { AttrValueSchema, OpDefSchema, type AttrValue, type OpDef } from '../../../../src/core/proto/messages.ts';
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
  func: (name: string, attrs: Attrs = {}): AttrValue => create(AttrValueSchema, { value: { case: 'func', value: { name, attr: { ...attrs } } } }),
  placeholder: (value: string): AttrValue => create(AttrValueSchema, { value: { case: 'placeholder', value } }),
  tensor: (value: Tensor): AttrValue => create(AttrValueSchema, { value: { case: 'tensor', value: encodeTensor(value) } }),
  shape: (dims: number[] | undefined): AttrValue =>
    create(AttrValueSchema, { value: { case: 'shape', value: { dim: (dims ?? []).map((size) => ({ size: BigInt(size) })), unknownRank: dims === undefined } } }),
};

/** A node; `T: float` unless attributes are given. */
export function node(name: string, op: string, inputs: readonly string[] = [], attrs: Attrs = { T: attr.type(FLOAT), dtype: attr.type(FLOAT) }): NodeRecord {
  return { name, op, inputs, device: '', attr: (key) => attrs[key], attrNames: () => Object.keys(attrs), rawAttr: (key) => bytesOf(attrs[key]), rawAttrs: () => new Map() };
}

function bytesOf(value: AttrValue | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : toBinary(AttrValueSchema, value);
}

/** A call of a function with so many float results. */
export function call(name: string, callee: string, inputs: readonly string[] = [], results = 1): NodeRecord {
  return node(name, 'StatefulPartitionedCall', inputs, { f: attr.func(callee), Tout: attr.types(new Array<number>(results).fill(FLOAT)) });
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
  return {
    name,
    signature: signature ?? made,
    opDef: () => signature ?? made,
    nodes,
    ret: new Map(Object.entries(ret)),
    controlRet: new Map(controlRet.map((target) => [target, target])),
    attr: () => undefined,
    argAttr: () => undefined,
    bytes: new Uint8Array(),
  };
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
    graph: { nodes, nodeByName: new Map(nodes.map((record) => [record.name, record])), functions: new Map(functions.map((record) => [record.name, record])), producer: 1987, minConsumer: 0 },
    signatures: new Map(signatures.map((one) => [one.key, one])),
    initOp: undefined,
    saver: spec.restoreOp === undefined ? undefined : { filenameTensor: '', restoreOp: spec.restoreOp },
    assets: [],
    collectionNodes: () => [],
    collectionBytes: () => [],
    objectGraph:
      objects === undefined
        ? undefined
        : { objects, concreteFunctions: new Map((spec.concreteFunctions ?? []).map((info) => [info.name, info])), pathOf: () => undefined },
    strippedOp: () => undefined,
  };
}

export function signature(key: string, inputs: readonly string[], outputs: readonly string[]): Signature {
  const tensor = (name: string): Signature['inputs'][number] => ({ key: name, tensor: name.includes(':') ? name : `${name}:0`, dtype: 'float32', shape: undefined });
  return { key, method: '', inputs: inputs.map(tensor), outputs: outputs.map(tensor) };
}

export function object(id: number, kind: SavedObject['kind'], children: Readonly<Record<string, number>> = {}, more: Partial<SavedObject> = {}): SavedObject {
  return { id, kind, children: new Map(Object.entries(children)), identifier: '', metadata: '', concreteFunctions: [], ...more };
}
