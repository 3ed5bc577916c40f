import { LensError } from '../errors.ts';
import { positionOf, type Source } from './body.ts';
import type { CallFrame } from './callFrame.ts';
import { EdgeWriter, type Edges, type GraphColumns } from './graphColumns.ts';
import { asInlined, locate } from './inliner.ts';
import type { InlinedNode } from './inlinedNode.ts';

const SLASH = 47;

/** Nodes in order of execution, as where they come from: those that nobody looks at never become objects. */
export class NodeOrder implements GraphColumns {
  /** by id: the instance of a body that a node stands in, and where; undefined for nodes that are in no body */
  readonly #frames: (CallFrame | undefined)[] = [];
  readonly #positions: number[] = [];
  readonly #made = new Map<number, InlinedNode>();
  #edges: Edges | undefined;

  get count(): number {
    return this.#frames.length;
  }

  /** Appends the node at a position. */
  add(frame: CallFrame, position: number): void {
    frame.setId(position, this.#frames.length);
    this.#frames.push(frame);
    this.#positions.push(position);
  }

  /** Appends a node that is not in the file. */
  addMade(node: InlinedNode): void {
    node.id = this.#frames.length;
    this.#made.set(node.id, node);
    this.#frames.push(undefined);
    this.#positions.push(0);
  }

  node(id: number): InlinedNode {
    const node = this.#frames[id]?.node(this.#positions[id] ?? 0) ?? this.#made.get(id);
    if (node === undefined) throw new LensError('internal', `There is no node ${id}.`);
    return node;
  }

  op(id: number): string {
    return this.#frames[id]?.body.op(this.#positions[id] ?? 0) ?? this.#made.get(id)?.op ?? '';
  }

  ownName(id: number): string {
    return this.#frames[id]?.body.name(this.#positions[id] ?? 0) ?? this.#made.get(id)?.name ?? '';
  }

  callPrefix(id: number): string {
    return this.#frames[id]?.prefix ?? '';
  }

  scopeLength(id: number): number {
    const body = this.#frames[id]?.body;
    if (body === undefined) return Math.max(0, this.ownName(id).lastIndexOf('/'));
    const { columns, first } = body;
    const start = columns.nameStart(first + (this.#positions[id] ?? 0));
    for (let at = columns.nameEnd(first + (this.#positions[id] ?? 0)) - 1; at > start; at--)
      if (columns.bytes[at] === SLASH) return at - start;
    return 0;
  }

  sharesScope(id: number, other: number): boolean {
    const body = this.#frames[id]?.body;
    const length = this.scopeLength(id);
    if (body === undefined || this.#frames[id] !== this.#frames[other] || length !== this.scopeLength(other)) return false;
    const { columns, first } = body;
    const a = columns.nameStart(first + (this.#positions[id] ?? 0));
    const b = columns.nameStart(first + (this.#positions[other] ?? 0));
    for (let i = length - 1; i >= 0; i--) if (columns.bytes[a + i] !== columns.bytes[b + i]) return false;
    return true;
  }

  get ops(): ReadonlySet<string> {
    const ops = new Set(this.#frames.find((frame) => frame !== undefined)?.body.columns.ops);
    for (const { op } of this.#made.values()) ops.add(op);
    return ops;
  }

  get edges(): Edges {
    return (this.#edges ??= this.#readEdges());
  }

  #readEdges(): Edges {
    const writer = new EdgeWriter(this.count);
    for (let id = 0; id < this.count; id++) {
      const frame = this.#frames[id];
      if (frame !== undefined) this.#addEdges(frame, this.#positions[id] ?? 0, writer);
      writer.endNode();
    }
    return writer.edges();
  }

  #addEdges(frame: CallFrame, position: number, writer: EdgeWriter): void {
    const { body } = frame;
    const end = body.inputsEnd(position);
    for (let input = body.inputs(position); input < end; input++) {
      if (!body.isControl(input)) writer.add(idOf(frame, body.source(input, position)));
    }
  }
}

/** Id of the node behind a source. */
function idOf(frame: CallFrame, source: Source): number {
  const position = source < 0 ? -1 : positionOf(source);
  if (position >= 0 && frame.callAt(position) === undefined) return frame.idAt(position);
  const located = locate(frame, source);
  return 'frame' in located ? located.frame.idAt(positionOf(located.source)) : asInlined(located).id;
}
