import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';
import type { ScopesOf } from './assignScopes.ts';
import { countOutputs, inCallOrder, takersOf, type Takers } from './callOrder.ts';
import { refKey } from './dataflow.ts';
import type { Dataflow } from './dataflow.ts';
import { OwnScopes } from './ownScopes.ts';
import { pickOutputs } from './pickOutputs.ts';
import type { Wanted } from './pickOutputs.ts';
import { returnedTensors } from './returnedTensors.ts';
import type { ReturnedTensors } from './returnedTensors.ts';
import type { Scope, ScopeTree } from './scopeTree.ts';
import { MOST_LAYERS } from './spec.ts';
import type { LayerSpec } from './spec.ts';
import { splitCalls } from './splitCalls.ts';
import { TracedOutputs, type CallOrigin } from './tracedOutputs.ts';

/** What was found out about a layer: its nodes, and inputs and outputs of each call, calls in order. */
export interface ResolvedLayer {
  readonly nodes: readonly FlatNode[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  readonly passThrough: boolean;
}

type Known = TensorRef | undefined;

interface Record {
  nodes: readonly FlatNode[];
  groups: FlatNode[][];
  /** where each group was called */
  origins: CallOrigin[];
  inputs: TensorRef[];
  /** call → its outputs */
  outputs: Map<number, TensorRef[]>;
  hasOwnOutput: boolean;
}

/** A call: its position among the calls, and which group of nodes it is. */
interface Place {
  readonly record: Record;
  readonly group: number;
  readonly call: number;
}

/** What the walk over the calls reads. */
export interface ResolveContext {
  readonly flat: FlatGraph;
  readonly tree: ScopeTree;
  readonly flow: Dataflow;
  readonly scopesOf: ScopesOf;
}

/** Follows the calls of a model from its inputs and finds the tensors that enter and leave each layer. */
export class CallResolver {
  readonly #records = new Map<LayerSpec, Record>();
  readonly #layerScopes: ReadonlySet<Scope>;
  readonly #own: OwnScopes;
  readonly #traced: TracedOutputs;
  #returned: { readonly model: LayerSpec; readonly tensors: ReturnedTensors } | undefined;
  #calls = 0;

  constructor(private readonly context: ResolveContext) {
    this.#layerScopes = new Set([...context.scopesOf.values()].flat());
    this.#own = new OwnScopes(context.scopesOf, context.tree);
    this.#traced = new TracedOutputs(context.flat);
  }

  /** Resolves a model and everything in it. */
  resolve(model: LayerSpec): ReadonlyMap<LayerSpec, ResolvedLayer> {
    const calls = Math.max(1, this.context.scopesOf.get(model)?.length ?? 1);
    const record = this.#prepare(model, calls);
    this.#returned = { model, tensors: returnedTensors(model, this.context.flat) };
    const args = this.#modelInputs(model);
    for (let call = 0; call < calls; call++)
      this.#call(model, { record, group: call, call }, call === 0 ? args : [], { count: undefined, takes: () => undefined });
    return new Map(
      [...this.#records].map(([spec, { nodes, inputs, outputs, hasOwnOutput }]) => [
        spec,
        { nodes, inputs: distinct(inputs), outputs: inCalls(outputs), passThrough: !hasOwnOutput },
      ]),
    );
  }

