import * as vscode from 'vscode';
import { flawOf, isErroneous, type Flaw } from '../../core/analysis/flaws.ts';
import type { ManifestTensor } from '../../core/run/manifest.ts';

const BARS = '▁▂▃▄▅▆▇█';

function short(value: number | string | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : (value ?? '–');
}

/** A histogram as eight-step bars, for places that show text only. */
export function sparkText(tensor: ManifestTensor, width = 16): string {
  const counts = tensor.stats.histogram?.counts ?? [];
  const per = Math.max(1, Math.ceil(counts.length / width));
  const sums = Array.from({ length: Math.ceil(counts.length / per) }, (_, i) =>
    counts.slice(i * per, (i + 1) * per).reduce((sum, count) => sum + count, 0),
  );
  const most = Math.max(...sums, 1);
  return sums.map((sum) => BARS[Math.min(7, Math.ceil(Math.sqrt(sum / most) * 7))] ?? '').join('');
}

/** `-1.2 … 3.4, mean 0.31 ± 0.8, 33 % zeros`; of a run on other files than the model has now it begins with `stale` */
export function statsLine(tensor: ManifestTensor, isStale = false): string {
  return isStale ? vscode.l10n.t('stale: {0}', valuesLine(tensor)) : valuesLine(tensor);
}

function valuesLine({ stats, dtype }: ManifestTensor): string {
  if (dtype === 'string' || stats.count === 0) return vscode.l10n.t('{0} values', stats.count);
  const bad = stats.nan + stats.posInf + stats.negInf;
  if (stats.min === undefined) return vscode.l10n.t('{0} NaN or Inf of {1}', bad, stats.count);
  const zeros = Math.round((100 * stats.zeros) / stats.count);
  const line = vscode.l10n.t(
    '{0} … {1}, mean {2} ± {3}, {4} % zeros',
    short(stats.min),
    short(stats.max),
    short(stats.mean),
    short(stats.std),
    zeros,
  );
  return bad > 0 ? `${line}, ${vscode.l10n.t('{0} NaN or Inf', bad)}` : line;
}

function flawWord(flaw: Flaw): string {
  switch (flaw) {
    case 'nan':
      return 'NaN';
    case 'inf':
      return 'Inf';
    case 'dead':
      return vscode.l10n.t('dead: all zero');
    case 'constant':
      return vscode.l10n.t('constant');
    case 'saturated':
      return vscode.l10n.t('saturated');
  }
}

/** What is wrong with a tensor: a word, and how serious it is. */
export function flagOf(tensor: ManifestTensor): { readonly word: string; readonly isError: boolean } | undefined {
  const flaw = flawOf(tensor);
  return flaw === undefined ? undefined : { word: flawWord(flaw), isError: isErroneous(flaw) };
}
