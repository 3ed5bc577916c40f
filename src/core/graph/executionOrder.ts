import type { CallFrame } from './callFrame.ts';
import { asInlined, connect, resolve } from './inliner.ts';
import { FileNode, type InlinedNode } from './inlinedNode.ts';
import type { FlatNode } from './types.ts';

/**
 * Marks and connects everything that runs for the given nodes, along data and control edges.
 * A call runs as a whole, so all that it returns is reached with any part of it.
 */
export function reach(roots: readonly InlinedNode[], calls: readonly CallFrame[]): void {
  const pending: InlinedNode[] = [];
  const add = (node: FlatNode): void => {
    const inlined = asInlined({ node });
    if (inlined.isReached) return;
    inlined.isReached = true;
    pending.push(inlined);
  };
  roots.forEach(add);
  let entered = 0;
  for (;;) {
    const node = pending.pop();
    if (node !== undefined) {
      if (node instanceof FileNode) connect(node);
      for (const input of node.inputs) add(input.node);
      for (const control of node.controls) add(control);
      continue;
    }
    const call = calls[entered++];
    if (call === undefined) return;
    for (const source of call.callee?.returns ?? []) add(resolve(call, source).node);
  }
}

/**
 * Numbers the reached nodes: each after what it needs, else as they stand in the file, a call's body at the place of the call.
 * That is the order in which the model's author made them; back edges of v1 loops are the only exception.
 */
export function inExecutionOrder(first: readonly InlinedNode[], frame: CallFrame): readonly InlinedNode[] {
  const order: InlinedNode[] = [];
  for (const node of first) if (node.isReached) place(node, order);
  const walk = [{ frame, next: 0 }];
  for (let top = walk.at(-1); top !== undefined; top = walk.at(-1)) {
    const slots = top.frame.slots;
    if (top.next >= slots.length) {
      walk.pop();
      continue;
    }
    const slot = slots[top.next++];
    if (slot === undefined) continue;
    if (!(slot instanceof FileNode)) walk.push({ frame: slot, next: 0 });
    else if (slot.isReached && slot.id < 0) place(slot, order);
  }
  return order;
}

/** Appends a node after everything it needs that is not placed yet; a node met again while it waits closes a cycle and is passed over. */
function place(start: InlinedNode, order: InlinedNode[]): void {
  if (start.id >= 0) return;
  const waiting: { node: InlinedNode; next: number }[] = [{ node: start, next: 0 }];
  start.id = WAITING;
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const { node } = top;
    const needed = neededAt(node, top.next++);
    if (needed === undefined) {
      node.id = order.length;
      order.push(node);
      waiting.pop();
    } else if (needed.id === UNPLACED && !isBackEdge(needed, node)) {
      needed.id = WAITING;
      waiting.push({ node: needed, next: 0 });
    }
  }
}

const UNPLACED = -1;
const WAITING = -2;

function neededAt(node: InlinedNode, position: number): InlinedNode | undefined {
  const input = node.inputs[position];
  return input === undefined ? node.controls[position - node.inputs.length] : asInlined(input);
}

/** A v1 loop runs from its Merge to its NextIteration, whose value is that of the next round. */
function isBackEdge(from: InlinedNode, to: InlinedNode): boolean {
  return from.op.endsWith('NextIteration') && to.op.endsWith('Merge');
}