  /** Deals the nodes of a layer and of the layers in it out to `calls` calls (undefined: nobody knows how many). */
  #prepare(spec: LayerSpec, calls: number | undefined): Record {
    const { tree } = this.context;
    const scopes = this.#own.of(spec);
    const perScope = scopes.map((own) => ({ scope: own.scope, nodes: this.#own.nodesOf(own) }));
    const each = calls === undefined || scopes.length === 0 ? 1 : Math.max(1, Math.round(calls / scopes.length));
    const perCall = perScope.map(({ scope, nodes }) =>
      each === 1 ? [nodes] : splitCalls(nodes, scope, Math.min(each, nodes.length), { tree, layerScopes: this.#layerScopes }),
    );
    const origins = perCall.flatMap((calls, index) =>
      calls.flatMap((_, call) => {
        const scope = perScope[index]?.scope;
        return scope === undefined ? [] : { scope, call };
      }),
    );
    const nodes =
      perScope.length === 1 ? (perScope[0]?.nodes ?? []) : perScope.flatMap((part) => part.nodes).sort((a, b) => a.id - b.id);
    const record: Record = { nodes, groups: perCall.flat(), origins, inputs: [], outputs: new Map(), hasOwnOutput: false };
    this.#records.set(spec, record);
    for (const child of spec.children) {
      const own = child.calls === undefined ? (spec.kind === 'sequential' ? 1 : undefined) : Math.max(1, child.calls.length);
      this.#prepare(child, calls === undefined || own === undefined ? undefined : calls * own);
    }
    return record;
  }

  #modelInputs(model: LayerSpec): Known[] {
    const { entry } = this.context.flat;
    const layers = model.children.filter(({ type }) => type === 'InputLayer');
    const names = model.inputs.length > 0 ? model.inputs.map(({ layer }) => layer) : layers.map(({ name }) => name);
    const byKey = names.map((name) => entry.inputs.find(({ key }) => key === name)?.ref);
    const only = names.length === 1 && entry.inputs.length === 1 ? entry.inputs[0]?.ref : undefined;
    const group = this.#records.get(model)?.groups[0] ?? [];
    const entering = group.length === 0 ? [] : this.context.flow.entering(group);
    if (entering.length === names.length && byKey.some((ref) => ref === undefined))
      return this.#inOrderOfUse(model, names, entering);
    return byKey.map((ref, index) => ref ?? entering[index] ?? only);
  }

  /** Inputs of a model whose signature names them otherwise: each goes to the InputLayer whose consumers take it. */
  #inOrderOfUse(model: LayerSpec, names: readonly string[], entering: readonly TensorRef[]): Known[] {
    const free = new Set(entering);
    const found = names.map((name) => {
      const users = model.children.filter(
        ({ calls }) => calls?.some((uses) => uses.some(({ layer }) => layer === name)) ?? false,
      );
      for (const user of users) {
        const inside = this.#own.inside(user);
        const ref = entering.find(
          (candidate) => free.has(candidate) && this.context.flow.consumersOf(candidate.node).some(inside),
        );
        if (ref !== undefined && free.delete(ref)) return ref;
      }
      return undefined;
    });
    const left = [...free][Symbol.iterator]();
    return found.map((ref) => ref ?? left.next().value);
  }

  /** One call of a layer with its arguments; gives its outputs in Keras' order, undefined where the graph does not show them. */
  #call(spec: LayerSpec, { record, group: place, call }: Place, args: readonly Known[], wanted: Wanted): readonly Known[] {
    const group = record.groups[place] ?? (record.groups.length === 1 ? record.groups[0] : undefined) ?? [];
    const known = args.flatMap((arg) => arg ?? []);
    const inner = this.#inner(spec, place, args);
    const own = inner?.some((ref) => ref !== undefined) === true ? inner : this.#ownOutputs(spec, record, place, group, wanted);
    const outputs = own.length > 0 ? own : known;
    if (own.some((ref) => ref !== undefined && !known.some((arg) => refKey(arg) === refKey(ref)))) record.hasOwnOutput = true;
    record.inputs = record.inputs.concat(known.length > 0 ? known : group.length === 0 ? [] : this.context.flow.entering(group));
    record.outputs.set(
      call,
      outputs.flatMap((ref) => ref ?? []),
    );
    return outputs;
  }

  /** What leaves the nodes of a call; all of several outputs where the layer's saved function tells them. */
  #ownOutputs(
    { kind, objectId }: LayerSpec,
    { origins, groups }: Record,
    place: number,
    group: readonly FlatNode[],
    wanted: Wanted,
  ): readonly TensorRef[] {
    if (group.length === 0) return [];
    const leaving = pickOutputs(this.context.flow.leaving(group), wanted);
    const origin = origins[place] ?? (groups.length === 1 ? origins[0] : undefined);
    if (kind !== 'custom' || origin === undefined || (leaving.length > 0 && (this.#traced.count(objectId) ?? 1) < 2))
      return leaving;
    const traced = this.#traced.of(objectId, origin, group);
    const keys = new Set(traced.map(refKey));
    return leaving.length === 0 || leaving.some((ref) => keys.has(refKey(ref))) ? traced : leaving;
  }

  #inner(spec: LayerSpec, call: number, args: readonly Known[]): readonly Known[] | undefined {
    if (++this.#calls > MOST_LAYERS) return undefined;
    if (spec.kind === 'functional') return this.#functional(spec, call, args);
    if (spec.kind === 'sequential') return this.#sequential(spec, call, args);
    for (const child of spec.children) {
      const record = this.#records.get(child);
      if (record === undefined || call > 0) continue;
      for (let index = 0; index < Math.max(1, record.groups.length); index++)
        this.#call(child, { record, group: index, call: index }, [], { count: undefined, takes: () => undefined });
    }
    return undefined;
  }

  #sequential(spec: LayerSpec, call: number, args: readonly Known[]): readonly Known[] {
    let current: readonly Known[] = args;
    spec.children.forEach((child, position) => {
      const record = this.#records.get(child);
      if (record === undefined) return;
      const next = spec.children.slice(position + 1).find((later) => (this.#records.get(later)?.nodes.length ?? 0) > 0);
      const wanted: Wanted = { count: 1, takes: () => (next === undefined ? undefined : this.#own.inside(next)) };
      current = this.#call(child, { record, group: call, call }, child.type === 'InputLayer' ? args : current, wanted);
    });
    return current;
  }

  #functional(spec: LayerSpec, call: number, args: readonly Known[]): readonly Known[] {
    const env = new Map<string, readonly Known[]>();
    const takers = takersOf(spec);
    const outputCounts = countOutputs(spec);
    const free = new Map<LayerSpec, Set<number>>();
    for (const { child, index } of inCallOrder(spec)) {
      const record = this.#records.get(child);
      if (record === undefined) continue;
      const uses = child.calls?.[index] ?? [];
      const input = spec.inputs.findIndex(({ layer }) => layer === child.name);
      const given =
        child.type === 'InputLayer' || uses.length === 0
          ? [args[input < 0 ? 0 : input]]
          : uses.map((use) => env.get(`${use.layer}:${use.call}`)?.[use.tensor]);
      const each = Math.max(1, child.calls?.length ?? 1);
      const key = `${child.name}:${index}`;
      const wanted: Wanted = {
        count: outputCounts.get(key) ?? 1,
        takes: (tensor) => this.#insideAny(spec, takers, child.name, index, tensor),
        returned: (tensor) => (this.#returned?.model === spec ? this.#returned.tensors.get(`${key}:${tensor}`) : undefined),
      };
      const choices = free.get(child) ?? new Set(Array.from({ length: each }, (_, own) => call * each + own));
      free.set(child, choices);
      const place = this.#placeOf(record, choices, given);
      choices.delete(place);
      env.set(key, this.#call(child, { record, group: place, call: call * each + index }, given, wanted));
    }
    return spec.outputs.map((use) => env.get(`${use.layer}:${use.call}`)?.[use.tensor]);
  }

  /** Which of the node groups is this call: the first whose nodes take its arguments (calls are not always traced in their order). */
  #placeOf(record: Record, choices: ReadonlySet<number>, given: readonly Known[]): number {
    const [first = 0] = choices;
    if (choices.size <= 1) return first;
    const keys = new Set(given.flatMap((ref) => (ref === undefined ? [] : refKey(ref))));
    for (const place of choices) {
      const group = record.groups[place];
      if (group !== undefined && this.context.flow.entering(group).some((ref) => keys.has(refKey(ref)))) return place;
    }
    return first;
  }

  /** Membership in the layers that take a tensor; layers without nodes stand for their own takers. */
  #insideAny(
    spec: LayerSpec,
    takers: Takers,
    layer: string,
    call: number,
    tensor: number,
  ): ((node: FlatNode) => boolean) | undefined {
    const seen = new Set<LayerSpec>();
    const open = takers.get(`${layer}:${call}:${tensor}`) ?? [];
    const queue = [...open];
    for (const { taker } of queue) {
      if (seen.has(taker)) continue;
      seen.add(taker);
      if ((this.#records.get(taker)?.nodes.length ?? 0) > 0) continue;
      taker.calls?.forEach((_, own) => queue.push(...(takers.get(`${taker.name}:${own}:0`) ?? [])));
    }
    const tests = [...seen]
      .filter((taker) => (this.#records.get(taker)?.nodes.length ?? 0) > 0)
      .map((taker) => this.#own.inside(taker));
    return tests.length === 0 ? undefined : (node) => tests.some((test) => test(node));
  }
}

function inCalls(outputs: ReadonlyMap<number, readonly TensorRef[]>): TensorRef[] {
  return [...outputs].sort(([a], [b]) => a - b).flatMap(([, refs]) => refs);
}

function distinct(refs: readonly TensorRef[]): TensorRef[] {
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}
