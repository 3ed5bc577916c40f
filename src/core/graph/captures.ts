import { LensError } from '../errors.ts';
import type { MetaGraph, NodeRecord, ObjectGraph } from '../model/types.ts';
import { DTYPE_NUMBERS } from '../tensor/dtype.ts';
import type { CallFrame } from './callFrame.ts';
import { checkpointKeys } from './checkpointKeys.ts';
import type { InlineContext } from './inlineContext.ts';
import { MadeNode } from './inlinedNode.ts';
import { resolve } from './inliner.ts';
import { shapeAttr, textAttr, typeAttr } from './madeAttrs.ts';
import { plainAttr } from './opInfo.ts';
import type { TensorRef } from './types.ts';

/** Object id → the main graph's tensor for it, for every object whose tensor can be found there. */
export function captureTensors(metaGraph: MetaGraph): ReadonlyMap<number, string> {
  const { objectGraph } = metaGraph;
  if (objectGraph === undefined) return new Map();
  const tensors = new Map<number, string>();
  fromSharedNames(metaGraph, objectGraph, tensors);
  fromCheckpoint(metaGraph, objectGraph, tensors);
  fromCalls(metaGraph, objectGraph, tensors);
  for (const { id, kind, constantNode, assetIndex } of objectGraph.objects) {
    const tensor = kind === 'constant' ? constantNode : kind === 'asset' ? metaGraph.assets[assetIndex ?? -1]?.tensor : undefined;
    if (tensor !== undefined) tensors.set(id, tensor);
  }
  return tensors;
}

/** Variables whose name is borne by exactly one handle. */
function fromSharedNames(metaGraph: MetaGraph, objectGraph: ObjectGraph, tensors: Map<number, string>): void {
  const handles = new Map<string, string[]>();
  for (const node of metaGraph.graph.nodes) {
    if (node.op !== 'VarHandleOp') continue;
    const attr = node.attr('shared_name');
    const name = attr === undefined ? undefined : plainAttr(attr);
    if (typeof name !== 'string') continue;
    const bearers = handles.get(name);
    if (bearers === undefined) handles.set(name, [node.name]);
    else bearers.push(node.name);
  }
  for (const { id, variable } of objectGraph.objects) {
    const named = variable === undefined ? undefined : handles.get(variable.name.replace(/:0$/, ''));
    const only = named?.length === 1 ? named[0] : undefined;
    if (only !== undefined) tensors.set(id, only);
  }
}

/** Variables by the key they are restored from, which is their path in the object graph. */
function fromCheckpoint(metaGraph: MetaGraph, objectGraph: ObjectGraph, tensors: Map<number, string>): void {
  for (const [handle, key] of checkpointKeys(metaGraph)) {
    const id = objectOf(objectGraph, key);
    if (id !== undefined && objectGraph.objects[id]?.kind === 'variable') tensors.set(id, handle);
  }
}

const KEY_END = '/.ATTRIBUTES/';

function objectOf(objectGraph: ObjectGraph, key: string): number | undefined {
  const end = key.indexOf(KEY_END);
  if (end < 0) return undefined;
  let id: number | undefined = 0;
  for (const part of key.slice(0, end).split('/')) {
    // TensorFlow writes "/" inside a name as ".S" and doubles dots
    const name = part.replace(/\.(S|\.)/g, (_, escaped) => (escaped === 'S' ? '/' : '.'));
    id = id === undefined ? undefined : objectGraph.objects[id]?.children.get(name);
  }
  return id;
}

/** A call's inputs end with the captures of the function it calls. */
function fromCalls(metaGraph: MetaGraph, objectGraph: ObjectGraph, tensors: Map<number, string>): void {
  for (const node of metaGraph.graph.nodes) {
    const captures = objectGraph.concreteFunctions.get(calledName(node) ?? '')?.boundInputs ?? [];
    if (captures.length === 0) continue;
    const inputs = node.inputs.filter((input) => !input.startsWith('^')).slice(-captures.length);
    if (inputs.length === captures.length) captures.forEach((id, index) => tensors.set(id, inputs[index] ?? ''));
  }
}

function calledName(node: NodeRecord): string | undefined {
  if (node.op !== 'StatefulPartitionedCall' && node.op !== 'PartitionedCall') return undefined;
  const f = node.attr('f');
  return f?.value.case === 'func' ? f.value.value.name : undefined;
}

interface Capture {
  readonly context: InlineContext;
  readonly main: CallFrame;
  readonly tensors: ReadonlyMap<number, string>;
  /** of the captured object */
  readonly id: number;
  /** of the node to be made where the main graph has none */
  readonly name: string;
}

/**
 * The tensor a function captures. A variable without a handle in the main graph gets one (`record` undefined, op VarHandleOp);
 * any other object without a tensor there is a bad-graph error.
 */
export function bindCapture({ context, main, tensors, id, name }: Capture): TensorRef {
  const tensor = tensors.get(id);
  const source = tensor === undefined ? undefined : main.body.find(tensor);
  if (source !== undefined) return resolve(main, source);
  const object = context.metaGraph.objectGraph?.objects[id];
  if (object?.variable === undefined) {
    throw new LensError(
      'bad-graph',
      `"${name}" is object ${id} of the object graph (${object?.kind ?? 'absent'}), which has no tensor in the graph.`,
      'Choose a signature or another function.',
    );
  }
  const { dtype, shape } = object.variable;
  const attrs = new Map([
    ['dtype', typeAttr(DTYPE_NUMBERS[dtype])],
    ['shape', shapeAttr(shape)],
    ['shared_name', textAttr(name)],
  ]);
  return new MadeNode(name, 'VarHandleOp', attrs, context.ops).output(0);
}
