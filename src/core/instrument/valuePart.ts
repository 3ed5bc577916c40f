import { LensError } from '../errors.ts';
import { classify } from '../graph/controlFlow.ts';
import { InnerNode } from '../graph/inner/innerNode.ts';
import { dtypeOfTensor } from '../graph/outputs.ts';
import { loopAxes, recordedShape } from '../graph/loopAxes.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import { tensorName } from '../graph/types.ts';
import type { AttrValue } from '../proto/messages.ts';
import type { Iterations } from '../run/iterations.ts';
import type { DType } from '../tensor/dtype.ts';
import { type Carrier, carriedDType } from './carrier.ts';
import { closure, type Edges } from './closure.ts';
import { runningControls } from './runningControls.ts';
import { emittedName, type NodeEmitter } from './emitNode.ts';
import { dtypeAttr, OWN_SCOPE } from './graphDraft.ts';
import { needsTap, tapRoots } from './frames/frameTaps.ts';
import { FunctionMaker } from './inner/functionMaker.ts';
import type { Recording } from './inner/recording.ts';
import type { Region } from './inner/region.ts';
import { TapEmitter } from './inner/tapEmitter.ts';
import { TapScope } from './inner/tapScope.ts';
import { ReferenceCopies } from './referenceCopies.ts';
import { readsBeforeAssignments } from './readOrder.ts';
import { tapKey, tapTree } from './inner/tapTree.ts';
import type { Vectors } from './inner/vectors.ts';
import type { FunctionDef } from '../proto/messages.ts';

/** A tensor whose value is given: a signature's input, or any inner tensor. */
export interface FedTensor {
  readonly ref: TensorRef;
  readonly dtype: DType;
}

/** A tensor that goes in or comes out, and how. */
export interface PlannedTensor {
  /** canonical name */
  readonly name: string;
  /** `node:index` in the sibling */
  readonly endpoint: string;
  readonly dtype: DType;
  readonly carrier: Carrier | undefined;
  /** of a tensor inside a loop or branch: how its value is put together; `endpoint` then gives all elements one after the other */
  readonly recording?: Recording;
}

export interface ValuePart {
  readonly feeds: readonly PlannedTensor[];
  readonly fetches: readonly PlannedTensor[];
  /** nodes of the model that run */
  readonly nodes: ReadonlySet<FlatNode>;
  /** functions that the library must hold besides the model's */
  readonly functions: readonly FunctionDef[];
}

/** What the planner has to know of the engine. */
export interface PlanEngine {
  /** how a dtype that it cannot move travels */
  carrier(dtype: DType): Carrier | undefined;
  /** true when it optimises the graph */
  readonly optimises: boolean;
}

/** What a sibling is to compute. */
export interface ValueRequest {
  readonly flat: FlatGraph;
  /** feasible tensors, none of them fed */
  readonly fetches: readonly TensorRef[];
  readonly fed: readonly FedTensor[];
  /** false for nodes that cannot run: nothing waits for them */
  readonly canRun: (node: FlatNode) => boolean;
  readonly engine: PlanEngine;
  /** what is kept of tensors inside loops; `all` unless said */
  readonly iterations?: Iterations;
}

/** Emits what the fetches need, walking back and stopping at fed tensors, with the conversions that the engine asks for. */
export function emitValuePart(
  emitter: NodeEmitter,
  { canRun, engine, fed, fetches, flat, iterations = 'all' }: ValueRequest,
): ValuePart {
  const given = new Map(fed.map((tensor) => [refKey(tensor.ref), tensor]));
  const inputs = (node: FlatNode): readonly TensorRef[] => node.inputs.filter((ref) => !given.has(refKey(ref)));
  const edges: Edges = { inputs, controls: runningControls(inputs, fed, canRun) };
  const flow = classify(flat);
  const roots = fetches.flatMap((ref) =>
    [ref.node instanceof InnerNode ? ref.node.graph.rootOwner : ref.node].flatMap((node) => [node, ...tapRoots(flow, node)]),
  );
  const nodes = closure(roots, edges);
  const feeds = new Map(
    fed.map((tensor, position) => [refKey(tensor.ref), emitFeed(emitter, tensor, position, engine.carrier(tensor.dtype))]),
  );
  const data = (ref: TensorRef): string => feeds.get(refKey(ref))?.consumed ?? endpoint(ref);
  const control = (node: FlatNode): string | undefined => (nodes.has(node) ? emittedName(node, 'n') : undefined);
  const order = readsBeforeAssignments(flat, nodes, edges);
  const copies = new ReferenceCopies(emitter.draft, order, fetches);
  const before = (node: FlatNode): readonly string[] => [
    ...edges.controls(node).map((control) => emittedName(control, 'n')),
    ...(order.get(node) ?? []).flatMap((read) => [emittedName(read, 'n'), ...copies.namesOf(read)]),
  ];
  const maker = new FunctionMaker(flat.metaGraph.graph.functions, emitter);
  const region: Region = {
    flat,
    scope: new TapScope(emitter, 'graph'),
    nameOf: (node: FlatNode) => emittedName(node, 'n'),
    names: { data, control, before },
  };
  const taps = new TapEmitter(flat, maker, iterations);
  const recorded = taps.emitNodes(region, nodes, tapTree(fetches));
  const output = new FetchEmitter(emitter.draft, engine);
  const fetched = fetches.map((ref) => {
    const isInLoop = loopAxes(flat, ref.node).length > 0;
    const isInside = ref.node instanceof InnerNode;
    if (!isInside && !needsTap(flow, ref)) return output.plain(ref, copies.add(ref, endpoint(ref)));
    const tapped = isInside ? recorded.get(tapKey(ref)) : taps.tap(region, ref, isInLoop);
    if (tapped === undefined) throw new LensError('internal', `"${tensorName(ref)}" was not recorded.`);
    return output.recorded(ref, tapped.vectors, {
      levels: tapped.levels,
      shape: recordedShape(flat, ref),
      ...(iterations === 'stats' && isInLoop ? { summaryOf: dtypeOfTensor(ref) } : {}),
      isGuard: !isInside && !isInLoop,
    });
  });
  return { feeds: [...feeds.values()].map((feed) => feed.planned), fetches: fetched, nodes, functions: maker.made };
}

