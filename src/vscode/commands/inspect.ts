import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';

/** Asks which model of the workspace is meant; the only one needs no question. */
export async function pickModel(services: Services, folders: ModelFolders): Promise<OpenModel | undefined> {
  const known = services.models.all;
  const found = folders.all.filter((folder) => known.every((model) => model.uri.fsPath !== folder));
  const items = [
    ...known.map((model) => ({ label: model.name, description: model.uri.fsPath, uri: model.uri })),
    ...found.map((folder) => ({ label: basename(folder), description: folder, uri: vscode.Uri.file(folder) })),
    { label: vscode.l10n.t('$(folder-opened) Choose a folder…'), description: '', uri: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which SavedModel?'), matchOnDescription: true });
  if (picked === undefined) return undefined;
  const uri = picked.uri ?? (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t('Inspect') }))?.[0];
  return uri === undefined ? undefined : services.models.open(uri);
}

/** Opens a model: its panel beside the tree. A folder without a model says so. */
export async function inspect(services: Services, folders: ModelFolders, uri: vscode.Uri | undefined): Promise<void> {
  const model = uri === undefined ? await pickModel(services, folders) : services.models.open(uri);
  if (model === undefined) return;
  try {
    await vscode.window.withProgress({ location: { viewId: 'savedmodelLens.models' } }, () => model.document());
  } catch (error) {
    services.models.close(model);
    throw error;
  }
  services.panels.open(model);
  // Hovers answer from what is known: the default entry's layers are asked for once, here.
  await model.layers({});
}
