import type { AttrValue } from '../proto/messages.ts';
import type { GraphColumns } from './graphColumns.ts';
import type { FunctionRecord, MetaGraph, NodeRecord, SignatureTensor } from '../model/types.ts';

/** Output `index` of a node. */
export interface TensorRef {
  readonly node: FlatNode;
  readonly index: number;
}

/** A node after inlining. `name` is the canonical name (cli.md, "Names"). */
export interface FlatNode {
  /** position in `FlatGraph.nodes` */
  readonly id: number;
  readonly name: string;
  /** what `name` begins with when the node comes out of a function: `CALL/`; else '' */
  readonly callPrefix: string;
  readonly op: string;
  /** data inputs, calls and arguments already resolved */
  readonly inputs: readonly TensorRef[];
  readonly controls: readonly FlatNode[];
  /** the NodeDef it was made from; undefined for placeholders we made for a function's arguments */
  readonly record: NodeRecord | undefined;
  /** attribute with the caller's substitutions (`placeholder: "T"`) applied */
  attr(name: string): AttrValue | undefined;
}

/** What is run: a signature, or a concrete function only the object graph knows. */
export interface EntryPoint {
  readonly kind: 'signature' | 'function';
  /** signature key or function path */
  readonly key: string;
  readonly inputs: readonly EntryTensor[];
  readonly outputs: readonly EntryTensor[];
}

export interface EntryTensor extends SignatureTensor {
  readonly ref: TensorRef;
}

/**
 * The graph behind one entry point with every call inlined: what runs for its outputs (data and control edges backwards).
 * Nodes stand in order of execution: each after its inputs, back edges of v1 loops excepted.
 */
export interface FlatGraph {
  readonly metaGraph: MetaGraph;
  readonly entry: EntryPoint;
  readonly nodes: readonly FlatNode[];
  /** the same nodes without objects (`columnsOf`) */
  readonly columns?: GraphColumns;
  readonly byName: ReadonlyMap<string, FlatNode>;
  /** canonical-name-like names that are not nodes (call outputs `CALL`, `CALL:1`; function arguments) → tensor behind */
  readonly aliases: ReadonlyMap<string, TensorRef>;
  /** of a function's body: nodes that run for their effects, whatever becomes of the outputs */
  readonly controlOutputs: readonly FlatNode[];
  /** Calls that could not be inlined (recursion, polymorphic) stay nodes; each with the reason. */
  readonly keptCalls: ReadonlyMap<string, string>;
}

/** `name` or `name:index`. */
export function tensorName(ref: TensorRef): string {
  return ref.index === 0 ? ref.node.name : `${ref.node.name}:${ref.index}`;
}

export type FunctionLibrary = ReadonlyMap<string, FunctionRecord>;

/** Why a tensor cannot be fetched. */
export type InfeasibleReason =
  | 'unfed-placeholder'
  | 'loop-frame'
  | 'maybe-dead'
  | 'resource'
  | 'variant'
  | 'uninitialised'
  | 'no-kernel'
  | 'unknown-op'
  | 'kept-call'
  | 'not-recordable'
  | 'missing-weights'
  | 'damaged-weights'
  | 'unknown-dtype';
