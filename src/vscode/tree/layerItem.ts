import * as vscode from 'vscode';
import type { ManifestTensor } from '../../core/run/manifest.ts';
import { flagOf, statsLine } from '../editor/statsLine.ts';
import { COMMANDS, LAYER_SCHEME } from '../ids.ts';
import { entryKey } from '../model/entryKey.ts';
import { shapeText, type LayerNode } from './nodes.ts';

/** Icons by what kind of layer it is; the name says the rest. */
const LAYER_ICONS: readonly (readonly [RegExp, string])[] = [
  [/Input/, 'arrow-right'],
  [/Conv/, 'layers'],
  [/Dense|Linear/, 'circuit-board'],
  [/Pool/, 'fold-down'],
  [/LSTM|GRU|RNN|Bidirectional/, 'sync'],
  [/Norm/, 'graph-line'],
  [/Dropout/, 'circle-slash'],
  [/Embedding/, 'table'],
  [/Attention/, 'eye'],
  [/Flatten|Reshape|Permute/, 'symbol-array'],
  [/Functional|Sequential|Model|Network/, 'package'],
  [/Scope/, 'symbol-namespace'],
];

function layerIcon(type: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(LAYER_ICONS.find(([pattern]) => pattern.test(type))?.[1] ?? 'symbol-misc');
}

/** Where decorations of a layer are looked up: the parts of a layer's path below its model and entry point. */
export function layerUri({ choice, model, row }: LayerNode): vscode.Uri {
  return vscode.Uri.from({
    scheme: LAYER_SCHEME,
    path: `/${encodeURIComponent(model.uri.toString())}/${encodeURIComponent(entryKey(choice))}/${row.path}`,
  });
}

/** The row of a layer: type, output, parameters and, after a run, its statistics. */
export function layerItem(
  node: LayerNode,
  state: vscode.TreeItemCollapsibleState,
  isChecked: boolean,
  last: ManifestTensor | undefined,
  isStale: boolean,
): vscode.TreeItem {
  const { row } = node;
  const shape = row.outputs.length === 0 ? '' : shapeText(row.outputs[0]?.shape ?? null);
  const count = row.params.count.toLocaleString();
  const statistics = last === undefined ? '' : statsLine(last, isStale);
  const item = new vscode.TreeItem(row.name, state);
  item.contextValue = row.fetchable ? 'layer' : 'layer.off';
  item.iconPath = layerIcon(row.type);
  item.description = [[row.type, shape, row.params.count > 0 ? count : ''].filter((text) => text !== '').join('  '), statistics]
    .filter((text) => text !== '')
    .join(' · ');
  item.resourceUri = layerUri(node);
  item.command = { command: COMMANDS.showLayer, title: vscode.l10n.t('Show Activation'), arguments: [node] };
  const words = [
    row.name,
    row.type,
    shape === '' ? '' : vscode.l10n.t('output shape {0}', shape),
    row.params.count > 0 ? vscode.l10n.t('{0} parameters', count) : '',
    row.fetchable ? '' : vscode.l10n.t('its values cannot be had'),
    statistics === '' ? '' : vscode.l10n.t('last run {0}', statistics),
    last === undefined ? '' : (flagOf(last)?.word ?? ''),
  ].filter((text) => text !== '');
  item.accessibilityInformation = { label: words.join(', ') };
  if (row.fetchable) {
    item.checkboxState = {
      state: isChecked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
      tooltip: isChecked ? vscode.l10n.t('Leave out of the next run') : vscode.l10n.t('Take into the next run'),
      accessibilityInformation: { label: vscode.l10n.t('{0} in the next run', row.name), role: 'checkbox' },
    };
  }
  return item;
}
