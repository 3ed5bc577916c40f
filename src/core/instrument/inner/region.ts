import type { FlatGraph, FlatNode, TensorRef } from '../../graph/types.ts';
import { GraphDraft } from '../graphDraft.ts';
import type { InputNames } from '../emitNode.ts';
import type { TapScope } from './tapScope.ts';

/** How the nodes of one flat graph are called in a scope of the sibling. */
export interface Region {
  readonly flat: FlatGraph;
  readonly scope: TapScope;
  nameOf(node: FlatNode): string;
  readonly names: InputNames;
}

/** A body whose arguments are these endpoints; its nodes go under `under`, or keep the names they have in the function. */
export function bodyRegion(scope: TapScope, flat: FlatGraph, given: readonly string[], under: string): Region {
  const prefix = `${flat.entry.key}/`;
  const inputs = new Map(flat.entry.inputs.map(({ ref }, index) => [ref.node, given[index] ?? '']));
  const nameOf = (node: FlatNode): string => {
    const own = node.name.startsWith(prefix) ? node.name.slice(prefix.length) : node.name;
    return GraphDraft.legalName(under + own, node.id, `body/${under}`);
  };
  const data = (ref: TensorRef): string => inputs.get(ref.node) ?? scope.outputOf(nameOf(ref.node), ref);
  const control = (node: FlatNode): string | undefined => (inputs.has(node) ? undefined : nameOf(node));
  // where the scope lies in a v1 loop, whatever has no input there would lie outside
  const before = (node: FlatNode): readonly string[] =>
    node.inputs.length === 0 && node.controls.every((each) => inputs.has(each)) ? scope.anchors : [];
  return { flat, scope, nameOf, names: { data, control, before } };
}

/** Nodes of a body that are not its arguments. */
export function ownNodes({ entry, nodes }: FlatGraph): readonly FlatNode[] {
  const inputs = new Set(entry.inputs.map(({ ref }) => ref.node));
  return nodes.filter((node) => !inputs.has(node));
}