function refKey(ref: TensorRef): string {
  return `${ref.node.id}:${ref.index}`;
}

function endpoint(ref: TensorRef): string {
  return `${emittedName(ref.node, 'n')}:${ref.index}`;
}

/** A placeholder in the place of the tensor; `consumed` is what its consumers take. */
function emitFeed(
  { draft }: NodeEmitter,
  { ref, dtype }: FedTensor,
  position: number,
  carrier: Carrier | undefined,
): { planned: PlannedTensor; consumed: string } {
  const isPlaceholder = ref.node.op === 'Placeholder' || ref.node.op === 'PlaceholderWithDefault';
  const wanted = emittedName(ref.node, 'n');
  const value = isPlaceholder && !draft.has(wanted) ? wanted : `${OWN_SCOPE}/feed/${position}`;
  const name = tensorName(ref);
  if (carrier === undefined) {
    draft.placeholder(value, dtype, undefined);
    return { planned: { name, endpoint: `${value}:0`, dtype, carrier }, consumed: `${value}:0` };
  }
  const entry = draft.placeholder(`${OWN_SCOPE}/carried/${position}`, carriedDType(dtype, carrier), undefined);
  const types = [dtype, ...carrier.map((step) => step.to)];
  let current = entry;
  [...carrier.entries()].reverse().forEach(([index, step]) => {
    const target = index === 0 ? value : `${entry}/${index}`;
    current = draft.add(
      target,
      step.op,
      [`${current}:0`],
      conversionAttrs(step.op, types[index + 1] ?? dtype, types[index] ?? dtype),
    );
  });
  return { planned: { name, endpoint: `${entry}:0`, dtype, carrier }, consumed: `${current}:0` };
}

/** The ends of the graph from which values are taken, with the conversions that the engine asks for. */
class FetchEmitter {
  #count = 0;

  constructor(
    private readonly draft: NodeEmitter['draft'],
    private readonly engine: PlanEngine,
  ) {}

  plain(ref: TensorRef, source: string): PlannedTensor {
    return this.#end(tensorName(ref), source, dtypeOfTensor(ref));
  }

  /** A tensor inside a loop or branch comes as several vectors. */
  recorded(ref: TensorRef, vectors: Vectors, recording: Omit<Recording, 'parts'>): PlannedTensor {
    const name = tensorName(ref);
    const [values, ...others] = vectors.map((vector) => this.#end(name, vector.endpoint, vector.dtype));
    if (values === undefined) throw new LensError('internal', `"${name}" was not recorded.`);
    return { ...values, recording: { parts: others, ...recording } };
  }

  /** Grappler fuses a node whose first output alone has consumers, although another is fetched: an Identity is a consumer. */
  #end(name: string, source: string, dtype: DType): PlannedTensor {
    const position = this.#count++;
    const carrier = this.engine.carrier(dtype);
    let current = source;
    let from = dtype;
    for (const [index, step] of (carrier ?? []).entries()) {
      current = `${this.draft.add(`${OWN_SCOPE}/fetch/${position}/${index}`, step.op, [current], conversionAttrs(step.op, from, step.to))}:0`;
      from = step.to;
    }
    if (carrier === undefined && this.engine.optimises && !source.endsWith(':0')) {
      current = `${this.draft.add(`${OWN_SCOPE}/fetch/${position}`, 'Identity', [current], { T: dtypeAttr(dtype) })}:0`;
    }
    return { name, endpoint: current, dtype, carrier };
  }
}

function conversionAttrs(op: 'Cast' | 'Bitcast', from: DType, to: DType): Readonly<Record<string, AttrValue>> {
  return op === 'Cast' ? { SrcT: dtypeAttr(from), DstT: dtypeAttr(to) } : { T: dtypeAttr(from), type: dtypeAttr(to) };
}
