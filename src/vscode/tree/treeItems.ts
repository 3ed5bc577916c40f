import * as vscode from 'vscode';
import { statsLine } from '../editor/statsLine.ts';
import { COMMANDS } from '../ids.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { layerItem } from './layerItem.ts';
import { variableItem } from './variableItem.ts';
import { groupSize, groupTitle, shapeText, type TreeNode } from './nodes.ts';
import type { TreeFilter } from './treeFilter.ts';
import type { TreeMemory } from './treeMemory.ts';
import { moreRow, row } from './row.ts';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** What a row looks like; tooltips are made later, when somebody points at it. */
export class TreeItems {
  constructor(
    private readonly services: Services,
    private readonly memory: TreeMemory,
  ) {}

  item(node: TreeNode, filter: TreeFilter | undefined): vscode.TreeItem {
    const item = this.#make(node, filter !== undefined);
    // A filtered tree unfolds by itself: rows of their own, whose folding is not remembered.
    item.id = filter === undefined ? node.id : `${node.id}\n${filter.number}`;
    return item;
  }

  #state(node: TreeNode, otherwise: vscode.TreeItemCollapsibleState): vscode.TreeItemCollapsibleState {
    const known = this.memory.isExpanded(node.id);
    return known === undefined ? otherwise : known ? Expanded : Collapsed;
  }

  #withStatistics(model: OpenModel, text: string, tensor: string | undefined): string {
    const last = this.services.last.tensor(model, tensor);
    return last === undefined ? text : `${text} · ${statsLine(last, this.services.last.isStale(model))}`;
  }

  #make(node: TreeNode, isFiltered: boolean): vscode.TreeItem {
    switch (node.kind) {
      case 'model': {
        const { knownDocument, name, uri } = node.model;
        const item = row(
          name,
          this.#state(node, Expanded),
          'model',
          'package',
          producerText(knownDocument?.metaGraphs[0]?.producer),
        );
        // Two models of the same name are told apart by where they are.
        const isShared = this.services.models.all.some((other) => other !== node.model && other.name === name);
        if (isShared)
          item.description = [vscode.workspace.asRelativePath(uri), item.description].filter((text) => text !== '').join(' · ');
        item.accessibilityInformation = {
          label: vscode.l10n.t('SavedModel {0}, {1}', name, vscode.workspace.asRelativePath(uri)),
        };
        return item;
      }
      case 'entry':
        return row(
          node.label,
          this.#state(node, node.isFunction && !isFiltered ? Collapsed : Expanded),
          'entry',
          node.isFunction ? 'symbol-function' : 'symbol-method',
        );
      case 'layer': {
        const folded = node.hasInner && isFiltered ? Expanded : Collapsed;
        return layerItem(
          node,
          isFiltered ? folded : this.#state(node, folded),
          this.services.checked.has({ model: node.model.uri.toString(), choice: node.choice, path: node.row.path }),
          this.services.last.of(node.model, node.row),
          this.services.last.isStale(node.model),
        );
      }
      case 'ops':
        return row(vscode.l10n.t('All ops'), this.#state(node, node.isAll ? Expanded : Collapsed), 'ops', 'symbol-operator');
      case 'op': {
        const { bodies = [], op, outputs, shortName } = node.row;
        const text = [op, outputs.length === 0 ? '' : shapeText(outputs[0]?.shape ?? null, outputs[0]?.axes)]
          .filter((part) => part !== '')
          .join('  ');
        const isFetchable = outputs.some(({ fetchable }) => fetchable);
        return row(
          lastPart(shortName),
          outputs.length > 1 || bodies.length > 0 ? this.#state(node, Collapsed) : None,
          isFetchable ? 'op' : 'op.off',
          bodies.length === 0 ? 'symbol-operator' : op.endsWith('While') ? 'sync' : 'git-branch',
          this.#withStatistics(node.model, text, outputs[0]?.tensor),
        );
      }
      case 'body':
        return row(
          bodyTitle(node.label, node.isLoop),
          this.#state(node, Collapsed),
          'body',
          node.isLoop ? 'sync' : 'git-branch',
          node.isLoop ? vscode.l10n.t('values of all iterations') : '',
        );
      case 'tensor':
        return row(
          lastPart(node.row.tensor),
          None,
          node.row.fetchable ? 'tensor' : 'tensor.off',
          'symbol-array',
          this.#withStatistics(node.model, `${node.row.dtype} ${shapeText(node.row.shape, node.row.axes)}`, node.row.tensor),
        );
      case 'group': {
        const [title, icon] = groupTitle(node.group);
        return row(
          node.tags === '' ? title : `${title} · ${node.tags}`,
          this.#state(node, Collapsed),
          'group',
          icon,
          groupSize(node.parts).toLocaleString(),
        );
      }
      case 'variable':
        return variableItem(node);
      case 'item':
        return row(node.label, None, 'item', node.icon, node.description);
      case 'more':
        return moreRow(node);
      case 'problem': {
        const item = row(node.message, None, 'problem', 'error');
        item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
        item.tooltip = vscode.l10n.t('{0}\nClick to read the model again.', node.message);
        item.command = { command: COMMANDS.readAgain, title: vscode.l10n.t('Read Again'), arguments: [node] };
        item.accessibilityInformation = { label: vscode.l10n.t('Error: {0} Press Enter to read the model again.', node.message) };
        return item;
      }
    }
  }
}

function producerText(producer: string | undefined): string {
  return producer === undefined || producer === '' ? '' : `TensorFlow ${producer}`;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** What a loop or branch runs, in words; the cases of a switch are numbered. */
function bodyTitle(label: string, isLoop: boolean): string {
  if (label === 'body') return vscode.l10n.t('each iteration');
  if (label === 'cond') return vscode.l10n.t('condition');
  if (label === 'then') return vscode.l10n.t('if true');
  if (label === 'else') return vscode.l10n.t('if false');
  return isLoop ? label : vscode.l10n.t('case {0}', label);
}
