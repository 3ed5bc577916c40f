import { positionOf, type Source } from './body.ts';
import type { CallFrame } from './callFrame.ts';
import { asInlined, controlsOf, locate } from './inliner.ts';
import { FileNode, REACHED, UNREACHED, WAITING, type InlinedNode } from './inlinedNode.ts';
import { NodeOrder } from './nodeOrder.ts';

/**
 * Marks everything that runs for the given nodes, along data and control edges.
 * A call runs as a whole, so all that it returns is reached with any part of it.
 */
export function reach(roots: readonly InlinedNode[], calls: readonly CallFrame[]): void {
  const pending = new Pending();
  for (const root of roots) pending.add(root);
  let entered = 0;
  for (;;) {
    pending.walk();
    const call = calls[entered++];
    if (call === undefined) return;
    for (const source of call.callee?.returns ?? []) pending.addSource(call, source);
  }
}

/** Nodes that were reached and whose inputs are still to be. They are frames and positions: most never become objects. */
class Pending {
  readonly #frames: CallFrame[] = [];
  readonly #positions: number[] = [];

  add(node: InlinedNode): void {
    if (node instanceof FileNode) this.#addAt(node.frame, node.position);
    else if (node.id === UNREACHED) node.id = REACHED;
  }

  addSource(frame: CallFrame, source: Source): void {
    const position = source < 0 ? -1 : positionOf(source);
    if (position >= 0 && frame.callAt(position) === undefined) {
      this.#addAt(frame, position);
      return;
    }
    const located = locate(frame, source);
    if ('frame' in located) this.#addAt(located.frame, positionOf(located.source));
    else this.add(asInlined(located));
  }

  walk(): void {
    for (let frame = this.#frames.pop(); frame !== undefined; frame = this.#frames.pop())
      this.#addNeeded(frame, this.#positions.pop() ?? 0);
  }

  #addAt(frame: CallFrame, position: number): void {
    if (frame.idAt(position) !== UNREACHED) return;
    frame.setId(position, REACHED);
    frame.context.count();
    this.#frames.push(frame);
    this.#positions.push(position);
  }

  #addNeeded(frame: CallFrame, position: number): void {
    const { body } = frame;
    const first = body.inputs(position);
    const end = body.inputsEnd(position);
    for (let input = first; input < end; input++) if (!body.isControl(input)) this.addSource(frame, body.source(input, position));
    // control inputs come last; a node without any inputs has those of its caller
    if (first === end || body.isControl(end - 1)) for (const node of controlsOf(frame, position)) this.add(node);
  }
}

/**
 * Numbers the reached nodes: each after what it needs, else as they stand in the file, a call's body at the place of the call.
 * Most files are sorted already; a body that is not has its nodes placed one by one. It is the order in which the model's author made them; back edges of v1 loops are the only exception.
 */
export function inExecutionOrder(first: readonly InlinedNode[], frame: CallFrame): NodeOrder {
  const order = new NodeOrder();
  for (const node of first) if (node.id === REACHED) place(node, order);
  const walk = [{ frame, next: 0, isSorted: frame.body.isSorted }];
  for (let top = walk.at(-1); top !== undefined; top = walk.at(-1)) {
    const { frame: at, isSorted } = top;
    const { count } = at.body;
    let inner: CallFrame | undefined;
    while (inner === undefined && top.next < count) {
      const position = top.next++;
      if (at.idAt(position) === REACHED) {
        if (isSorted) order.add(at, position);
        else place(at.node(position), order);
      } else inner = at.knownCallAt(position);
    }
    if (inner === undefined) walk.pop();
    else walk.push({ frame: inner, next: 0, isSorted: isSorted && inner.body.isSorted });
  }
  return order;
}

/** Appends a node after everything it needs that is not placed yet; a node met again while it waits closes a cycle and is passed over. */
function place(start: InlinedNode, order: NodeOrder): void {
  const waiting: { node: InlinedNode; next: number }[] = [{ node: start, next: 0 }];
  start.id = WAITING;
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const { node } = top;
    const needed = neededAt(node, top.next++);
    if (needed === undefined) {
      if (node instanceof FileNode) order.add(node.frame, node.position);
      else order.addMade(node);
      waiting.pop();
    } else if (needed.id === REACHED && !isBackEdge(needed, node)) {
      needed.id = WAITING;
      waiting.push({ node: needed, next: 0 });
    }
  }
}

function neededAt(node: InlinedNode, position: number): InlinedNode | undefined {
  const input = node.inputs[position];
  return input === undefined ? node.controls[position - node.inputs.length] : asInlined(input);
}

/** A v1 loop runs from its Merge to its NextIteration, whose value is that of the next round. */
function isBackEdge(from: InlinedNode, to: InlinedNode): boolean {
  return from.op.endsWith('NextIteration') && to.op.endsWith('Merge');
}
