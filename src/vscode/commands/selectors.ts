import type { TreeNode } from '../tree/nodes.ts';

/** A selector that takes a layer's path or a tensor's name literally, whatever characters it holds. */
export function literalSelector(name: string): string {
  return `"${name}"`;
}

/** What a row of the tree is called in selections; undefined for rows that have no values. */
export function selectableName(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'layer':
      return node.row.path;
    case 'op':
      return node.row.outputs[0]?.tensor;
    case 'tensor':
      return node.row.tensor;
    default:
      return undefined;
  }
}
