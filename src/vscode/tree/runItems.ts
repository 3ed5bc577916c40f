import { byteSizeText } from '../../core/run/byteSize.ts';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Manifest } from '../../core/run/manifest.ts';
import { flagOf, statsLine } from '../editor/statsLine.ts';
import { COMMANDS } from '../ids.ts';
import type { KeptRun } from '../model/runHistory.ts';
import { ageOf, type RunPartNode, type RunTreeNode } from './runNodes.ts';
import { moreRow, row } from './row.ts';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** What a row of the history looks like. */
export function runTreeItem(node: RunTreeNode, isStale: boolean): vscode.TreeItem {
  const item = makeItem(node, isStale);
  item.id = node.id;
  return item;
}

function makeItem(node: RunTreeNode, isStale: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'group': {
      const item = row(node.title, Expanded, 'runGroup', 'package', runsText(node.runs.length));
      item.tooltip = node.model;
      return item;
    }
    case 'run':
      return runItem(node.run, isStale);
    case 'part':
      return row(
        partTitle(node.part),
        node.part === 'inputs' ? Expanded : Collapsed,
        'runPart',
        PART_ICONS[node.part],
        node.count.toLocaleString(),
      );
    case 'tensor': {
      const { tensor } = node;
      const flag = flagOf(tensor);
      const item = row(
        tensor.layer ?? tensor.key,
        None,
        'runTensor',
        flag === undefined ? 'symbol-array' : flag.isError ? 'error' : 'warning',
        `${tensor.dtype} [${tensor.shape.join(', ')}] · ${statsLine(tensor)}`,
      );
      if (flag !== undefined)
        item.iconPath = new vscode.ThemeIcon(
          flag.isError ? 'error' : 'warning',
          new vscode.ThemeColor(flag.isError ? 'list.errorForeground' : 'list.warningForeground'),
        );
      item.tooltip = [tensor.name, statsLine(tensor), flag?.word ?? ''].filter((text) => text !== '').join('\n');
      item.accessibilityInformation = {
        label: [tensor.layer ?? tensor.key, tensor.dtype, `[${tensor.shape.join(', ')}]`, statsLine(tensor), flag?.word ?? '']
          .filter((text) => text !== '')
          .join(', '),
      };
      item.command = { command: COMMANDS.openRun, title: vscode.l10n.t('Open Run'), arguments: [node] };
      return item;
    }
    case 'line':
      return row(node.label, None, 'runLine', node.icon, node.description);
    case 'more':
      return moreRow(node);
  }
}

function runItem(run: KeptRun, isStale: boolean): vscode.TreeItem {
  const marks = marksOf(run, isStale);
  const age = ageText(run.when);
  const item = row(
    run.label,
    Collapsed,
    'run',
    isStale ? 'history' : run.partial === true ? 'warning' : 'pass',
    [age, run.tensors === undefined ? '' : tensorsText(run.tensors), ...marks].filter((text) => text !== '').join(' · '),
  );
  item.command = {
    command: COMMANDS.openRun,
    title: vscode.l10n.t('Open Run'),
    arguments: [{ kind: 'run', id: run.id, run, parent: undefined }],
  };
  item.accessibilityInformation = {
    label: [vscode.l10n.t('Run of {0}: {1}', basename(run.model), run.label), age, ...marks].join(', '),
  };
  return item;
}

/** Everything known of a run. Names come from files: text, never markup. */
export function runCard(
  run: KeptRun,
  { engine, inputs, limits, outputs, partial, tensors, timings }: Manifest,
  isStale: boolean,
): vscode.MarkdownString {
  const card = new vscode.MarkdownString('', true);
  const line = (title: string, text: string): void => {
    if (text === '') return;
    card.appendMarkdown(`\n\n**${title}** `);
    card.appendText(text);
  };
  card.appendMarkdown('**');
  card.appendText(run.label);
  card.appendMarkdown('** ');
  card.appendText(`${run.model} · ${run.question.entry.signature ?? run.question.entry.function ?? ''}`);
  line(vscode.l10n.t('When'), new Date(run.when).toLocaleString(vscode.env.language));
  for (const { name, shape, source } of inputs.slice(0, 8))
    line(vscode.l10n.t('Input'), `${name} [${shape.join(', ')}] ${source}`);
  line(vscode.l10n.t('Tensors'), tensorsText(tensors.length));
  line(
    vscode.l10n.t('Limits'),
    [
      limits.maxBytes === undefined ? '' : byteSizeText(limits.maxBytes),
      limits.timeout === undefined ? '' : vscode.l10n.t('{0} seconds', limits.timeout),
    ]
      .filter((text) => text !== '')
      .join(', '),
  );
  line(
    vscode.l10n.t('Outputs'),
    outputs.length === 0
      ? ''
      : outputs.every(({ unchanged }) => unchanged === true)
        ? vscode.l10n.t('unchanged')
        : vscode.l10n.t('not all unchanged'),
  );
  line(vscode.l10n.t('Engine'), `${engine.name}, TensorFlow ${engine.version}, ${Math.round(timings.run)} ms`);
  for (const mark of marksOf({ ...run, partial }, isStale)) card.appendMarkdown(`\n\n$(warning) ${mark}`);
  return card;
}

const PART_ICONS: Readonly<Record<RunPartNode['part'], string>> = {
  inputs: 'arrow-right',
  tensors: 'symbol-array',
  outputs: 'check-all',
  limits: 'dashboard',
};

function partTitle(part: RunPartNode['part']): string {
  switch (part) {
    case 'inputs':
      return vscode.l10n.t('Inputs');
    case 'tensors':
      return vscode.l10n.t('Tensors');
    case 'outputs':
      return vscode.l10n.t('Outputs');
    case 'limits':
      return vscode.l10n.t('Limits');
  }
}

function marksOf(run: Pick<KeptRun, 'partial'>, isStale: boolean): string[] {
  return [
    run.partial === true ? vscode.l10n.t('partial') : '',
    isStale ? vscode.l10n.t('stale: the model changed since') : '',
  ].filter((text) => text !== '');
}

function runsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', count.toLocaleString());
}

function tensorsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 tensor') : vscode.l10n.t('{0} tensors', count.toLocaleString());
}

function ageText(when: string): string {
  const { count, unit } = ageOf(when, Date.now());
  if (unit === 'second') return vscode.l10n.t('just now');
  return unit === 'day' && count > 6
    ? new Date(when).toLocaleDateString(vscode.env.language)
    : new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' }).format(-count, unit);
}
