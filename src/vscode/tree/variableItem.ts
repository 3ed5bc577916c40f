import { byteSizeText } from '../../core/run/byteSize.ts';
import * as vscode from 'vscode';
import { COMMANDS } from '../ids.ts';
import { shapeText, type VariableNode } from './nodes.ts';
import { row } from './row.ts';

/** The row of a stored variable; one whose value is missing or damaged says so in colour and words. */
export function variableItem(node: VariableNode): vscode.TreeItem {
  const { bytes, damage, dtype, name, shape } = node.row;
  const facts = `${dtype} ${shapeText(shape)}${bytes > 0 ? `  ${byteSizeText(bytes)}` : ''}`;
  const trouble = damage === undefined ? undefined : damageWord(damage.kind);
  const item = row(
    name,
    vscode.TreeItemCollapsibleState.None,
    'variable',
    trouble === undefined ? 'symbol-variable' : 'warning',
    trouble === undefined ? facts : `${trouble} · ${facts}`,
  );
  item.command = { command: COMMANDS.showVariable, title: vscode.l10n.t('Show Values'), arguments: [node] };
  const label = vscode.l10n.t('variable {0}, {1}, shape {2}, {3}', name, dtype, shapeText(shape), byteSizeText(bytes));
  item.accessibilityInformation = { label: trouble === undefined ? label : `${label}, ${trouble}` };
  if (trouble !== undefined) item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return item;
}

/** What a variable's row says when somebody points at it. */
export function variableCard({ row: { damage, key, name, trainable } }: VariableNode): string {
  return [name, key, trainable === false ? vscode.l10n.t('not trainable') : '', damage?.message ?? '']
    .filter((line) => line !== '')
    .join('\n');
}

function damageWord(kind: NonNullable<VariableNode['row']['damage']>['kind']): string {
  if (kind === 'missing') return vscode.l10n.t('missing');
  return kind === 'truncated' ? vscode.l10n.t('cut off') : vscode.l10n.t('damaged');
}
