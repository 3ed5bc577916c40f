import { LensError } from '../errors.ts';
import type { Source } from './body.ts';
import { CallFrame, type Place } from './callFrame.ts';
import { FileNode, InlinedNode } from './inlinedNode.ts';
import type { TensorRef } from './types.ts';

/** A value behind all calls and arguments: a node's output in a frame, or a value given from outside. */
type Located = Place | TensorRef;

const NO_NODES: readonly InlinedNode[] = [];

/** The tensor behind a place; makes its node when it is the first to ask. */
export function resolve(frame: CallFrame, source: Source): TensorRef {
  if (source.position >= 0) {
    const slot = frame.slot(source.position);
    if (slot instanceof FileNode) return slot.output(source.output);
  }
  return refOf(locate(frame, source));
}

/** As `resolve`, but only if that node is part of the flat graph already. */
export function resolveReached(frame: CallFrame, source: Source): TensorRef | undefined {
  const located = locate(frame, source);
  if (!('frame' in located)) return located;
  const node = located.frame.slots[located.source.position];
  return node instanceof FileNode && node.isReached ? node.output(located.source.output) : undefined;
}

function refOf(located: Located): TensorRef {
  if (!('frame' in located)) return located;
  const { frame, source } = located;
  return nodeAt(frame, source.position).output(source.output);
}

function nodeAt(frame: CallFrame, position: number): FileNode {
  const slot = frame.slot(position);
  if (slot instanceof FileNode) return slot;
  throw new LensError('internal', `"${slot.name}" is a call where a node is expected.`);
}

/**
 * Follows a value through calls (to what the function returns) and arguments (to what the caller gives).
 * A loop, not a recursion: chains of calls that hand a value on can be as long as the graph.
 */
function locate(startFrame: CallFrame, startSource: Source): Located {
  let frame = startFrame;
  let source = startSource;
  let trail: { frame: CallFrame; output: number }[] | undefined;
  let result: Located | undefined;
  while (result === undefined) {
    if (source.position < 0) {
      const { caller } = frame;
      const index = -1 - source.position;
      if (caller === undefined) {
        result = required(frame.given[index], frame, index);
      } else {
        source = required(caller.frame.body.edges(caller.position).data[index], frame, index);
        frame = caller.frame;
      }
      continue;
    }
    const slot = frame.slot(source.position);
    if (slot instanceof FileNode) {
      result = { frame, source };
      continue;
    }
    const { output } = source;
    const known = slot.outputs[output];
    if (known === null) throw new LensError('bad-graph', `Call "${slot.name}" returns its own output ${output}.`, 'The file is damaged or was written by a faulty tool.');
    if (known !== undefined) {
      result = known;
      continue;
    }
    slot.outputs[output] = null;
    (trail ??= []).push({ frame: slot, output });
    const returned = slot.callee?.returns[output];
    if (returned === undefined) throw new LensError('bad-graph', `Call "${slot.name}" has no output ${output}.`, 'The file is damaged or was written by a faulty tool.');
    frame = slot;
    source = returned;
  }
  if (trail !== undefined) for (const step of trail) step.frame.outputs[step.output] = result;
  return result;
}

function required<T>(value: T | undefined, frame: CallFrame, index: number): T {
  if (value !== undefined) return value;
  throw new LensError('bad-graph', `Call "${frame.name}" does not give argument ${index} of ${frame.body.title}.`, 'The file is damaged or was written by a faulty tool.');
}

/** Fills in what a node refers to. */
export function connect(node: FileNode): void {
  const { frame, position } = node;
  const edges = frame.body.edges(position);
  if (edges.data.length > 0) node.inputs = edges.data.map((source) => resolve(frame, source));
  if (edges.controls.length > 0) node.controls = controlsOf(frame, edges.controls);
  else if (edges.data.length === 0) node.controls = inheritedControls(frame);
}

/** Nodes that must have run before a call's input-less nodes: TensorFlow's `input_control_node`. */
function inheritedControls(start: CallFrame): readonly InlinedNode[] {
  const pending: CallFrame[] = [];
  let result: readonly InlinedNode[] = NO_NODES;
  for (let frame: CallFrame | undefined = start; frame?.caller !== undefined; frame = frame.caller.frame) {
    if (frame.inherited !== undefined) {
      result = frame.inherited;
      break;
    }
    pending.push(frame);
    const own: readonly InlinedNode[] = callControls(frame);
    if (own.length > 0) {
      result = own;
      break;
    }
  }
  for (const frame of pending) frame.inherited = result;
  return result;
}

/** A call's own control inputs; inside v1 control flow, where a call has none, its first input keeps the body in the caller's frame. */
function callControls(frame: CallFrame): readonly InlinedNode[] {
  const { caller } = frame;
  if (caller === undefined) return NO_NODES;
  const { data, controls } = caller.frame.body.edges(caller.position);
  if (controls.length > 0) return controlsOf(caller.frame, controls);
  const first = data[0];
  if (first === undefined || caller.frame.callee !== undefined || !frame.context.hasSwitches) return NO_NODES;
  return [asInlined(resolve(caller.frame, first))];
}

/** The nodes that control inputs mean: `^call` is what the function's control outputs are, `^argument` the producer of its value. */
export function controlsOf(frame: CallFrame, positions: readonly number[]): readonly InlinedNode[] {
  const only = positions.length === 1 ? positions[0] : undefined;
  if (only === undefined || only < 0) return expandControls(positions.map((position) => ({ frame, position })));
  const slot = frame.slot(only);
  if (slot instanceof FileNode) return [slot];
  return (slot.controlOutputs ??= expandControls([{ frame, position: only }]));
}

interface ControlTarget {
  readonly frame: CallFrame;
  readonly position: number;
}

function expandControls(start: readonly ControlTarget[]): readonly InlinedNode[] {
  const found = new Set<InlinedNode>();
  const entered = new Set<CallFrame>();
  const pending = [...start].reverse();
  for (let target = pending.pop(); target !== undefined; target = pending.pop()) {
    const { frame, position } = target;
    if (position < 0) {
      found.add(asInlined(resolve(frame, { position, output: 0 })));
      continue;
    }
    const slot = frame.slot(position);
    if (slot instanceof FileNode) found.add(slot);
    else if (!entered.has(slot)) {
      entered.add(slot);
      pending.push(...controlTargets(slot).reverse());
    }
  }
  return [...found];
}

/** A call's control outputs; without any, it has run when its outputs are there; without outputs, when it could have started. */
function controlTargets(call: CallFrame): ControlTarget[] {
  const { callee, caller } = call;
  if (callee === undefined || caller === undefined) return [];
  if (callee.controlReturns.length > 0) return callee.controlReturns.map((position) => ({ frame: call, position }));
  if (callee.returns.length > 0) return callee.returns.map(({ position }) => ({ frame: call, position }));
  return caller.frame.body.edges(caller.position).controls.map((position) => ({ frame: caller.frame, position }));
}

/** The node behind a tensor as the inliner's own class. */
export function asInlined({ node }: Pick<TensorRef, 'node'>): InlinedNode {
  if (node instanceof InlinedNode) return node;
  throw new LensError('internal', `"${node.name}" was not made by the inliner.`);
}
