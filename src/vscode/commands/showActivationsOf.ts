import type * as vscode from 'vscode';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import type { Services } from '../services.ts';
import { inspect } from './inspect.ts';
import { runWithProgress } from './runChecked.ts';

/** Opens the model of a folder, runs it for all its layers with inputs made for it, and shows the first one with a picture. */
export async function showActivationsOf(services: Services, folders: ModelFolders, uri: vscode.Uri): Promise<void> {
  const model = await inspect(services, folders, uri);
  if (model === undefined) return;
  const { layers } = await model.layers({});
  const inner = layers.filter((row) => row.fetchable && row.inputs.length > 0);
  const shown = inner.find((row) => row.outputs[0]?.shape?.length === 4) ?? inner[0] ?? layers[0];
  await runWithProgress(services, model, { entry: {}, select: [], inputs: [], dims: {} }, shown?.path);
}
