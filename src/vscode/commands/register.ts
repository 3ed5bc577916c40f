import * as vscode from 'vscode';
import type { ModelFolders } from '../discovery/modelFolders.ts';
import { COMMANDS } from '../ids.ts';
import { guarded } from '../report.ts';
import type { Services } from '../services.ts';
import type { ModelsTree } from '../tree/modelsTree.ts';
import type { RunMoreNode, RunTreeNode } from '../tree/runNodes.ts';
import type { RunsTree } from '../tree/runsTree.ts';
import type { ModelNode, MoreNode, TreeNode, VariableNode } from '../tree/nodes.ts';
import { askForRun } from './activationSteps.ts';
import { chooseRuntime } from './chooseRuntime.ts';
import { dumpRun } from './dump.ts';
import { copyRunCommand, deleteRuns, dumpKeptRun, openRun, sayDumped } from './runCommands.ts';
import { clearFilter, filterTree } from './filterTree.ts';
import { inspect } from './inspect.ts';
import { openExample } from './openExample.ts';
import { runWithProgress } from './runChecked.ts';
import { literalSelector, selectableName } from './selectors.ts';
import { runChecked, showActivation } from './showActivation.ts';
import type { CheckToggle } from './toggleChecked.ts';
import { showActivationsOf } from './showActivationsOf.ts';
import { revealInGraph, showLayer } from './showLayer.ts';

interface Parts {
  readonly services: Services;
  readonly folders: ModelFolders;
  readonly tree: ModelsTree;
  readonly runs: RunsTree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly check: CheckToggle;
}

async function dumpActivations({ services, folders }: Parts): Promise<void> {
  const asked = await askForRun(services, folders, true);
  if (asked === undefined) return;
  const finished = await runWithProgress(services, asked.model, asked.question);
  if (finished !== undefined) await sayDumped(await dumpRun(asked.model, finished.run, [], asked.target));
}

/** Command → what it does. */
function table(parts: Parts): Readonly<Record<string, (...args: readonly never[]) => Promise<unknown>>> {
  const { services, folders, tree, runs, view } = parts;
  return {
    [COMMANDS.inspect]: (uri?: vscode.Uri) => inspect(services, folders, uri),
    [COMMANDS.showActivations]: async (uri?: vscode.Uri) => {
      if (uri !== undefined) {
        await showActivationsOf(services, folders, uri);
        return;
      }
      const asked = await askForRun(services, folders);
      if (asked !== undefined) await runWithProgress(services, asked.model, asked.question, firstNamed(asked.question.select));
    },
    [COMMANDS.dumpActivations]: () => dumpActivations(parts),
    [COMMANDS.runChecked]: () => runChecked(services, tree.checked()),
    [COMMANDS.uncheckAll]: async () => services.checked.clear(),
    [COMMANDS.toggleChecked]: (node?: TreeNode) => parts.check.toggle(node),
    [COMMANDS.showActivation]: (node: TreeNode) => showActivation(services, node),
    [COMMANDS.showVariable]: async ({ model, row }: VariableNode) => services.panels.showVariable(model, row.key),
    [COMMANDS.showLayer]: (target: unknown, where?: unknown, isQuiet?: unknown) =>
      showLayer(services, tree, view, target, where, isQuiet),
    [COMMANDS.revealInGraph]: (target: unknown) => revealInGraph(services, target),
    [COMMANDS.copySelector]: async (node: TreeNode) =>
      vscode.env.clipboard.writeText(literalSelector(selectableName(node) ?? '')),
    [COMMANDS.filterTree]: () => filterTree(services, tree, view),
    [COMMANDS.clearFilter]: async () => clearFilter(tree, view),
    [COMMANDS.showMore]: async (node: MoreNode | RunMoreNode) => {
      if ('model' in node) tree.showMore(node);
      else runs.showMore(node);
    },
    [COMMANDS.readAgain]: async ({ model }: TreeNode) => model.refresh(),
    [COMMANDS.closeModel]: async (node: ModelNode) => {
      services.panels.close(node.model);
      services.models.close(node.model);
    },
    [COMMANDS.openRun]: (node?: RunTreeNode) => openRun(services, node),
    [COMMANDS.dumpRun]: (node?: RunTreeNode) => dumpKeptRun(services, node),
    [COMMANDS.deleteRun]: (node?: RunTreeNode, selected?: readonly RunTreeNode[]) => deleteRuns(services, node, selected),
    [COMMANDS.copyRunCommand]: (node?: RunTreeNode) => copyRunCommand(node),
    [COMMANDS.chooseRuntime]: () => chooseRuntime(),
    [COMMANDS.openExample]: () => openExample(services, folders),
    [COMMANDS.showLog]: async () => services.log.show(),
  };
}

/** Registers every command; what goes wrong in one is shown, never lost. */
export function registerCommands(parts: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(table(parts)).map(([id, work]) => vscode.commands.registerCommand(id, guarded(parts.services.log, work))),
  );
}

/** The layer to show of a selection that begins with a name. */
function firstNamed([first = '']: readonly string[]): string | undefined {
  return /^"([^"]+)"$/.exec(first)?.[1];
}
