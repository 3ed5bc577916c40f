import { byteSizeText } from '../../core/run/byteSize.ts';
import * as vscode from 'vscode';
import type { Manifest } from '../../core/run/manifest.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { isStale } from '../model/staleRuns.ts';
import { sentenceOf } from '../report.ts';
import type { Services } from '../services.ts';
import { PAGE } from './nodes.ts';
import { runCard, runTreeItem } from './runItems.ts';
import { groupRuns, type RunLineNode, type RunMoreNode, type RunNode, type RunPartNode, type RunTreeNode } from './runNodes.ts';

/** History: the runs of each model, newest first, and what each was and gave. */
export class RunsTree implements vscode.TreeDataProvider<RunTreeNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<RunTreeNode | undefined>();
  readonly onDidChangeTreeData = this.#onDidChange.event;
  /** runs that the files of their model would not give again */
  readonly #stale = new Set<string>();
  readonly #limits = new Map<string, number>();

  constructor(private readonly services: Services) {}

  refresh(): void {
    this.#onDidChange.fire(undefined);
  }

  showMore({ parent, shown }: RunMoreNode): void {
    this.#limits.set(parent.id, shown + PAGE);
    this.#onDidChange.fire(parent);
  }

  getParent(node: RunTreeNode): RunTreeNode | undefined {
    return 'parent' in node ? node.parent : undefined;
  }

  getTreeItem(node: RunTreeNode): vscode.TreeItem {
    return runTreeItem(node, this.#stale.has(node.id));
  }

  async resolveTreeItem(item: vscode.TreeItem, node: RunTreeNode): Promise<vscode.TreeItem> {
    if (node.kind === 'run')
      item.tooltip = runCard(node.run, await this.services.history.manifest(node.run), this.#stale.has(node.id));
    return item;
  }

  async getChildren(node?: RunTreeNode): Promise<RunTreeNode[]> {
    if (node === undefined) return this.#roots(await this.services.history.all());
    if (node.kind === 'group') return node.runs.map((run) => ({ kind: 'run', id: run.id, run, parent: node }));
    if (node.kind === 'run') return this.#parts(node);
    return node.kind === 'part' ? this.#members(node, await this.services.history.manifest(node.parent.run)) : [];
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** The runs of an only model need no row above them. */
  async #roots(runs: readonly KeptRun[]): Promise<RunTreeNode[]> {
    await this.#findStale(runs);
    const groups = groupRuns(runs);
    return groups.length === 1 ? runs.map((run): RunNode => ({ kind: 'run', id: run.id, run, parent: undefined })) : groups;
  }

  /** Only of models that are open and read: looking at the history starts nothing. */
  async #findStale(runs: readonly KeptRun[]): Promise<void> {
    const read = this.services.models.all.filter(({ knownDocument }) => knownDocument !== undefined);
    await Promise.all(
      runs.map(async (run) => {
        const model = read.find(({ uri }) => uri.fsPath === run.model);
        if (model === undefined) return;
        if (await isStale(model, run)) this.#stale.add(run.id);
        else this.#stale.delete(run.id);
      }),
    );
  }

  async #parts(parent: RunNode): Promise<RunTreeNode[]> {
    try {
      const { inputs, limits, outputs, tensors } = await this.services.history.manifest(parent.run);
      const counts = [
        ['inputs', inputs.length],
        ['tensors', tensors.length],
        ['outputs', outputs.length],
        ['limits', Object.keys(limits).length],
      ] as const;
      return counts
        .filter(([, count]) => count > 0)
        .map(([part, count]) => ({ kind: 'part', id: `${parent.id}/${part}`, part, count, parent }));
    } catch (error) {
      return [{ kind: 'line', id: `${parent.id}/!`, label: sentenceOf(error), description: '', icon: 'error', parent }];
    }
  }

  #members(parent: RunPartNode, manifest: Manifest): RunTreeNode[] {
    const line = (label: string, description: string, icon: string): RunLineNode => ({
      kind: 'line',
      id: `${parent.id}/${label}`,
      label,
      description,
      icon,
      parent,
    });
    switch (parent.part) {
      case 'inputs':
        return manifest.inputs.map(({ dtype, name, shape, source }) =>
          line(name, `${dtype} [${shape.join(', ')}] · ${source}`, 'arrow-right'),
        );
      case 'outputs':
        return manifest.outputs.map(({ maxAbsDifference, name, reason, unchanged }) => {
          if (unchanged === true) return line(name, vscode.l10n.t('unchanged'), 'check');
          return unchanged === null
            ? line(name, reason ?? vscode.l10n.t('not compared'), 'circle-slash')
            : line(name, vscode.l10n.t('changed by up to {0}', String(maxAbsDifference)), 'warning');
        });
      case 'limits': {
        const { maxBytes, maxMemory, timeout } = manifest.limits;
        return [
          maxBytes === undefined ? [] : [line(vscode.l10n.t('values'), byteSizeText(maxBytes), 'database')],
          timeout === undefined ? [] : [line(vscode.l10n.t('time'), vscode.l10n.t('{0} seconds', timeout), 'watch')],
          maxMemory === undefined ? [] : [line(vscode.l10n.t('memory'), byteSizeText(maxMemory), 'chip')],
        ].flat();
      }
      case 'tensors': {
        const limit = this.#limits.get(parent.id) ?? PAGE;
        const rows = manifest.tensors
          .slice(0, limit)
          .map((tensor): RunTreeNode => ({ kind: 'tensor', id: `${parent.id}/${tensor.name}`, tensor, parent }));
        const total = manifest.tensors.length;
        return rows.length < total ? [...rows, { kind: 'more', id: `${parent.id}/…`, shown: rows.length, total, parent }] : rows;
      }
    }
  }
}
