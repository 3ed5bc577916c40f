import * as vscode from 'vscode';
import type { CheckedChange, CheckedLayer } from '../model/checkedLayers.ts';
import { entryKey } from '../model/entryKey.ts';
import type { OpenModel } from '../model/openModel.ts';
import { HostDelay } from '../hostDelay.ts';
import { sentenceOf } from '../report.ts';
import type { Services } from '../services.ts';
import { layerCard } from '../editor/layerCard.ts';
import type { LayerNode, MoreNode, TreeNode } from './nodes.ts';
import { TreeFilter } from './treeFilter.ts';
import { TreeItems } from './treeItems.ts';
import { variableCard } from './variableItem.ts';
import { TreeMemory } from './treeMemory.ts';
import { TreeRows } from './treeRows.ts';

/** Models, their signatures, layers, ops and tensors. Children are asked for when a row is opened; ids are paths from the root. */
export class ModelsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#onDidChange.event;
  readonly #rows = new TreeRows();
  readonly #memory: TreeMemory;
  readonly #items: TreeItems;
  readonly #checks: vscode.Disposable;
  readonly #delay: HostDelay;
  #filters = 0;

  constructor(private readonly services: Services) {
    this.#memory = new TreeMemory(services.context.workspaceState);
    this.#delay = new HostDelay(services.log);
    this.#items = new TreeItems(services, this.#memory);
    this.#checks = services.checked.onDidChange((change) => this.#showChecked(change));
  }

  /** Layers whose boxes are checked, of models that are open. */
  checked(): readonly CheckedLayer[] {
    const open = new Set(this.services.models.all.map(({ uri }) => uri.toString()));
    return this.services.checked.all.filter(({ model }) => open.has(model));
  }

  /** Boxes that the view has changed by itself. */
  setChecked(changes: readonly (readonly [TreeNode, vscode.TreeItemCheckboxState])[]): void {
    for (const [node, state] of changes)
      if (node.kind === 'layer')
        this.services.checked.set(checkedLayer(node), state === vscode.TreeItemCheckboxState.Checked, this);
  }

  toggleChecked(node: LayerNode): void {
    const layer = checkedLayer(node);
    this.services.checked.set(layer, !this.services.checked.has(layer));
  }

  /** Boxes that were changed elsewhere. */
  #showChecked({ by, choice, model, paths }: CheckedChange): void {
    if (by === this) return;
    const entry = entryKey(choice);
    const isMeant = (node: TreeNode): boolean =>
      node.kind === 'layer' && paths.has(node.row.path) && node.model.uri.toString() === model && entryKey(node.choice) === entry;
    this.#onDidChange.fire(this.#rows.store.all.filter(isMeant));
  }

  setExpanded(node: TreeNode, isExpanded: boolean): void {
    if (this.filter === undefined) this.#memory.setExpanded(node.id, isExpanded);
  }

  get filter(): string | undefined {
    return this.#rows.filter?.text;
  }

  /** Lists only layers that a selection means; undefined lists all. */
  setFilter(text: string | undefined): void {
    this.#rows.filter = text === undefined ? undefined : new TreeFilter(text, ++this.#filters, sentenceOf);
    this.refresh();
  }

  showMore({ parent, shown }: MoreNode): void {
    if (parent === undefined) return;
    this.#rows.store.showMore(parent, shown);
    this.#onDidChange.fire(parent);
  }

  /** A model changed, or (undefined) models were opened or closed. */
  refresh(model?: OpenModel): void {
    if (model === undefined) {
      const open = new Set(this.services.models.all);
      this.#rows.store.forget((node) => open.has(node.model));
    }
    this.#onDidChange.fire(model === undefined ? undefined : this.#rows.model(model));
  }

  findLayer(model: OpenModel, name: string): Promise<LayerNode | undefined> {
    return this.#rows.findLayer(model, name);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return this.#items.item(node, this.#rows.filter);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === 'layer') item.tooltip = layerCard(node.row, this.services, node.model);
    else if (node.kind === 'op') item.tooltip = `${node.row.op}\n${node.row.name}`;
    else if (node.kind === 'tensor')
      item.tooltip =
        node.row.reason === undefined
          ? node.row.tensor
          : `${node.row.tensor}\n${vscode.l10n.t('No values: {0}', node.row.reason)}`;
    else if (node.kind === 'variable') item.tooltip = variableCard(node);
    else if (node.kind === 'model') item.tooltip = node.model.uri.fsPath;
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.services.models.all.map((model) => this.#rows.model(model));
    return this.#delay.measure(
      (children) => `tree: ${children.length} rows below ${node.kind}`,
      () => this.#rows.children(node),
    );
  }

  dispose(): void {
    this.#checks.dispose();
    this.#onDidChange.dispose();
  }
}

function checkedLayer({ choice, model, row }: LayerNode): CheckedLayer {
  return { model: model.uri.toString(), choice, path: row.path };
}
