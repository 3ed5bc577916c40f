import { PAGE, type TreeNode } from './nodes.ts';

/** The rows that were made so far. VS Code knows rows by identity: the same row is the same object between calls. */
export class NodeStore {
  readonly #nodes = new Map<string, TreeNode>();
  /** children shown per row, where more than a page is wanted */
  readonly #limits = new Map<string, number>();

  get all(): readonly TreeNode[] {
    return [...this.#nodes.values()];
  }

  keep<Node extends TreeNode>(node: Node): Node {
    const known = this.#nodes.get(node.id);
    if (known?.kind === node.kind) return Object.assign<TreeNode, Node>(known, node);
    this.#nodes.set(node.id, node);
    return node;
  }

  limit({ id }: TreeNode): number {
    return this.#limits.get(id) ?? PAGE;
  }

  /** Shows another page of a row's children, or as many as it takes to show one of them. */
  showMore({ id }: TreeNode, shown: number, position = shown): void {
    this.#limits.set(id, (Math.floor(position / PAGE) + 1) * PAGE);
  }

  /** Ends a list that has more with a row that says so. */
  paged(parent: TreeNode, total: number, children: readonly TreeNode[]): TreeNode[] {
    if (children.length >= total) return [...children];
    return [
      ...children,
      this.keep({ kind: 'more', id: `${parent.id}/…`, parent, model: parent.model, shown: children.length, total }),
    ];
  }

  /** Forgets rows whose model is closed. */
  forget(isOpen: (node: TreeNode) => boolean): void {
    for (const [id, node] of this.#nodes) if (!isOpen(node)) this.#nodes.delete(id);
  }
}
