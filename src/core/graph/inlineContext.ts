import { LensError } from '../errors.ts';
import type { FunctionRecord, MetaGraph, NodeRecord } from '../model/types.ts';
import { FunctionBody, GraphBody } from './body.ts';
import type { CallFrame } from './callFrame.ts';
import type { FileNode } from './inlinedNode.ts';
import { OpLookup } from './opLookup.ts';

/** A graph that inlines to more nodes than this is refused. */
export const MOST_NODES = 2_000_000;

const SWITCHES: ReadonlySet<string> = new Set(['Switch', 'RefSwitch', 'Enter', 'RefEnter']);

/** What all frames of one inlining share. */
export class InlineContext {
  readonly ops: OpLookup;
  readonly frames: CallFrame[] = [];
  readonly keptCalls = new Map<FileNode, string>();
  readonly #bodies = new Map<FunctionRecord, FunctionBody>();
  #hasSwitches: boolean | undefined;
  #count = 0;

  constructor(
    readonly metaGraph: MetaGraph,
    private readonly most = MOST_NODES,
  ) {
    this.ops = OpLookup.of(metaGraph);
  }

  mainBody(): GraphBody {
    return new GraphBody(this.metaGraph.graph);
  }

  functionBody(record: FunctionRecord): FunctionBody {
    let body = this.#bodies.get(record);
    if (body === undefined) this.#bodies.set(record, (body = new FunctionBody(record, this.ops)));
    return body;
  }

  /** The function a node calls and is replaced by, when it is such a call. */
  calleeOf(record: NodeRecord, frame: CallFrame): FunctionRecord | undefined {
    const { functions } = this.metaGraph.graph;
    if (record.op !== 'StatefulPartitionedCall' && record.op !== 'PartitionedCall') return functions.get(record.op);
    const f = frame.attr(record, 'f');
    return f?.value.case === 'func' ? functions.get(f.value.value.name) : undefined;
  }

  /** Why a function cannot be inlined wherever it is called, if so. */
  refusal(callee: FunctionRecord): string | undefined {
    const { inputArg, outputArg } = callee.signature;
    const isList = [...inputArg, ...outputArg].some((arg) => arg.numberAttr !== '' || arg.typeListAttr !== '');
    if (isList) return `function "${callee.name}" has arguments of varying number`;
    // XLA's own ops have no kernels outside a compiled function
    const xla = callee.nodes.find(({ op }) => op.startsWith('Xla') && op !== 'XlaCallModule');
    return xla === undefined ? undefined : `function "${callee.name}" is compiled as a whole (it holds ${xla.op})`;
  }

  /** Whether the main graph has v1 control flow, in which every inlined node needs an input of its caller's frame. */
  get hasSwitches(): boolean {
    this.#hasSwitches ??= this.metaGraph.graph.nodes.some(({ op }) => SWITCHES.has(op));
    return this.#hasSwitches;
  }

  /** Counts a node or call about to be made. */
  count(): void {
    if (++this.#count <= this.most) return;
    throw new LensError(
      'too-large',
      `The graph has more than ${this.most.toLocaleString('en')} nodes once its calls are inlined.`,
      'Choose a smaller signature or function.',
    );
  }
}
