import { captureTensors } from '../graph/captures.ts';
import { columnsOf } from '../graph/graphColumns.ts';
import { listFunctions } from '../graph/functionList.ts';
import type { FlatGraph, FlatNode } from '../graph/types.ts';
import type { ObjectGraph, SavedObject } from '../model/types.ts';
import type { Dataflow } from './dataflow.ts';
import { ownChildren } from './objectSpec.ts';

const CALLS: ReadonlySet<string> = new Set(['StatefulPartitionedCall', 'PartitionedCall']);

/** Which nodes read which variable of the object graph, and which variables an object owns. */
export class VariableUse {
  readonly #graph: ObjectGraph | undefined;
  readonly #handles = new Map<number, FlatNode>();
  readonly #objects = new Map<number, number>();
  readonly #owned = new Map<number, readonly number[]>();

  constructor(
    flat: FlatGraph,
    private readonly flow: Dataflow,
  ) {
    this.#graph = flat.metaGraph.objectGraph;
    if (this.#graph === undefined) return;
    const handles = new Map<string, FlatNode>();
    const columns = columnsOf(flat);
    if (!columns.ops.has('VarHandleOp')) return;
    for (let id = 0; id < columns.count; id++) {
      if (columns.op(id) !== 'VarHandleOp') continue;
      const node = columns.node(id);
      handles.set(node.name, node);
    }
    if (handles.size === 0) return;
    this.#addMade(flat, handles);
    this.#addCaptures(flat, handles);
    if ([...handles.values()].some((node) => !this.#objects.has(node.id))) this.#addAll(flat, handles);
  }

  /** The calls of the main graph end with the captures of what they call: that is all a signature needs. */
  #addCaptures({ metaGraph }: FlatGraph, handles: ReadonlyMap<string, FlatNode>): void {
    const { columns, first, count } = metaGraph.graph.range;
    for (let index = first; index < first + count; index++) {
      if (!CALLS.has(columns.op(index))) continue;
      const node = columns.record(index);
      const called = node.attr('f')?.value;
      const bound = called?.case === 'func' ? (this.#graph?.concreteFunctions.get(called.value.name)?.boundInputs ?? []) : [];
      const inputs = node.inputs.filter((input) => !input.startsWith('^'));
      bound.forEach((id, index) => {
        const handle = handles.get(inputs[inputs.length - bound.length + index] ?? '');
        if (handle !== undefined) this.#add(id, handle);
      });
    }
  }

  /** Whatever else is known of handles: variable names and checkpoint keys. */
  #addAll({ metaGraph }: FlatGraph, handles: ReadonlyMap<string, FlatNode>): void {
    for (const [id, tensor] of captureTensors(metaGraph)) {
      const node = handles.get(tensor.replace(/:0$/, ''));
      if (node !== undefined && this.#graph?.objects[id]?.kind === 'variable') this.#add(id, node);
    }
  }

  /** A function's captures without a handle in the main graph got one named by the argument. */
  #addMade({ metaGraph, entry }: FlatGraph, handles: ReadonlyMap<string, FlatNode>): void {
    if (entry.kind !== 'function') return;
    const called = listFunctions(metaGraph).find(({ path }) => path === entry.key);
    const inputs = called === undefined ? undefined : metaGraph.graph.functions.get(called.name)?.signature.inputArg;
    if (called === undefined || inputs === undefined) return;
    const own = inputs.length - called.captures.length;
    called.captures.forEach((id, index) => {
      const node = handles.get(`${called.path}/${inputs[own + index]?.name ?? ''}`);
      if (node !== undefined) this.#add(id, node);
    });
  }

  #add(id: number, node: FlatNode): void {
    this.#handles.set(id, node);
    if (!this.#objects.has(node.id)) this.#objects.set(node.id, id);
  }

  /** Nodes that take the variable's handle, in order of execution. */
  readersOf(variable: number): readonly FlatNode[] {
    const handle = this.#handles.get(variable);
    return handle === undefined ? [] : this.flow.consumersOf(handle);
  }

  /** The variable object behind a handle node. */
  objectOf(handle: FlatNode): number | undefined {
    return this.#objects.get(handle.id);
  }

  /** The deepest object that owns exactly these variables. */
  ownerOf(variables: readonly number[]): number | undefined {
    if (this.#owners === undefined) {
      this.#owners = new Map();
      for (const object of this.#graph?.objects ?? []) {
        const { id } = object;
        if (!isUsersOwn(object, this.#graph?.pathOf(id))) continue;
        const owned = this.ownedBy(id).filter((variable) => this.#handles.has(variable));
        if (owned.length > 0) this.#owners.set(keyOf(owned), id);
      }
    }
    return this.#owners.get(keyOf(variables));
  }

  #owners: Map<string, number> | undefined;

  /** Variables of an object and all that it owns: Keras' own list where there is one. */
  ownedBy(id: number): readonly number[] {
    const known = this.#owned.get(id);
    if (known !== undefined) return known;
    const owned = this.#collect(id);
    this.#owned.set(id, owned);
    return owned;
  }

  #collect(id: number): number[] {
    const objects = this.#graph?.objects ?? [];
    const list = objects[id]?.children.get('variables');
    const listed = list === undefined || !(objects[id]?.identifier ?? '').startsWith('_tf_keras_') ? undefined : objects[list];
    const seen = new Set(listed === undefined ? [id] : listed.children.values());
    const found: number[] = [];
    for (const next of seen) {
      const object = objects[next];
      if (object === undefined) continue;
      if (object.kind === 'variable') found.push(next);
      else for (const child of ownChildren(object)) seen.add(child);
    }
    return found;
  }
}

/** True for the user's objects; not for the root, lists and dicts, signature maps, optimizers and what Keras adds. */
export function isUsersOwn({ id, kind, identifier }: SavedObject, path: string | undefined): path is string {
  if (kind !== 'user' || id === 0 || path === undefined || path === '') return false;
  return !CONTAINER.test(identifier) && !/(?:^|\.)(?:_|keras_api\b|optimizer\b|signatures\b)/.test(path);
}

const CONTAINER = /^(?:trackable_(?:list|dict|tuple)_wrapper|_(?:List|Dict|Tuple)Wrapper|signature_map|optimizer)$/;

function keyOf(variables: readonly number[]): string {
  return [...new Set(variables)].sort((a, b) => a - b).join(' ');
}
