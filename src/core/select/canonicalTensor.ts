import { outputDTypes } from '../graph/outputs.ts';
import type { FlatGraph, FlatNode, TensorRef } from '../graph/types.ts';

/** `name`, `name:index` or an alias; undefined also for an output that the node does not have. */
export function canonicalTensor(flat: FlatGraph, name: string): TensorRef | undefined {
  const whole = flat.byName.get(name);
  if (whole !== undefined) return tensorOf(whole, 0);
  const alias = flat.aliases.get(name) ?? (name.endsWith(':0') ? flat.aliases.get(name.slice(0, -2)) : undefined);
  if (alias !== undefined) return alias;
  const match = /^(.*):(\d{1,9})$/.exec(name);
  const node = flat.byName.get(match?.[1] ?? '');
  return node === undefined ? undefined : tensorOf(node, Number(match?.[2]));
}

function tensorOf(node: FlatNode, index: number): TensorRef | undefined {
  return index < outputDTypes(node).length ? { node, index } : undefined;
}
