import * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.ts';
import { CONTEXT_KEYS } from '../ids.ts';
import { sentenceOf } from '../report.ts';
import type { Services } from '../services.ts';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { TreeNode } from '../tree/nodes.ts';

/** Layer paths that a selection touches, per entry row. */
async function matches(services: Services, tree: ModelsTree, text: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const model of services.models.all) {
    for (const entry of await tree.entries(model)) {
      // A filter that means nothing in one of several models is no error: that model shows nothing.
      const rows = await model.call('select', { ...entry.choice, terms: [text] }).then(({ tensors }) => tensors, () => []);
      found.set(entry.id, new Set(rows.flatMap(({ layer }) => (layer === null ? [] : [layer]))));
    }
  }
  return found;
}

/** Asks for a selection and shows only the layers it touches; the same language as everywhere. */
export async function filterTree(services: Services, tree: ModelsTree, view: vscode.TreeView<TreeNode>): Promise<void> {
  const [model] = services.models.all;
  if (model === undefined) return;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Layers'), placeHolder: 'conv2d_?, type:Dense, layers[2:5], /relu$/i', value: view.message === undefined ? '' : view.message.replace(/^.*?: /, ''),
    validateInput: async (value) => {
      if (value.trim() === '' || services.models.all.length > 1) return undefined;
      return model.call('select', { terms: [value] }).then(() => undefined, sentenceOf);
    },
  });
  if (text === undefined) return;
  if (text.trim() === '') {
    clearFilter(tree, view);
    return;
  }
  tree.setFilter(await matches(services, tree, text));
  view.message = vscode.l10n.t('Filter: {0}', text);
  setContextKey(CONTEXT_KEYS.isFiltered, true);
}

/** Shows all layers again. */
export function clearFilter(tree: ModelsTree, view: vscode.TreeView<TreeNode>): void {
  tree.setFilter(undefined);
  Object.assign(view, { message: undefined });
  setContextKey(CONTEXT_KEYS.isFiltered, false);
}
