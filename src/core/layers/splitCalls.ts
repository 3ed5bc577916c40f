import type { FlatNode } from '../graph/types.ts';
import { splitNumber } from './scopeTree.ts';
import type { Scope, ScopeTree } from './scopeTree.ts';

const CALL = /^(?:Stateful)?PartitionedCall(?:_\d+)?$/;

/** What splitting reads: the scopes, and which of them are layers (their numbers belong to their names). */
export interface SplitContext {
  readonly tree: ScopeTree;
  readonly layerScopes: ReadonlySet<Scope>;
}

/**
 * The nodes of a layer that was called `count` times inside one scope, call by call. TensorFlow numbers the nodes of later calls
 * (`MatMul`, `MatMul_1`): the numbered twins of a name are dealt out evenly, what pruning left uneven goes where its neighbours went.
 */
export function splitCalls(
  nodes: readonly FlatNode[],
  scope: Scope,
  count: number,
  { tree, layerScopes }: SplitContext,
): FlatNode[][] {
  const callOf = new Map<FlatNode, number>();
  const uneven: FlatNode[][] = [];
  for (const twins of groupTwins(nodes, scope, tree, layerScopes)) {
    if (twins.length % count !== 0) uneven.push(twins);
    else twins.forEach((node, index) => callOf.set(node, Math.floor((index * count) / twins.length)));
  }
  const leftOver = new Set(uneven.flat());
  for (const node of [...nodes].reverse()) if (leftOver.has(node)) followConsumers(node, nodes, callOf);
  for (const node of nodes) if (leftOver.has(node) && !callOf.has(node)) followProducers(node, callOf);
  for (const twins of uneven)
    twins.forEach((node, index) => {
      if (!callOf.has(node)) callOf.set(node, Math.min(index, count - 1));
    });
  const calls: FlatNode[][] = Array.from({ length: count }, () => []);
  for (const node of nodes) calls[callOf.get(node) ?? 0]?.push(node);
  return calls;
}

function followConsumers(node: FlatNode, nodes: readonly FlatNode[], callOf: Map<FlatNode, number>): void {
  for (const other of nodes) {
    const call = callOf.get(other);
    if (call !== undefined && other.inputs.some((input) => input.node === node)) {
      callOf.set(node, call);
      return;
    }
  }
}

function followProducers(node: FlatNode, callOf: Map<FlatNode, number>): void {
  for (const { node: source } of node.inputs) {
    const call = callOf.get(source);
    if (call !== undefined) callOf.set(node, Math.max(call, callOf.get(node) ?? 0));
  }
}

/** Nodes whose names differ by numbers only, in the order of those numbers. */
function groupTwins(nodes: readonly FlatNode[], scope: Scope, tree: ScopeTree, layerScopes: ReadonlySet<Scope>): FlatNode[][] {
  const groups = new Map<string, { node: FlatNode; numbers: number[] }[]>();
  for (const node of nodes) {
    const { pattern, numbers } = patternOf(node, scope, tree, layerScopes);
    const group = groups.get(pattern);
    if (group === undefined) groups.set(pattern, [{ node, numbers }]);
    else group.push({ node, numbers });
  }
  return [...groups.values()].map((group) => group.sort((a, b) => compareNumbers(a.numbers, b.numbers)).map(({ node }) => node));
}

function patternOf(
  node: FlatNode,
  scope: Scope,
  tree: ScopeTree,
  layerScopes: ReadonlySet<Scope>,
): { pattern: string; numbers: number[] } {
  const pattern: string[] = [];
  const numbers: number[] = [];
  const parts = node.name.split('/');
  let place: Scope | undefined = tree.ofNode[node.id];
  const take = (label: string): void => {
    const { base, number } = splitNumber(label);
    pattern.push(base);
    numbers.push(number);
  };
  take(parts.pop() ?? '');
  while (parts.length > 0) {
    const label = parts.pop() ?? '';
    if (CALL.test(label)) numbers.push(splitNumber(label).number);
    else if (place === scope || place === undefined) break;
    else {
      if (layerScopes.has(place)) pattern.push(label);
      else take(label);
      place = place.parent;
    }
  }
  return { pattern: pattern.join('/'), numbers: numbers.reverse() };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
