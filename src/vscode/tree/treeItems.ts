import * as vscode from 'vscode';
import { COMMANDS, LAYER_SCHEME } from '../ids.ts';
import { groupTitle, shapeText, type TreeNode } from './nodes.ts';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** Icons by what kind of layer it is; the name says the rest. */
const LAYER_ICONS: readonly (readonly [RegExp, string])[] = [
  [/Input/, 'arrow-right'], [/Conv/, 'layers'], [/Dense|Linear/, 'circuit-board'], [/Pool/, 'fold-down'], [/LSTM|GRU|RNN|Bidirectional/, 'sync'],
  [/Norm/, 'graph-line'], [/Dropout/, 'circle-slash'], [/Embedding/, 'table'], [/Attention/, 'eye'], [/Flatten|Reshape|Permute/, 'symbol-array'],
  [/Functional|Sequential|Model|Network/, 'package'],
];

function layerIcon(type: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(LAYER_ICONS.find(([pattern]) => pattern.test(type))?.[1] ?? 'symbol-misc');
}

/** Where decorations of a layer are looked up. */
export function layerUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: LAYER_SCHEME, path: `/${encodeURIComponent(id)}` });
}

/** The row of a node; tooltips are made later, when somebody points at it. */
export function treeItem(node: TreeNode, isChecked: boolean): vscode.TreeItem {
  const item = makeItem(node, isChecked);
  item.id = node.id;
  return item;
}

function makeItem(node: TreeNode, isChecked: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'model': {
      const item = new vscode.TreeItem(node.model.name, Expanded);
      item.contextValue = 'model';
      item.iconPath = new vscode.ThemeIcon('package');
      item.description = node.model.knownDocument?.metaGraphs[0]?.producer === undefined ? '' : `TensorFlow ${node.model.knownDocument.metaGraphs[0].producer}`;
      return item;
    }
    case 'entry': {
      const item = new vscode.TreeItem(node.label, Expanded);
      item.contextValue = 'entry';
      item.iconPath = new vscode.ThemeIcon('symbol-method');
      return item;
    }
    case 'layer': {
      const { row } = node;
      const item = new vscode.TreeItem(row.name, Collapsed);
      item.contextValue = row.fetchable ? 'layer' : 'layer.off';
      item.iconPath = layerIcon(row.type);
      item.description = [row.type, shapeText(row.outputs[0]?.shape ?? null), row.params.count > 0 ? row.params.count.toLocaleString() : ''].filter((text) => text !== '').join('  ');
      item.resourceUri = layerUri(node.id);
      if (row.fetchable) item.checkboxState = isChecked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked;
      item.command = { command: COMMANDS.showLayer, title: vscode.l10n.t('Show Activation'), arguments: [node] };
      return item;
    }
    case 'op': {
      const item = new vscode.TreeItem(node.row.shortName.split('/').at(-1) ?? node.row.name, node.row.outputs.length > 1 ? Collapsed : None);
      item.contextValue = 'op';
      item.iconPath = new vscode.ThemeIcon('symbol-operator');
      item.description = `${node.row.op}  ${shapeText(node.row.outputs[0]?.shape ?? null)}`;
      return item;
    }
    case 'tensor': {
      const item = new vscode.TreeItem(node.row.tensor.split('/').at(-1) ?? node.row.tensor, None);
      item.contextValue = 'tensor';
      item.iconPath = new vscode.ThemeIcon('symbol-array');
      item.description = `${node.row.dtype} ${shapeText(node.row.shape)}`;
      return item;
    }
    case 'group': {
      const [title, icon] = groupTitle(node.group);
      const item = new vscode.TreeItem(title, Collapsed);
      item.description = node.items.length.toLocaleString();
      item.iconPath = new vscode.ThemeIcon(icon);
      item.contextValue = 'group';
      return item;
    }
    case 'item': {
      const item = new vscode.TreeItem(node.text.label, None);
      item.description = node.text.description;
      item.iconPath = new vscode.ThemeIcon(node.icon);
      item.contextValue = 'item';
      return item;
    }
    case 'more': {
      const item = new vscode.TreeItem(vscode.l10n.t('Show more ({0} of {1})', node.shown.toLocaleString(), node.total.toLocaleString()), None);
      item.command = { command: COMMANDS.showMore, title: vscode.l10n.t('Show More'), arguments: [node] };
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      return item;
    }
    case 'problem': {
      const item = new vscode.TreeItem(node.message, None);
      item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
      item.tooltip = node.message;
      return item;
    }
  }
}
