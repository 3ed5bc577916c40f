import { LensError } from '../errors.ts';
import { DAMAGED, outputOf, positionOf, type Source } from './body.ts';
import type { CallFrame, Located } from './callFrame.ts';
import { FileNode, InlinedNode, UNREACHED } from './inlinedNode.ts';
import type { TensorRef } from './types.ts';

const NO_REFS: readonly TensorRef[] = [];
const NO_NODES: readonly InlinedNode[] = [];

/** The tensor behind a source; makes its node when it is the first to ask. */
export function resolve(frame: CallFrame, source: Source): TensorRef {
  return fileNodeAt(frame, source)?.output(outputOf(source)) ?? refOf(locate(frame, source));
}

/** The node behind a source. */
export function resolveNode(frame: CallFrame, source: Source): InlinedNode {
  return fileNodeAt(frame, source) ?? asInlined(refOf(locate(frame, source)));
}

/** As `resolve`, but only if that node is part of the flat graph already. */
export function resolveReached(frame: CallFrame, source: Source): TensorRef | undefined {
  const ref = resolve(frame, source);
  return asInlined(ref).id === UNREACHED ? undefined : ref;
}

/** The node behind a tensor as the inliner's own class. */
export function asInlined({ node }: Pick<TensorRef, 'node'>): InlinedNode {
  if (node instanceof InlinedNode) return node;
  throw new LensError('internal', `"${node.name}" was not made by the inliner.`);
}

/** The usual case: a node of the same body. */
function fileNodeAt(frame: CallFrame, source: Source): FileNode | undefined {
  if (source < 0) return undefined;
  const position = positionOf(source);
  return frame.callAt(position) === undefined ? frame.node(position) : undefined;
}

function refOf(located: Located): TensorRef {
  if (!('frame' in located)) return located;
  const node = fileNodeAt(located.frame, located.source);
  if (node !== undefined) return node.output(outputOf(located.source));
  throw new LensError('internal', `A call in ${located.frame.body.title} was not followed to its result.`);
}

/**
 * Follows a value through calls (to what the function returns) and arguments (to what the caller gives).
 * A loop, not a recursion: chains of calls that hand a value on can be as long as the graph.
 */
export function locate(startFrame: CallFrame, startSource: Source): Located {
  let frame = startFrame;
  let source = startSource;
  const trail: { call: CallFrame; output: number }[] = [];
  let result: Located | undefined;
  while (result === undefined) {
    if (source < 0) {
      const argument: Located = frame.argument(-1 - source);
      if (!('frame' in argument)) result = argument;
      else ({ frame, source } = argument);
      continue;
    }
    const call = frame.callAt(positionOf(source));
    if (call === undefined) {
      result = { frame, source };
      continue;
    }
    const output = outputOf(source);
    const known = call.outputs[output];
    if (known === null) throw new LensError('bad-graph', `Call "${call.name}" returns its own output ${output}.`, DAMAGED);
    if (known !== undefined) {
      result = known;
      continue;
    }
    call.outputs[output] = null;
    trail.push({ call, output });
    frame = call;
    source = call.returned(output);
  }
  for (const { call, output } of trail) call.outputs[output] = result;
  return result;
}

/** Data inputs of a node. */
export function dataOf(frame: CallFrame, position: number): readonly TensorRef[] {
  const { body } = frame;
  const refs: TensorRef[] = [];
  for (let input = body.inputs(position); input < body.inputsEnd(position); input++) {
    if (!body.isControl(input)) refs.push(resolve(frame, body.source(input, position)));
  }
  return refs.length === 0 ? NO_REFS : refs;
}

/** Control inputs of a node: its own, or its caller's when it has no inputs at all. */
export function controlsOf(frame: CallFrame, position: number): readonly InlinedNode[] {
  const end = frame.body.inputsEnd(position);
  if (frame.body.inputs(position) === end) return inheritedControls(frame);
  // control inputs come last
  return frame.body.isControl(end - 1) ? expandControls(frame, frame.body.controls(position)) : NO_NODES;
}

/** Nodes that must have run before a call's input-less nodes: TensorFlow's `input_control_node`. */
function inheritedControls(start: CallFrame): readonly InlinedNode[] {
  if (start.inherited !== undefined) return start.inherited;
  const pending: CallFrame[] = [];
  let result = NO_NODES;
  for (let frame: CallFrame | undefined = start; frame?.caller !== undefined; frame = frame.caller.frame) {
    pending.push(frame);
    result = frame.inherited ?? callControls(frame);
    if (result.length > 0) break;
  }
  for (const frame of pending) frame.inherited = result;
  return result;
}

/** A call's own control inputs; inside v1 control flow, where a call has none, its first input keeps the body in the caller's frame. */
function callControls(call: CallFrame): readonly InlinedNode[] {
  if (call.caller === undefined) return NO_NODES;
  const { frame, position } = call.caller;
  const controls = frame.body.controls(position);
  if (controls.length > 0) return expandControls(frame, controls);
  if (!frame.context.hasSwitches(frame.body)) return NO_NODES;
  const first = frame.body.data(position, 0);
  return first === undefined ? NO_NODES : [resolveNode(frame, first)];
}

/** The nodes that control inputs mean: `^call` is what the function's control outputs are, `^argument` the producer of its value. */
export function expandControls(frame: CallFrame, positions: readonly number[]): readonly InlinedNode[] {
  const nodes: InlinedNode[] = [];
  for (const position of positions) {
    const slot = position < 0 ? undefined : frame.slot(position);
    if (slot instanceof FileNode) nodes.push(slot);
    else if (slot !== undefined && positions.length === 1) return (slot.controlOutputs ??= expand(frame, positions));
    else return expand(frame, positions);
  }
  return nodes;
}

function expand(start: CallFrame, positions: readonly number[]): readonly InlinedNode[] {
  const found = new Set<InlinedNode>();
  const entered = new Set<CallFrame>();
  const pending = positions.map((position) => ({ frame: start, position })).reverse();
  for (let target = pending.pop(); target !== undefined; target = pending.pop()) {
    const { frame, position } = target;
    const slot = position < 0 ? resolveNode(frame, position) : frame.slot(position);
    if (slot instanceof InlinedNode) found.add(slot);
    else if (!entered.has(slot)) {
      entered.add(slot);
      pending.push(...slot.controlTargets().reverse());
    }
  }
  return [...found];
}
