import type { CallFrame } from './callFrame.ts';
import { asInlined, resolveNode } from './inliner.ts';
import { FileNode, REACHED, UNREACHED, WAITING, type InlinedNode } from './inlinedNode.ts';

/**
 * Marks everything that runs for the given nodes, along data and control edges.
 * A call runs as a whole, so all that it returns is reached with any part of it.
 */
export function reach(roots: readonly InlinedNode[], calls: readonly CallFrame[]): void {
  const pending: InlinedNode[] = [];
  const add = (node: InlinedNode): void => {
    if (node.id !== UNREACHED) return;
    node.id = REACHED;
    pending.push(node);
  };
  roots.forEach(add);
  let entered = 0;
  for (;;) {
    const node = pending.pop();
    if (node !== undefined) {
      if (node instanceof FileNode) addNeeded(node, add);
      continue;
    }
    const call = calls[entered++];
    if (call === undefined) return;
    for (const source of call.callee?.returns ?? []) add(resolveNode(call, source));
  }
}

function addNeeded(node: FileNode, add: (node: InlinedNode) => void): void {
  const { inputs } = node;
  for (const input of inputs) add(asInlined(input));
  // control inputs come last; a node without any inputs has those of its caller
  if (inputs.length === 0 || node.record.inputs.length > inputs.length) node.controls.forEach(add);
}

/**
 * Numbers the reached nodes: each after what it needs, else as they stand in the file, a call's body at the place of the call.
 * Most files are sorted already; a body that is not has its nodes placed one by one. It is the order in which the model's author made them; back edges of v1 loops are the only exception.
 */
export function inExecutionOrder(first: readonly InlinedNode[], frame: CallFrame): readonly InlinedNode[] {
  const order: InlinedNode[] = [];
  for (const node of first) if (node.id === REACHED) place(node, order);
  const walk = [{ frame, next: 0, isSorted: frame.isSorted }];
  for (let top = walk.at(-1); top !== undefined; top = walk.at(-1)) {
    const { slots } = top.frame;
    if (top.next >= slots.length) {
      walk.pop();
      continue;
    }
    const slot = slots[top.next++];
    if (slot === undefined) continue;
    if (!(slot instanceof FileNode)) walk.push({ frame: slot, next: 0, isSorted: top.isSorted && slot.isSorted });
    else if (slot.id !== REACHED) continue;
    else if (top.isSorted) append(slot, order);
    else place(slot, order);
  }
  return order;
}

function append(node: InlinedNode, order: InlinedNode[]): void {
  node.id = order.length;
  order.push(node);
}

/** Appends a node after everything it needs that is not placed yet; a node met again while it waits closes a cycle and is passed over. */
function place(start: InlinedNode, order: InlinedNode[]): void {
  const waiting: { node: InlinedNode; next: number }[] = [{ node: start, next: 0 }];
  start.id = WAITING;
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const { node } = top;
    const needed = neededAt(node, top.next++);
    if (needed === undefined) {
      append(node, order);
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
