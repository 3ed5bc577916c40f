import * as vscode from 'vscode';
import { findLibrary } from '../node/libtensorflow.ts';
import { COMMANDS } from './ids.ts';
import { labelText } from './noticeText.ts';
import { guarded, sentenceOf } from './report.ts';
import type { Services } from './services.ts';
import { workerVariables } from './settings.ts';

/** What runs the model, in a few words for the bar and a sentence for the tooltip. */
interface Engine {
  readonly short: string;
  readonly long: string;
  readonly isProblem: boolean;
}

async function engineOf(services: Services): Promise<Engine> {
  if (!vscode.workspace.isTrusted)
    return {
      short: vscode.l10n.t('not trusted'),
      long: vscode.l10n.t('This workspace is not trusted: models are read, not run.'),
      isProblem: true,
    };
  const model = services.panels.active ?? services.models.all.at(-1);
  const engine = model === undefined ? undefined : services.last.run(model)?.engine;
  try {
    const { files } = await findLibrary(workerVariables());
    if (engine === undefined)
      return { short: 'TensorFlow', long: vscode.l10n.t('Models run with {0}', files.at(-1) ?? ''), isProblem: false };
    return {
      short: `TensorFlow ${engine.version}`,
      long: vscode.l10n.t('The last run was done by {0}, TensorFlow {1} ({2})', engine.name, engine.version, engine.library),
      isProblem: false,
    };
  } catch (error) {
    return { short: vscode.l10n.t('no runtime'), long: sentenceOf(error), isProblem: true };
  }
}

/** Names the model in front and what runs it, while a model is open; a click chooses the library. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('savedmodelLens.status', vscode.StatusBarAlignment.Right, 50);
  item.name = 'SavedModel Lens';
  item.command = COMMANDS.chooseRuntime;
  let newest = 0;
  const update = guarded(services.log, async () => {
    const own = ++newest;
    const model = services.panels.active ?? services.models.all.at(-1);
    if (model === undefined) {
      item.hide();
      return;
    }
    const engine = await engineOf(services);
    if (own !== newest) return;
    const others = services.models.all.length - 1;
    item.text = `$(layers) ${labelText(services.models.titleOf(model))}${others > 0 ? ` +${others}` : ''} · ${engine.isProblem ? '$(warning) ' : ''}${engine.short}`;
    item.tooltip = [
      model.uri.fsPath,
      engine.long,
      vscode.l10n.t('Click to choose the TensorFlow library that runs models.'),
    ].join('\n');
    item.accessibilityInformation = {
      label: vscode.l10n.t('SavedModel {0}, engine: {1}', model.name, engine.short),
      role: 'button',
    };
    item.show();
  });
  void update();
  return vscode.Disposable.from(
    item,
    services.models.onDidChange(() => void update()),
    services.history.onDidChange(() => void update()),
    services.panels.onDidChangeActive(() => void update()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void update()),
    vscode.workspace.onDidChangeConfiguration(() => void update()),
  );
}
