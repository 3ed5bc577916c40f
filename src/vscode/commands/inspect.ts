import * as vscode from 'vscode';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import { modelIn } from '../../node/modelIn.ts';
import { HostDelay } from '../hostDelay.ts';
import { modelName } from '../model/modelTitle.ts';
import type { OpenModel } from '../model/openModel.ts';
import { labelText } from '../noticeText.ts';
import type { Services } from '../services.ts';
import { pickOne, STEP_BACK, type Item } from './quickSteps.ts';
import { runSteps, type Step } from './stepFlow.ts';

/** Asks which model is meant: one that is open, one found in the workspace, or another folder. */
export function pickModelStep(services: Services, folders: ModelFolders): Step<{ model?: OpenModel }> {
  const step: Step<{ model?: OpenModel }> = async (state, place) => {
    const chosen = state.model;
    // The one that is meant by default comes first.
    const known = [...services.models.all].sort((a, b) => Number(b === chosen) - Number(a === chosen));
    const found = folders.all.filter((folder) => known.every((model) => model.uri.fsPath !== folder));
    const items: Item<{ readonly uri: vscode.Uri | undefined }>[] = [
      ...known.map((model) => ({
        label: `$(package) ${labelText(model.name)}`,
        description: labelText(vscode.workspace.asRelativePath(model.uri)),
        value: { uri: model.uri },
      })),
      ...found.map((folder) => ({
        label: `$(folder) ${labelText(modelName(folder))}`,
        description: labelText(vscode.workspace.asRelativePath(folder)),
        value: { uri: vscode.Uri.file(folder) },
      })),
      { label: vscode.l10n.t('$(folder-opened) Choose a folder…'), description: '', alwaysShow: true, value: { uri: undefined } },
    ];
    const answer = await pickOne(
      {
        title: vscode.l10n.t('Which SavedModel?'),
        items,
        chosen: ({ uri }) => uri !== undefined && uri.toString() === state.model?.uri.toString(),
      },
      place,
    );
    if (answer === undefined) return 'stopped';
    if (answer === STEP_BACK) return 'back';
    const uri =
      answer.uri ??
      (
        await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t('Inspect') })
      )?.[0];
    if (uri === undefined) return step(state, place);
    state.model = await openRead(services, uri);
    return 'answered';
  };
  return step;
}

/** Opens the model that a folder or file means and reads it; one that cannot be read is not left in the tree. */
async function openRead(services: Services, meant: vscode.Uri): Promise<OpenModel> {
  const folder = meant.scheme === 'file' ? await modelIn(meant.fsPath) : undefined;
  const uri = folder === undefined ? meant : vscode.Uri.file(folder);
  const isNew = services.models.get(uri) === undefined;
  const model = services.models.open(uri);
  try {
    await vscode.window.withProgress({ location: { viewId: 'savedmodelLens.models' } }, () => model.document());
  } catch (error) {
    if (isNew) services.models.close(model);
    throw error;
  }
  return model;
}

/** Opens a model and its panel; answers the model. A folder without one says so. */
export async function inspect(
  services: Services,
  folders: ModelFolders,
  uri: vscode.Uri | undefined,
): Promise<OpenModel | undefined> {
  const state: { model?: OpenModel } = {};
  if (uri === undefined && !(await runSteps(state, [pickModelStep(services, folders)]))) return undefined;
  await new HostDelay(services.log).measure(
    (count) => `opening: ${count} layers below model`,
    async () => {
      if (uri !== undefined) state.model = await openRead(services, uri);
      const { model } = state;
      if (model === undefined) return 0;
      services.panels.open(model);
      // Hovers answer from what is known: the default entry's layers are asked for once, here.
      return (await model.layers({})).layers.length;
    },
  );
  return state.model;
}
