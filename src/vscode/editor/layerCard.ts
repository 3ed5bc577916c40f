import * as vscode from 'vscode';
import { printable } from '../../core/printable.ts';
import type { LayerRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Services } from '../services.ts';
import { COMMANDS } from '../ids.ts';
import { shapeText } from '../tree/nodes.ts';
import { countedNames } from './countedNames.ts';
import { flagOf, sparkText, statsLine } from './statsLine.ts';

/** A link to a command of ours. It carries ids of ours and words of ours, nothing that stands in a file. */
function link(title: string, command: string, args: readonly string[]): string {
  return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

/**
 * Everything known of a layer, for hover and tooltip. Names come from files: they are appended as text, so that Markdown and
 * HTML in them stay letters; the links are our own.
 */
export function layerCard(row: LayerRow, services: Services, model: OpenModel, withLinks = false): vscode.MarkdownString {
  const card = new vscode.MarkdownString('', true);
  card.supportHtml = false;
  card.isTrusted = withLinks ? { enabledCommands: [COMMANDS.showLayer] } : false;
  const line = (title: string, text: string): void => {
    card.appendMarkdown(`\n\n**${title}** `);
    card.appendText(printable(text));
  };
  card.appendMarkdown('**');
  card.appendText(printable(row.path));
  card.appendMarkdown('** ');
  card.appendText(printable(`${row.type} · ${model.name}`));
  for (const output of row.outputs.slice(0, 4)) line(vscode.l10n.t('Output'), `${output.dtype} ${shapeText(output.shape)}`);
  if (row.params.count > 0)
    line(
      vscode.l10n.t('Parameters'),
      `${row.params.count.toLocaleString()} (${countedNames(row.params.variables.map(({ name }) => name.split('/').at(-1) ?? name))})`,
    );
  if (row.reason !== undefined) line(vscode.l10n.t('No values'), row.reason);
  const tensor = services.last.of(model, row);
  if (tensor !== undefined) {
    const flag = flagOf(tensor);
    const isStale = services.last.isStale(model);
    line(vscode.l10n.t('Last run'), `${sparkText(tensor)}  ${statsLine(tensor, isStale)}`);
    if (flag !== undefined && !isStale) card.appendMarkdown(`\n\n$(warning) ${flag.word}`);
  }
  if (withLinks) {
    const id = services.links.idOf(model, row.path);
    card.appendMarkdown(
      `\n\n${link(vscode.l10n.t('Show activation'), COMMANDS.showLayer, [id])} · ${link(vscode.l10n.t('Reveal in tree'), COMMANDS.showLayer, [id, 'tree'])}`,
    );
  }
  return card;
}
