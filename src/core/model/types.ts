import type { AttrValue, OpDef } from '../proto/messages.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import type { Children } from './children.ts';
import type { NodeRange } from './nodeColumns.ts';

/**
 * A `NodeDef`. What is decoded is decoded when asked for; attributes stay byte spans until then.
 * Inputs are as written in the file: `node`, `node:k`, `^node` in a graph; `arg`, `node:out:k`, `^node` in a function.
 */
export interface NodeRecord {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly device: string;
  /** The attribute decoded, or undefined when the node does not carry it (then the op's default holds). */
  attr(name: string): AttrValue | undefined;
  attrNames(): readonly string[];
  /** The AttrValue message of one attribute as in the file. */
  rawAttr(name: string): Uint8Array | undefined;
  /** attribute → its AttrValue message as in the file, for copying on unchanged */
  rawAttrs(): ReadonlyMap<string, Uint8Array>;
}

/** Where a name stands in the file. */
export interface NameSpan {
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** An argument or result of a function: `OpDef.ArgDef` without its documentation. op_def.proto. */
export interface FunctionArg extends NameSpan {
  readonly name: string;
  /** `DataType` number, 0 when an attribute of the call says it */
  readonly type: number;
  /** attributes of the call that say how many tensors it is, or of which types; '' for one tensor */
  readonly numberAttr: string;
  readonly typeListAttr: string;
}

/** What a call needs to know of a function. */
export interface FunctionSignature {
  readonly inputArg: readonly FunctionArg[];
  readonly outputArg: readonly FunctionArg[];
  readonly controlOutput: readonly string[];
}

/** A `FunctionDef`; nodes are parsed on first use. */
export interface FunctionRecord {
  readonly name: string;
  readonly signature: FunctionSignature;
  /** The whole signature: for a function that is called by its name as an op. */
  opDef(): OpDef;
  readonly nodes: readonly NodeRecord[];
  /** the same nodes as columns */
  readonly range: NodeRange;
  /** output argument → tensor of the body in function form */
  readonly ret: ReadonlyMap<string, string>;
  readonly controlRet: ReadonlyMap<string, string>;
  attr(name: string): AttrValue | undefined;
  /** attributes of argument i (`_user_specified_name`, `_output_shapes`) */
  argAttr(index: number, name: string): AttrValue | undefined;
  /** The message as in the file, for copying it on unchanged. */
  readonly bytes: Uint8Array;
}

/** A `GraphDef`. `functions` is ordered as in the file. */
export interface GraphRecord {
  readonly nodes: readonly NodeRecord[];
  /** the same nodes as columns */
  readonly range: NodeRange;
  readonly nodeByName: ReadonlyMap<string, NodeRecord>;
  readonly functions: ReadonlyMap<string, FunctionRecord>;
  readonly producer: number;
  readonly minConsumer: number;
}

/** One dense tensor of a signature; a composite input or output gives one of these per component. */
export interface SignatureTensor {
  /** `KEY`; components of sparse inputs `KEY.indices`, `KEY.values`, `KEY.dense_shape`; of other composites `KEY.0`, `KEY.1`… */
  readonly key: string;
  /** Tensor name in the main graph, always `node:index`. */
  readonly tensor: string;
  readonly dtype: DType;
  readonly shape: Shape | undefined;
  readonly defaultValue?: Tensor;
}

export interface Signature {
  readonly key: string;
  readonly method: string;
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
}

export interface AssetFile {
  /** Tensor to feed with the absolute path of the asset. */
  readonly tensor: string;
  readonly filename: string;
}

export interface SaverInfo {
  readonly filenameTensor: string;
  readonly restoreOp: string;
}

/** One way to use the model: a graph with its tags, signatures and objects. */
export interface MetaGraph {
  readonly index: number;
  readonly tags: readonly string[];
  readonly tensorflowVersion: string;
  readonly tensorflowGitVersion: string;
  readonly graph: GraphRecord;
  /** In file order, without `__saved_model_*`. */
  readonly signatures: ReadonlyMap<string, Signature>;
  /** `__saved_model_init_op`, else collection saved_model_main_op, else legacy_init_op: name of the node to run after restoring. */
  readonly initOp: string | undefined;
  readonly saver: SaverInfo | undefined;
  readonly assets: readonly AssetFile[];
  /** Node names of collections such as `table_initializer`; empty when absent or of another kind. */
  collectionNodes(name: string): readonly string[];
  collectionBytes(name: string): readonly Uint8Array[];
  readonly objectGraph: ObjectGraph | undefined;
  /** OpDefs stored in the file; supplement for custom ops only. */
  strippedOp(name: string): OpDef | undefined;
}

export type SavedObjectKind =
  'user' | 'asset' | 'function' | 'variable' | 'bareFunction' | 'constant' | 'resource' | 'capturedTensor' | 'other';

export interface SavedObject {
  readonly id: number;
  readonly kind: SavedObjectKind;
  /** attribute name → object id, in file order */
  readonly children: Children;
  /** kind user: `_tf_keras_layer`, `_generic_user_object`…; other kinds ''. */
  readonly identifier: string;
  /** Keras JSON of TF ≤ 2.4 (else ''). */
  readonly metadata: string;
  readonly variable?:
    { readonly name: string; readonly dtype: DType; readonly shape: Shape | undefined; readonly trainable: boolean } | undefined;
  /** kind function: names of its concrete functions; bareFunction: one. */
  readonly concreteFunctions: readonly string[];
  /** kind asset: index into MetaGraph.assets. kind constant: name of its Const node in the main graph. */
  readonly assetIndex?: number | undefined;
  readonly constantNode?: string | undefined;
}

export interface ConcreteFunctionInfo {
  readonly name: string;
  /** object ids appended to the caller's arguments */
  readonly boundInputs: readonly number[];
  /** flattened arguments and results: dotted path of the structure, spec */
  readonly inputs: readonly StructuredTensor[];
  readonly outputs: readonly StructuredTensor[];
}

export interface StructuredTensor {
  /** e.g. `args_0`, `timestep/observation/rgb`; '' for a bare result */
  readonly path: string;
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape | undefined;
}

export interface ObjectGraph {
  readonly objects: readonly SavedObject[];
  readonly concreteFunctions: ReadonlyMap<string, ConcreteFunctionInfo>;
  /** Shortest attribute path from the root, `encoder.blocks[0].proj`; root is ''. Undefined when unreachable. */
  pathOf(id: number): string | undefined;
}

/** The parsed file. Pure: whoever has the bytes makes it. */
export interface SavedModel {
  readonly metaGraphs: readonly MetaGraph[];
}

/** One variable (or other entry) of the checkpoint's index. */
export interface CheckpointEntry {
  readonly key: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  readonly crc32c: number;
  /** true for partitioned variables, whose values lie in slice entries */
  readonly partitioned: boolean;
  /** extents of the parts of a partitioned variable, in order; length -1 is the whole axis */
  readonly slices: readonly (readonly { readonly start: number; readonly length: number }[])[];
}

export interface CheckpointIndex {
  readonly shards: number;
  readonly isBigEndian: boolean;
  readonly entries: ReadonlyMap<string, CheckpointEntry>;
  /** stored parts of partitioned variables */
  readonly sliceEntries: readonly CheckpointEntry[];
}

/** A node of keras_metadata.pb (TF 2.5 – 2.15, tf_keras). */
export interface KerasMetadataNode {
  readonly nodeId: number;
  readonly nodePath: string;
  readonly identifier: string;
  readonly metadata: string;
}
