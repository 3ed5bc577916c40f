import { LensError } from '../errors.ts';
import type { FunctionRecord, MetaGraph, NodeRecord } from '../model/types.ts';
import { DAMAGED, type Body, FunctionBody, GraphBody } from './body.ts';
import type { CallFrame } from './callFrame.ts';
import type { FileNode } from './inlinedNode.ts';
import { OpLookup } from './opLookup.ts';

/** A graph that inlines to more nodes than this is refused. */
export const MOST_NODES = 2_000_000;

/** A few bytes of a damaged file can claim any number of outputs; a graph that has more of them beside the first ones is refused. */
const MOST_FURTHER_OUTPUTS = 1_000_000;

const SWITCHES: ReadonlySet<string> = new Set(['Switch', 'RefSwitch', 'Enter', 'RefEnter']);

function isCall(op: string): boolean {
  return op === 'StatefulPartitionedCall' || op === 'PartitionedCall';
}

function isXla(op: string): boolean {
  return op.startsWith('Xla') && op !== 'XlaCallModule';
}

/** What all frames of one inlining share. */
export class InlineContext {
  readonly ops: OpLookup;
  readonly frames: CallFrame[] = [];
  readonly keptCalls = new Map<FileNode, string>();
  readonly #bodies = new Map<FunctionRecord, FunctionBody>();
  /** by number of the op: whether such nodes may call a function */
  readonly #callOps: (boolean | undefined)[] = [];
  readonly #xlaOps: (boolean | undefined)[] = [];
  readonly #withSwitches = new Map<Body, boolean>();
  #count = 0;
  #furtherOutputs = 0;

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

  /** False for nodes that call no function of the library, whatever their attributes. */
  mayCall({ columns, first }: Body, position: number): boolean {
    const op = columns.opNumber(first + position);
    return (this.#callOps[op] ??= isCall(columns.ops[op] ?? '') || this.metaGraph.graph.functions.has(columns.ops[op] ?? ''));
  }

  /** The function a node calls and is replaced by, when it is such a call. */
  calleeOf(record: NodeRecord, frame: CallFrame): FunctionRecord | undefined {
    const { functions } = this.metaGraph.graph;
    if (!isCall(record.op)) return functions.get(record.op);
    const f = frame.attr(record, 'f');
    return f?.value.case === 'func' ? functions.get(f.value.value.name) : undefined;
  }

  /** Why a function cannot be inlined wherever it is called, if so. */
  refusal(callee: FunctionRecord): string | undefined {
    // looks into the whole function, which reading its signature alone would not
    const xla = this.#xlaOp(callee);
    const { inputArg, outputArg } = callee.signature;
    const isList = [...inputArg, ...outputArg].some((arg) => arg.numberAttr !== '' || arg.typeListAttr !== '');
    if (isList) return `function "${callee.name}" has arguments of varying number`;
    // XLA's own ops have no kernels outside a compiled function
    return xla === undefined ? undefined : `function "${callee.name}" is compiled as a whole (it holds ${xla})`;
  }

  #xlaOp({ range: { columns, first, count } }: FunctionRecord): string | undefined {
    for (let index = first; index < first + count; index++) {
      const op = columns.opNumber(index);
      if ((this.#xlaOps[op] ??= isXla(columns.ops[op] ?? ''))) return columns.ops[op];
    }
    return undefined;
  }

  /** Whether a body has v1 control flow, in which every node of the calls in it needs an input of their frame. */
  hasSwitches(body: Body): boolean {
    let known = this.#withSwitches.get(body);
    if (known === undefined) {
      const { columns, count, first } = body;
      const ops = new Set<number>();
      for (let index = first; index < first + count; index++) ops.add(columns.opNumber(index));
      this.#withSwitches.set(body, (known = [...ops].some((op) => SWITCHES.has(columns.ops[op] ?? ''))));
    }
    return known;
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

  /** Counts the outputs of a node of the file. */
  countOutputs(count: number, name: string): void {
    if (count < 2) return;
    this.#furtherOutputs += count - 1;
    if (this.#furtherOutputs <= MOST_FURTHER_OUTPUTS) return;
    throw new LensError(
      'bad-graph',
      `"${name}" says it has ${count.toLocaleString('en')} outputs; with the nodes before it that is more than any graph has.`,
      DAMAGED,
    );
  }
}
