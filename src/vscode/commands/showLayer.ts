import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import { VIEWS } from '../ids.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { LayerNode, TreeNode } from '../tree/nodes.ts';

interface Target {
  readonly model: OpenModel;
  readonly path: string;
}

/** A tree row, or what a hover's link carries: the model's URI (or path) and a layer's path. Both are checked. */
function targetOf(services: Services, first: unknown, second: unknown): Target {
  if (typeof first === 'object' && first !== null && 'kind' in first && first.kind === 'layer') {
    const node = first as LayerNode;
    return { model: node.model, path: node.row.path };
  }
  const model = services.models.all.find(({ uri }) => uri.toString() === first || uri.fsPath === first);
  if (model === undefined || typeof second !== 'string')
    throw new LensError('not-found', vscode.l10n.t('This model is not open any more.'), vscode.l10n.t('Inspect it again.'));
  return { model, path: second };
}

/** Shows a layer's activation in the panel, or (third argument `tree`) its row in the tree, without taking the focus when `isQuiet`. */
export async function showLayer(
  services: Services,
  tree: ModelsTree,
  view: vscode.TreeView<TreeNode>,
  first: unknown,
  second?: unknown,
  where?: unknown,
  isQuiet?: unknown,
): Promise<void> {
  const { model, path } = targetOf(services, first, second);
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
export async function revealInGraph(services: Services, first: unknown, second?: unknown): Promise<void> {
  const { model, path } = targetOf(services, first, second);
  services.panels.show(model, path, true);
}
