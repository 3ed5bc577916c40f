import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './commands/register.ts';
import { CheckToggle } from './commands/toggleChecked.ts';
import { setContextKey } from './contextKeys.ts';
import { ModelFolders } from './discovery/modelFolders.ts';
import { registerCustomEditor } from './editor/customEditor.ts';
import { LinkTargets } from './editor/linkTargets.ts';
import { registerEditor } from './editor/registerEditor.ts';
import { CONTEXT_KEYS, PANEL_TYPE, SETTINGS, VIEWS } from './ids.ts';
import { ActiveRuns } from './model/activeRuns.ts';
import { CheckedLayers } from './model/checkedLayers.ts';
import { LastActivations } from './model/lastActivation.ts';
import { ModelRegistry, type RegistryChange } from './model/modelRegistry.ts';
import type { OpenModel } from './model/openModel.ts';
import { OpenModels } from './model/openModels.ts';
import { readRecordedRun } from './model/recordedRun.ts';
import { RunHistory } from './model/runHistory.ts';
import { PanelManager } from './panel/panelManager.ts';
import { registerPanelRestore } from './panel/restore.ts';
import { guarded } from './report.ts';
import type { Services } from './services.ts';
import { keptBytes } from './settings.ts';
import { registerStatusBar } from './statusBar.ts';
import { LayerDecorations } from './tree/decorations.ts';
import { ModelsTree } from './tree/modelsTree.ts';
import { RunsTree } from './tree/runsTree.ts';

/** A question that is asked once, when somebody wants to know. */
function lazily<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

function makeServices(context: vscode.ExtensionContext): Services {
  const log = vscode.window.createOutputChannel('SavedModel Lens', { log: true });
  const models = new ModelRegistry(join(context.extensionPath, 'dist', 'worker.js'), log);
  const recorded = lazily(() =>
    readRecordedRun(context.extensionPath, vscode.l10n.t('recorded')).then(
      (run) => [run],
      () => [],
    ),
  );
  const history = new RunHistory(join((context.storageUri ?? context.globalStorageUri).fsPath, 'runs'), recorded);
  const last = new LastActivations(history);
  const checked = new CheckedLayers(context.workspaceState);
  const base = { context, log, models, history, active: new ActiveRuns(), checked, last, links: new LinkTargets() };
  return { ...base, panels: new PanelManager(base) };
}

/** Makes the services and registers every feature on them. */
export function registerLens(context: vscode.ExtensionContext): vscode.Disposable {
  const services = makeServices(context);
  const folders = new ModelFolders();
  const tree = new ModelsTree(services);
  const runs = new RunsTree(services);
  const decorations = new LayerDecorations(services);
  const view = vscode.window.createTreeView(VIEWS.models, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: false,
    manageCheckboxStateManually: true,
  });
  const runsView = vscode.window.createTreeView(VIEWS.runs, {
    treeDataProvider: runs,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const check = new CheckToggle(tree, view);
  const restored = new OpenModels(services);
  /** Badges speak of the newest run: rows are drawn anew only where that is another one. */
  const refreshLast = async (model: OpenModel): Promise<void> => {
    if (!(await services.last.load(model))) return;
    tree.refresh(model);
    decorations.refresh();
  };
  const trimRuns = (): Promise<void> => services.history.trim(keptBytes(), (run) => services.panels.shows(run));
  const onModels = async ({ model, what }: RegistryChange): Promise<void> => {
    if (what === 'models') {
      setContextKey(CONTEXT_KEYS.hasModels, services.models.all.length > 0);
      tree.refresh();
      runs.refresh();
      await Promise.all(services.models.all.map(refreshLast));
    } else if (model !== undefined && what === 'structure') {
      tree.refresh(model);
      runs.refresh();
      await services.panels.refresh(model);
    } else if (model !== undefined && what === 'read') {
      tree.refresh(model);
      runs.refresh();
      await refreshLast(model);
    } else if (what === 'layers') decorations.refresh();
  };
  // The scan runs beside the start, never in it.
  setTimeout(() => void folders.scan(), 0);
  restored.reopen();
  setContextKey(CONTEXT_KEYS.hasModels, services.models.all.length > 0);
  // The workbench remembers it when only the extension host starts anew; the filter itself is gone then.
  setContextKey(CONTEXT_KEYS.isFiltered, false);
  return vscode.Disposable.from(
    services.log,
    services.models,
    services.history,
    services.active,
    services.checked,
    services.panels,
    folders,
    decorations,
    view,
    runsView,
    tree,
    runs,
    restored,
    view.onDidChangeCheckboxState(({ items }) => tree.setChecked(items)),
    view.onDidExpandElement(({ element }) => tree.setExpanded(element, true)),
    view.onDidCollapseElement(({ element }) => tree.setExpanded(element, false)),
    vscode.window.registerFileDecorationProvider(decorations),
    services.models.onDidChange(guarded(services.log, onModels)),
    services.history.onDidChange(
      guarded(services.log, async () => {
        runs.refresh();
        await Promise.all(services.models.all.map(refreshLast));
        await trimRuns();
      }),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.keptBytes)) void guarded(services.log, trimRuns)();
      // Workers that are running know the old library.
      if (event.affectsConfiguration(SETTINGS.engine) || event.affectsConfiguration(SETTINGS.libtensorflow))
        for (const model of services.models.all) model.refresh();
    }),
    check,
    registerCommands({ services, folders, tree, runs, view, check }),
    registerCustomEditor(services),
    registerEditor(services),
    registerPanelRestore(services, PANEL_TYPE),
    registerStatusBar(services),
  );
}
