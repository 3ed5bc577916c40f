import { InlinedNode } from './inlinedNode.ts';
import { plainAttr, type OpInfo, type PlainAttr } from './opInfo.ts';
import { opTable } from './opTable.ts';
import type { FlatNode } from './types.ts';

/** What is known of a node's op; the file's own ops count only for nodes that an inlining made. */
export function opInfoOf(node: FlatNode): OpInfo | undefined {
  return node instanceof InlinedNode ? node.opInfo : opTable.get(node.op);
}

/** A node's attribute as plain data, or the op's default where the file leaves it out. */
export function attrOf(node: FlatNode, name: string): PlainAttr | undefined {
  const attr = node.attr(name);
  const value = attr === undefined ? undefined : plainAttr(attr);
  return value === undefined ? opInfoOf(node)?.attrs.get(name)?.default : value;
}

/** `attrOf` where a number is expected; undefined for anything else. */
export function numberAttr(node: FlatNode, name: string): number | undefined {
  const value = attrOf(node, name);
  return typeof value === 'number' ? value : undefined;
}

/** `attrOf` where text is expected; '' for anything else. */
export function textOf(node: FlatNode, name: string): string {
  const value = attrOf(node, name);
  return typeof value === 'string' ? value : '';
}

/** `attrOf` where a list of numbers (ints, types, the dimensions of a shape) is expected; undefined for anything else. */
export function numbersAttr(node: FlatNode, name: string): readonly number[] | undefined {
  return asNumbers(attrOf(node, name));
}

/** Plain data as a list of numbers, if that is what it is. */
export function asNumbers(value: PlainAttr | undefined): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly PlainAttr[] = value;
  const numbers = items.filter((item) => typeof item === 'number');
  return numbers.length === items.length ? numbers : undefined;
}
