import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.ts';
import { CONTEXT_KEYS } from '../ids.ts';
import { noticeText } from '../noticeText.ts';
import { sentenceOf } from '../report.ts';
import type { Services } from '../services.ts';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { TreeNode } from '../tree/nodes.ts';

/** What is typed is looked up when the person pauses. */
const PAUSE_MS = 250;

/** Asks for a selection and shows only the layers it means; the same language as everywhere. */
export async function filterTree(services: Services, tree: ModelsTree, view: vscode.TreeView<TreeNode>): Promise<void> {
  const [model, ...others] = services.models.all;
  if (model === undefined) return;
  let newest = 0;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Layers'),
    prompt: vscode.l10n.t('A selection: names, globs, types, indices, regular expressions'),
    placeHolder: 'conv2d_?, type:Dense, layers[2:5], /relu$/i',
    value: tree.filter ?? '',
    validateInput: async (value) => {
      const own = ++newest;
      await delay(PAUSE_MS);
      // What means nothing in one of several models is no error.
      if (own !== newest || value.trim() === '' || others.length > 0) return undefined;
      // It may mean layers of another signature than the default one: said, not refused.
      return model.call('selectLayers', { terms: [value] }).then(
        () => undefined,
        (error: unknown) => ({ message: noticeText(sentenceOf(error)), severity: vscode.InputBoxValidationSeverity.Warning }),
      );
    },
  });
  if (text === undefined) return;
  if (text.trim() === '') {
    clearFilter(tree, view);
    return;
  }
  tree.setFilter(text);
  view.message = vscode.l10n.t('Filter: {0}', text);
  setContextKey(CONTEXT_KEYS.isFiltered, true);
}

/** Shows all layers again. */
export function clearFilter(tree: ModelsTree, view: vscode.TreeView<TreeNode>): void {
  tree.setFilter(undefined);
  Object.assign(view, { message: undefined });
  setContextKey(CONTEXT_KEYS.isFiltered, false);
}
