import * as vscode from 'vscode';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { TreeNode } from '../tree/nodes.ts';

/**
 * Checks a layer's box or takes the check away. VS Code's own boxes take no keys, and it tells extensions of selected rows only, not of
 * the cursor: so the key's binding selects the cursor's row and takes that back at once, and what changed last is the row meant.
 */
export class CheckToggle implements vscode.Disposable {
  #selected: readonly TreeNode[] = [];
  #changed: TreeNode | undefined;
  readonly #listener: vscode.Disposable;

  constructor(
    private readonly tree: ModelsTree,
    view: vscode.TreeView<TreeNode>,
  ) {
    this.#listener = view.onDidChangeSelection(({ selection }) => {
      const before = this.#selected;
      this.#changed = selection.find((node) => !before.includes(node)) ?? before.find((node) => !selection.includes(node));
      this.#selected = selection;
    });
  }

  async toggle(node: TreeNode | undefined = this.#changed): Promise<void> {
    if (node?.kind === 'layer' && node.row.fetchable) this.tree.toggleChecked(node);
    else await vscode.commands.executeCommand('list.toggleExpand');
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
