import type { MetaGraph } from '../model/types.ts';
import type { CallFrame } from './callFrame.ts';
import { inExecutionOrder, reach } from './executionOrder.ts';
import type { InlineContext } from './inlineContext.ts';
import { resolveReached } from './inliner.ts';
import type { InlinedNode } from './inlinedNode.ts';
import type { NodeOrder } from './nodeOrder.ts';
import type { EntryPoint, FlatGraph, TensorRef } from './types.ts';

/** The flat graph of an inlining. Nodes and names are made when first asked for: many uses need only a few of them. */
export class InlinedGraph implements FlatGraph {
  readonly metaGraph: MetaGraph;
  readonly columns: NodeOrder;
  #nodes: readonly InlinedNode[] | undefined;
  #byName: Map<string, InlinedNode> | undefined;
  #aliases: Map<string, TensorRef> | undefined;
  #keptCalls: Map<string, string> | undefined;

  /** `made` are the nodes that are not in the file; `roots` what must be in the graph. */
  constructor(
    private readonly context: InlineContext,
    frame: CallFrame,
    readonly entry: EntryPoint,
    made: readonly InlinedNode[],
    roots: readonly InlinedNode[],
    readonly controlOutputs: readonly InlinedNode[] = [],
  ) {
    this.metaGraph = context.metaGraph;
    reach([...roots, ...controlOutputs], context.frames);
    this.columns = inExecutionOrder(made, frame);
  }

  get nodes(): readonly InlinedNode[] {
    return (this.#nodes ??= Array.from({ length: this.columns.count }, (_, id) => this.columns.node(id)));
  }

  get byName(): ReadonlyMap<string, InlinedNode> {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (const node of this.nodes) this.#byName.set(node.name, node);
    }
    return this.#byName;
  }

  get aliases(): ReadonlyMap<string, TensorRef> {
    if (this.#aliases === undefined) {
      this.#aliases = new Map();
      for (const frame of [...this.context.frames]) addAliases(frame, this.#aliases);
    }
    return this.#aliases;
  }

  get keptCalls(): ReadonlyMap<string, string> {
    this.#keptCalls ??= new Map(
      [...this.context.keptCalls].filter(([node]) => node.id >= 0).map(([node, reason]) => [node.name, reason]),
    );
    return this.#keptCalls;
  }
}

/** `CALL`, `CALL:k` of a call's outputs, `CALL/ARGUMENT` of its arguments, as far as the tensors behind them are in the graph. */
function addAliases(call: CallFrame, aliases: Map<string, TensorRef>): void {
  const { callee } = call;
  if (callee === undefined) return;
  callee.returns.forEach((source, index) => {
    const ref = resolveReached(call, source);
    if (ref !== undefined) aliases.set(index === 0 ? call.name : `${call.name}:${index}`, ref);
  });
  callee.definition.signature.inputArg.forEach(({ name }, index) => {
    const ref = resolveReached(call, -1 - index);
    if (ref !== undefined) aliases.set(call.prefix + name, ref);
  });
}
