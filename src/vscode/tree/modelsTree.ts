import * as vscode from 'vscode';
import { ownFunctions } from '../../core/describe/ownFunctions.ts';
import type { EntryChoice, LayerRow, MetaGraphRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { sentenceOf } from '../report.ts';
import { layerCard } from '../editor/layerCard.ts';
import { PAGE, shapeText, type EntryNode, type GroupNode, type ItemText, type LayerNode, type MoreNode, type TreeNode } from './nodes.ts';
import { treeItem } from './treeItems.ts';

/** Models, their signatures, layers, ops and tensors. Children are asked for when a row is opened; ids are paths from the root. */
export class ModelsTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #onDidChange = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.#onDidChange.event;
  readonly #nodes = new Map<string, TreeNode>();
  readonly #checked = new Map<string, LayerNode>();
  /** children shown per node id, where more than a page is wanted */
  readonly #limits = new Map<string, number>();
  /** layer paths that the filter lets through, per entry id */
  #filtered: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(private readonly services: Services) {}

  /** Layers whose boxes are checked, per model. */
  checked(): readonly LayerNode[] {
    return [...this.#checked.values()];
  }

  setChecked(changes: readonly (readonly [TreeNode, boolean])[]): void {
    for (const [node, isChecked] of changes) {
      if (node.kind !== 'layer') continue;
      if (isChecked) this.#checked.set(node.id, node);
      else this.#checked.delete(node.id);
    }
  }

  setFilter(filtered: ReadonlyMap<string, ReadonlySet<string>> | undefined): void {
    this.#filtered = filtered;
    this.refresh();
  }

  showMore(node: MoreNode): void {
    const { parent } = node;
    if (parent === undefined) return;
    this.#limits.set(parent.id, node.shown + PAGE);
    this.#onDidChange.fire(parent);
  }

  refresh(): void {
    const open = new Set(this.services.models.all);
    for (const [id, node] of this.#checked) if (!open.has(node.model)) this.#checked.delete(id);
    this.#onDidChange.fire(undefined);
  }

  /** Entry rows of a model, as the filter needs them. */
  async entries(model: OpenModel): Promise<readonly EntryNode[]> {
    const document = await model.document();
    const root = this.#keep({ kind: 'model', id: model.uri.toString(), parent: undefined, model });
    const isMany = document.metaGraphs.length > 1;
    return document.metaGraphs.flatMap((metaGraph) => {
      const prefix = isMany ? `${metaGraph.tagSet.join(',') || '(no tags)'} · ` : '';
      const choices: readonly (readonly [string, EntryChoice])[] = metaGraph.signatures.length > 0
        ? metaGraph.signatures.map(({ key }) => [key, { tagSet: metaGraph.tagSet, signature: key }] as const)
        : ownFunctions(metaGraph.functions).map(({ path }) => [`${path}()`, { tagSet: metaGraph.tagSet, function: path }] as const);
      return choices.map(([label, choice]) => this.#keep<EntryNode>({ kind: 'entry', id: `${root.id}#${prefix}${label}`, parent: root, model, choice, label: `${prefix}${label}` }));
    });
  }

  /** The row of a layer, for revealing it. */
  async findLayer(model: OpenModel, path: string): Promise<LayerNode | undefined> {
    for (const entry of await this.entries(model)) {
      const { layers } = await model.layers(entry.choice);
      const row = layers.find((each) => each.path === path) ?? layers.find((each) => each.name === path);
      if (row !== undefined) return this.#layerNode(entry, row, layers);
    }
    return undefined;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.#checked.has(node.id));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === 'layer') item.tooltip = layerCard(node.row, this.services, node.model);
    else if (node.kind === 'op') item.tooltip = node.row.name;
    else if (node.kind === 'tensor') item.tooltip = node.row.reason ?? node.row.tensor;
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return this.services.models.all.map((model) => this.#keep({ kind: 'model', id: model.uri.toString(), parent: undefined, model }));
    try {
      return await this.#childrenOf(node);
    } catch (error) {
      return [this.#keep({ kind: 'problem', id: `${node.id}/!`, parent: node, model: node.model, message: sentenceOf(error) })];
    }
  }

  async #childrenOf(node: TreeNode): Promise<TreeNode[]> {
    const { model } = node;
    switch (node.kind) {
      case 'model': {
        const entries = await this.entries(model);
        return [...entries, ...(await model.document()).metaGraphs.slice(0, 1).flatMap((metaGraph) => this.#groups(node, metaGraph))];
      }
      case 'entry': return this.#layers(node, undefined);
      case 'layer': {
        const inner = await this.#layers(node, node.row);
        return inner.length > 0 ? inner : this.#ops(node);
      }
      case 'op': return node.row.outputs.map((row) => this.#keep({ kind: 'tensor', id: `${node.id}:${row.tensor}`, parent: node, model, choice: node.choice, row }));
      case 'group': return this.#paged(node, node.items.length, node.items.slice(0, this.#limit(node)).map((text, i) => this.#keep({ kind: 'item', id: `${node.id}/${i}`, parent: node, model, text, icon: node.group === 'warnings' ? 'warning' : 'symbol-field' })));
      default: return [];
    }
  }

  async #layers(node: EntryNode | LayerNode, parent: LayerRow | undefined): Promise<TreeNode[]> {
    const { layers } = await node.model.layers(node.choice);
    const entry = entryOf(node);
    const allowed = entry === undefined ? undefined : this.#filtered?.get(entry.id);
    const isWanted = (row: LayerRow): boolean => allowed === undefined || allowed.has(row.path) || [...allowed].some((path) => path.startsWith(`${row.path}/`));
    const rows = layers.filter((row) => isChild(row, parent) && isWanted(row));
    return this.#paged(node, rows.length, rows.slice(0, this.#limit(node)).map((row) => this.#layerNode(node, row, layers)));
  }

  async #ops(node: LayerNode): Promise<TreeNode[]> {
    const page = await node.model.call('ops', { ...node.choice, layer: node.row.path, offset: 0, limit: this.#limit(node) });
    return this.#paged(node, page.total, page.rows.map((row) => this.#keep({ kind: 'op', id: `${node.id}@${row.name}`, parent: node, model: node.model, choice: node.choice, row })));
  }

  #layerNode(parent: EntryNode | LayerNode, row: LayerRow, layers: readonly LayerRow[]): LayerNode {
    const entry = entryOf(parent) ?? parent;
    return this.#keep({ kind: 'layer', id: `${entry.id}/${row.path}`, parent, model: parent.model, choice: parent.choice, row, hasChildren: layers.some((each) => isChild(each, row)) });
  }

  #groups(parent: TreeNode, metaGraph: MetaGraphRow): GroupNode[] {
    const groups: readonly (readonly [GroupNode['group'], readonly ItemText[]])[] = [
      ['variables', metaGraph.variables.map((variable) => ({ label: variable.name, description: `${variable.dtype} ${shapeText(variable.shape)}` }))],
      ['functions', metaGraph.functions.map((each) => ({ label: each.path, description: `${each.inputs.length} → ${each.outputs.length}` }))],
      ['assets', metaGraph.assets.map((asset) => ({ label: asset.name, description: asset.bytes === null ? vscode.l10n.t('missing') : `${asset.bytes.toLocaleString()} B` }))],
      ['warnings', metaGraph.warnings.map((warning) => ({ label: warning.message, description: '' }))],
    ];
    return groups.filter(([, items]) => items.length > 0).map(([group, items]) => this.#keep<GroupNode>({ kind: 'group', id: `${parent.id}/${group}`, parent, model: parent.model, group, items }));
  }

  #limit(node: TreeNode): number {
    return this.#limits.get(node.id) ?? PAGE;
  }

  #paged(parent: TreeNode, total: number, children: TreeNode[]): TreeNode[] {
    if (children.length >= total) return children;
    return [...children, this.#keep({ kind: 'more', id: `${parent.id}/…`, parent, model: parent.model, shown: children.length, total })];
  }

  /** The same row is the same object between calls: VS Code knows elements by identity. */
  #keep<Node extends TreeNode>(node: Node): Node {
    const known = this.#nodes.get(node.id);
    if (known?.kind === node.kind) return Object.assign(known, node);
    this.#nodes.set(node.id, node);
    return node;
  }
}

function entryOf(node: TreeNode): EntryNode | undefined {
  for (let at: TreeNode | undefined = node; at !== undefined; at = at.parent) if (at.kind === 'entry') return at;
  return undefined;
}

function isChild(row: LayerRow, parent: LayerRow | undefined): boolean {
  if (parent === undefined) return row.depth === 0;
  return row.depth === parent.depth + 1 && row.path.startsWith(`${parent.path}/`);
}
