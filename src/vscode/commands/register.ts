import * as vscode from 'vscode';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import { COMMANDS } from '../ids.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { guarded } from '../report.ts';
import type { Services } from '../services.ts';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { ModelNode, MoreNode, TreeNode, VariableNode } from '../tree/nodes.ts';
import { askForRun } from './activationSteps.ts';
import { chooseRuntime } from './chooseRuntime.ts';
import { cliCommand } from './cliCommand.ts';
import { dumpRun } from './dump.ts';
import { clearFilter, filterTree } from './filterTree.ts';
import { inspect } from './inspect.ts';
import { openExample } from './openExample.ts';
import { runWithProgress } from './runChecked.ts';
import { literalSelector, selectableName } from './selectors.ts';
import { runChecked, showActivation } from './showActivation.ts';
import { showActivationsOf } from './showActivationsOf.ts';
import { revealInGraph, showLayer } from './showLayer.ts';

interface Parts {
  readonly services: Services;
  readonly folders: ModelFolders;
  readonly tree: ModelsTree;
  readonly view: vscode.TreeView<TreeNode>;
}

async function dumpActivations({ services, folders }: Parts): Promise<void> {
  const asked = await askForRun(services, folders);
  if (asked === undefined) return;
  const target = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: vscode.l10n.t('Dump Here'), title: vscode.l10n.t('Where to dump the activations') }))?.[0];
  if (target === undefined) return;
  const finished = await runWithProgress(services, asked.model, asked.question);
  if (finished === undefined) return;
  const folder = await dumpRun(asked.model, finished.run, [], target);
  void vscode.window.showInformationMessage(vscode.l10n.t('Activations were dumped to {0}', folder ?? ''));
}

async function openRun({ services }: Parts, run: KeptRun): Promise<void> {
  const model = services.models.open(vscode.Uri.file(run.model));
  await services.panels.showRun(model, run);
}

/** Command → what it does. */
function table(parts: Parts): Readonly<Record<string, (...args: readonly never[]) => Promise<unknown>>> {
  const { services, folders, tree, view } = parts;
  return {
    [COMMANDS.inspect]: (uri?: vscode.Uri) => inspect(services, folders, uri),
    [COMMANDS.showActivations]: async (uri?: vscode.Uri) => {
      if (uri !== undefined) {
        await showActivationsOf(services, folders, uri);
        return;
      }
      const asked = await askForRun(services, folders);
      if (asked !== undefined) await runWithProgress(services, asked.model, asked.question, asked.question.select[0]?.slice(1, -1));
    },
    [COMMANDS.dumpActivations]: () => dumpActivations(parts),
    [COMMANDS.runChecked]: () => runChecked(services, tree.checked()),
    [COMMANDS.uncheckAll]: async () => tree.uncheckAll(),
    [COMMANDS.showActivation]: (node: TreeNode) => showActivation(services, node),
    [COMMANDS.showVariable]: async ({ model, row }: VariableNode) => services.panels.showVariable(model, row.key),
    [COMMANDS.showLayer]: (first: unknown, second?: unknown, where?: unknown, isQuiet?: unknown) => showLayer(services, tree, view, first, second, where, isQuiet),
    [COMMANDS.revealInGraph]: (first: unknown, second?: unknown) => revealInGraph(services, first, second),
    [COMMANDS.copySelector]: async (node: TreeNode) => vscode.env.clipboard.writeText(literalSelector(selectableName(node) ?? '')),
    [COMMANDS.filterTree]: () => filterTree(services, tree, view),
    [COMMANDS.clearFilter]: async () => clearFilter(tree, view),
    [COMMANDS.showMore]: async (node: MoreNode) => tree.showMore(node),
    [COMMANDS.closeModel]: async (node: ModelNode) => {
      services.panels.get(node.model)?.panel.dispose();
      services.models.close(node.model);
    },
    [COMMANDS.openRun]: (run: KeptRun) => openRun(parts, run),
    [COMMANDS.dumpRun]: (run: KeptRun) => dumpRun(services.models.open(vscode.Uri.file(run.model)), run, []),
    [COMMANDS.deleteRun]: (run: KeptRun) => services.history.remove(run),
    [COMMANDS.copyRunCommand]: async (run: KeptRun) => vscode.env.clipboard.writeText(cliCommand(run)),
    [COMMANDS.chooseRuntime]: () => chooseRuntime(),
    [COMMANDS.openExample]: () => openExample(services, folders),
    [COMMANDS.showLog]: async () => services.log.show(),
  };
}

/** Registers every command; what goes wrong in one is shown, never lost. */
export function registerCommands(parts: Parts): vscode.Disposable {
  return vscode.Disposable.from(...Object.entries(table(parts)).map(([id, work]) => vscode.commands.registerCommand(id, guarded(parts.services.log, work))));
}
