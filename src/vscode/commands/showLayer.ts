import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { VIEWS } from '../ids.ts';
import type { LinkTarget } from '../editor/linkTargets.ts';
import type { Services } from '../services.ts';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { LayerNode, TreeNode } from '../tree/nodes.ts';

/** A tree row, or the id that a hover's link carries. */
function targetOf(services: Services, target: unknown): LinkTarget {
  if (typeof target === 'object' && target !== null && 'kind' in target && target.kind === 'layer') {
    const node = target as LayerNode;
    return { model: node.model, path: node.row.path };
  }
  const found = services.links.find(target);
  if (found === undefined || !services.models.all.includes(found.model))
    throw new LensError('not-found', vscode.l10n.t('This model is not open any more.'), vscode.l10n.t('Inspect it again.'));
  return found;
}

/** Shows a layer's activation in the panel, or (`where` is `tree`) its row in the tree, without taking the focus when `isQuiet`. */
export async function showLayer(
  services: Services,
  tree: ModelsTree,
  view: vscode.TreeView<TreeNode>,
  target: unknown,
  where?: unknown,
  isQuiet?: unknown,
): Promise<void> {
  const { model, path } = targetOf(services, target);
  if (where === 'tree') {
    // A tree that was hidden takes in what changed when it is shown; before that it finds no new rows.
    if (!view.visible) await vscode.commands.executeCommand(`${VIEWS.models}.focus`, { preserveFocus: isQuiet === true });
    const node = await tree.findLayer(model, path);
    if (node !== undefined) await view.reveal(node, { select: true, focus: isQuiet !== true, expand: false });
    return;
  }
  services.panels.show(model, path);
}

/** Shows a layer in the panel's graph, open boxes around it. Takes what showLayer takes. */
export async function revealInGraph(services: Services, target: unknown): Promise<void> {
  const { model, path } = targetOf(services, target);
  services.panels.show(model, path, true);
}
