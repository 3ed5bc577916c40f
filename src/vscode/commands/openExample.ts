import * as vscode from 'vscode';
import { findLibrary } from '../../node/libtensorflow.ts';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import { exampleFolder, exampleInput } from '../model/recordedRun.ts';
import type { Services } from '../services.ts';
import { workerVariables } from '../settings.ts';
import { inspect } from './inspect.ts';
import { runWithProgress } from './runChecked.ts';

/** The layer whose feature maps say most at first sight. */
const FIRST_SHOWN = 'curves';

/** Opens the bundled model and shows what a handwritten digit does inside it: run here where that is possible, else as it was recorded. */
export async function openExample(services: Services, folders: ModelFolders): Promise<void> {
  const { extensionPath } = services.context;
  const uri = vscode.Uri.file(exampleFolder(extensionPath));
  const model = await inspect(services, folders, uri);
  if (model === undefined) return;
  const canRun =
    vscode.workspace.isTrusted &&
    (await findLibrary(workerVariables()).then(
      () => true,
      () => false,
    ));
  if (canRun) {
    await runWithProgress(
      services,
      model,
      { entry: {}, select: [], inputs: [{ name: 'image', spec: exampleInput(extensionPath) }], dims: {} },
      FIRST_SHOWN,
    );
    return;
  }
  const [recorded] = (await services.history.of(model.uri.fsPath)).filter(({ isRecorded }) => isRecorded === true);
  if (recorded === undefined) return;
  await services.panels.showRun(model, recorded);
  services.panels.show(model, FIRST_SHOWN);
}
