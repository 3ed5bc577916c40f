import * as vscode from 'vscode';
import { LensError } from '../../core/errors.ts';
import type { EntryChoice } from '../../rpc/modelService.ts';
import type { CheckedLayer } from '../model/checkedLayers.ts';
import { entryKey } from '../model/entryKey.ts';
import type { OpenModel } from '../model/openModel.ts';
import { isStale } from '../model/staleRuns.ts';
import { isTrustedToRun } from '../model/trust.ts';
import { noticeText } from '../noticeText.ts';
import type { Services } from '../services.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { runNames } from './runChecked.ts';
import { selectableName } from './selectors.ts';

/** Shows the values of a row: those of the newest run where it has them, else of a run for it. */
export async function showActivation(services: Services, node: TreeNode): Promise<void> {
  const name = selectableName(node);
  if (name === undefined || !('choice' in node)) throw new LensError('usage', vscode.l10n.t('This row has no values to show.'));
  const { choice, model } = node;
  const last = services.last.run(model);
  const tensor = node.kind === 'layer' ? services.last.of(model, node.row) : services.last.tensor(model, name);
  if (
    last !== undefined &&
    tensor !== undefined &&
    entryKey(last.run.question.entry) === entryKey(choice) &&
    !(await isStale(model, last.run))
  ) {
    services.panels.show(model, name);
    return;
  }
  await runNames(services, model, choice, [name]);
}

/** Runs each model and entry point once for all its checked layers. */
export async function runChecked(services: Services, checked: readonly CheckedLayer[]): Promise<void> {
  if (checked.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Check the boxes of the layers you want to see, then run.'));
    return;
  }
  if (!isTrustedToRun()) return;
  const runs = new Map<string, { readonly model: OpenModel; readonly choice: EntryChoice; readonly paths: string[] }>();
  for (const { choice, model: uri, path } of checked) {
    const model = services.models.find(uri);
    if (model === undefined) continue;
    const key = `${uri}\n${entryKey(choice)}`;
    const run = runs.get(key) ?? { model, choice, paths: [] };
    run.paths.push(path);
    runs.set(key, run);
  }
  for (const { choice, model, paths } of runs.values()) {
    const found = await existing(services, model, choice, paths);
    if (found.length > 0) await runNames(services, model, choice, found);
  }
}

/** The layers that the model still has; the others, which would fail the whole run, are unchecked with a word. */
async function existing(
  services: Services,
  model: OpenModel,
  choice: EntryChoice,
  paths: readonly string[],
): Promise<readonly string[]> {
  const known = new Set((await model.layers(choice)).layers.map(({ path }) => path));
  const [found, gone] = [paths.filter((path) => known.has(path)), paths.filter((path) => !known.has(path))];
  if (gone.length > 0) {
    services.checked.replace(model.uri.toString(), choice, found);
    const names = [...gone.slice(0, 5), ...(gone.length > 5 ? ['…'] : [])].join(', ');
    void vscode.window.showWarningMessage(
      noticeText(vscode.l10n.t('{0} no longer has these checked layers, which are left out: {1}', model.name, names)),
    );
  }
  return found;
}
