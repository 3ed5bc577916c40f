import { LensError } from '../errors.ts';
import { FunctionBody, outputOf, positionOf, type Source } from '../graph/body.ts';
import { OpLookup } from '../graph/opLookup.ts';
import { outputDTypes } from '../graph/outputs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import type { Scope } from './scopeTree.ts';
import { splitNumber } from './scopeTree.ts';

/** Which nodes a call is: its scope, and the how manieth call in that scope. */
export interface CallOrigin {
  readonly scope: Scope;
  readonly call: number;
}

/** Names of a layer's own function as Keras writes them; the first shows the ops, the last only calls another. */
const BODIES = ['call_and_return_all_conditional_losses', 'call_and_return_conditional_losses', '__call__'] as const;
/** Ways in which a layer was traced that are looked at: one for each kind of argument. */
const MOST_TRACES = 4;
/** Steps from a returned tensor to the op that makes it. */
const MOST_STEPS = 64;
const MOST_PREFIXES = 4;

/**
 * The outputs of a layer as the functions tell that Keras saves beside it: all of them in Keras' order, those that nothing uses too.
 * A function names its nodes as the layer's scope does.
 */
export class TracedOutputs {
  readonly #bodies = new Map<string, FunctionBody | undefined>();

  constructor(private readonly flat: FlatGraph) {}

  /** How many outputs a layer has; undefined when its calls were not saved. */
  count(object: number | undefined): number | undefined {
    const [name] = this.#functions(object, '__call__');
    return name === undefined ? undefined : this.flat.metaGraph.graph.functions.get(name)?.signature.outputArg.length;
  }

  /** The outputs of one call that are still in the graph. */
  of(object: number | undefined, { scope, call }: CallOrigin, nodes: readonly FlatNode[]): readonly TensorRef[] {
    const count = this.count(object) ?? 0;
    const prefixes = prefixesOf(scope, nodes);
    let best: readonly TensorRef[] = [];
    for (const kind of BODIES) {
      for (const name of this.#functions(object, kind).slice(0, MOST_TRACES)) {
        const body = this.#body(name);
        if (body === undefined) continue;
        const found = body.returns.slice(0, count).flatMap((source) => this.#find(body, source, prefixes, call) ?? []);
        if (found.length > best.length) best = found;
      }
      if (best.length === count) return best;
    }
    return best;
  }

  #functions(object: number | undefined, attribute: string): readonly string[] {
    const { objectGraph } = this.flat.metaGraph;
    const id = object === undefined ? undefined : objectGraph?.objects[object]?.children.get(attribute);
    return id === undefined ? [] : (objectGraph?.objects[id]?.concreteFunctions ?? []);
  }

  #body(name: string): FunctionBody | undefined {
    if (!this.#bodies.has(name)) this.#bodies.set(name, this.#read(name));
    return this.#bodies.get(name);
  }

  /** A damaged function tells nothing; whoever runs it says so. */
  #read(name: string): FunctionBody | undefined {
    const { metaGraph } = this.flat;
    const definition = metaGraph.graph.functions.get(name);
    if (definition === undefined) return undefined;
    try {
      return new FunctionBody(definition, OpLookup.of(metaGraph));
    } catch (error) {
      if (error instanceof LensError) return undefined;
      throw error;
    }
  }

  /** The same tensor in the graph: behind the identity that ends every function, and in the functions it calls. */
  #find(start: FunctionBody, returned: Source, prefixes: readonly string[], call: number): TensorRef | undefined {
    let body = start;
    let source: Source | undefined = afterIdentity(body, returned);
    let folder = '';
    for (let steps = 0; source !== undefined && source >= 0 && steps < MOST_STEPS; steps++) {
      const position = positionOf(source);
      const name = folder + numbered(body, position, call);
      for (const prefix of prefixes) {
        const ref = this.#tensor(prefix + name, outputOf(source));
        if (ref !== undefined) return ref;
      }
      if (body.op(position) === 'Identity') source = body.data(position, 0);
      else {
        const callee = this.#callee(body, position);
        if (callee === undefined) return undefined;
        source = afterIdentity(callee, callee.returns[outputOf(source)]);
        body = callee;
        folder = name.slice(0, name.lastIndexOf('/') + 1);
      }
    }
    return undefined;
  }

  #callee(body: FunctionBody, position: number): FunctionBody | undefined {
    if (!/^(?:Stateful)?PartitionedCall$/.test(body.op(position))) return undefined;
    const called = body.record(position).attr('f')?.value;
    return called?.case === 'func' ? this.#body(called.value.name) : undefined;
  }

  #tensor(name: string, index: number): TensorRef | undefined {
    const alias = this.flat.aliases.get(index === 0 ? name : `${name}:${index}`);
    if (alias !== undefined) return alias;
    const node = this.flat.byName.get(name);
    return node === undefined || index >= outputDTypes(node).length ? undefined : { node, index };
  }
}

/** The layer's scope; in restored models its nodes lie behind calls in it. */
function prefixesOf({ prefix }: Scope, nodes: readonly FlatNode[]): readonly string[] {
  const own = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const found = new Set([own]);
  for (const { callPrefix } of nodes) {
    if (found.size >= MOST_PREFIXES) break;
    const behind = callPrefix.endsWith('/') ? callPrefix : `${callPrefix}/`;
    if (behind.startsWith(own)) found.add(behind);
  }
  return [...found];
}

function afterIdentity(body: FunctionBody, source: Source | undefined): Source | undefined {
  if (source === undefined || source < 0) return undefined;
  const position = positionOf(source);
  return body.op(position) === 'Identity' ? body.data(position, 0) : source;
}

/** The name a node has in a later call: TensorFlow counts on (`add`, `add_1` become `add_2`, `add_3`). */
function numbered(body: FunctionBody, position: number, call: number): string {
  const name = body.name(position);
  if (call === 0) return name;
  const { base, number } = splitNumber(name);
  let count = 0;
  let before = 0;
  for (let other = 0; other < body.count; other++) {
    const twin = splitNumber(body.name(other));
    if (twin.base !== base) continue;
    count++;
    if (twin.number < number) before++;
  }
  const next = call * count + before;
  return next === 0 ? base : `${base}_${next}`;
}
