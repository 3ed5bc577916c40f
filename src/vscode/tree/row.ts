import * as vscode from 'vscode';
import { COMMANDS } from '../ids.ts';

/** A row of a tree of ours. */
export function row(
  label: string,
  state: vscode.TreeItemCollapsibleState,
  contextValue: string,
  icon: string,
  description = '',
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.contextValue = contextValue;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.description = description;
  return item;
}

/** The end of a long list, which a click makes longer. */
export function moreRow(node: { readonly shown: number; readonly total: number }): vscode.TreeItem {
  const item = row(
    vscode.l10n.t('Show more ({0} of {1})', node.shown.toLocaleString(), node.total.toLocaleString()),
    vscode.TreeItemCollapsibleState.None,
    'more',
    'ellipsis',
  );
  item.command = { command: COMMANDS.showMore, title: vscode.l10n.t('Show More'), arguments: [node] };
  return item;
}
