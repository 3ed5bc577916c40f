import * as vscode from 'vscode';
import { basename } from 'node:path';
import { COMMANDS } from '../ids.ts';
import type { KeptRun } from '../model/runHistory.ts';
import type { Services } from '../services.ts';

/** History: one row per kept run, newest first. */
export class RunsTree implements vscode.TreeDataProvider<KeptRun> {
  readonly #onDidChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#onDidChange.event;

  constructor(private readonly services: Services) {}

  refresh(): void {
    this.#onDidChange.fire(undefined);
  }

  async getChildren(run?: KeptRun): Promise<KeptRun[]> {
    return run === undefined ? [...await this.services.history.all()] : [];
  }

  getTreeItem(run: KeptRun): vscode.TreeItem {
    const item = new vscode.TreeItem(`${basename(run.model)} · ${run.label}`);
    item.id = run.id;
    item.description = new Date(run.when).toLocaleString(vscode.env.language);
    item.iconPath = new vscode.ThemeIcon('history');
    item.contextValue = 'run';
    item.command = { command: COMMANDS.openRun, title: vscode.l10n.t('Open Run'), arguments: [run] };
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, run: KeptRun): Promise<vscode.TreeItem> {
    const manifest = await this.services.history.manifest(run);
    const inputs = manifest.inputs.map((input) => `${input.name}: ${input.source}`).join('\n');
    item.tooltip = `${run.model}\n${manifest.tensors.length} tensors${manifest.partial ? ' (partial)' : ''}\n${inputs}\nTensorFlow ${manifest.engine.version}, ${manifest.engine.name}`;
    return item;
  }
}
