import { displayNames } from './displayNames.ts';
import type { Manifest, ManifestOutput } from '../../core/run/manifest.ts';
import { inExecutionOrder } from '../../core/run/tensorOrder.ts';
import type { ExitCode } from '../context.ts';
import { countText, numberText, plural } from '../text/format.ts';
import { printable } from '../../core/printable.ts';
import type { Style } from '../text/style.ts';

/** The line on whether looking inside changed what the model says. */
export function verdictLine(outputs: readonly ManifestOutput[], style: Style): string {
  const changed = outputs.filter(({ unchanged }) => unchanged === false);
  if (changed.length > 0) {
    const how = changed.map(({ name, maxAbsDifference }) => `${printable(name)} by up to ${numberText(maxAbsDifference)}`);
    return style.bad(`outputs changed: ${how.join(', ')}`);
  }
  const open = outputs.filter(({ unchanged }) => unchanged === null);
  const first = open[0];
  if (first === undefined) return outputs.length === 0 ? style.dim('no outputs to compare') : unchangedLine(outputs, style);
  const all =
    open.length === outputs.length
      ? 'outputs not compared'
      : `${plural(outputs.length - open.length, 'output')} unchanged, ${open.length} not compared`;
  return style.warn(`${all}: ${printable(first.reason ?? 'no reason given')}`);
}

/** The proof as it stands; what it was made with, where that was not the stored model, follows in plain print. */
function unchangedLine(outputs: readonly ManifestOutput[], style: Style): string {
  const reason = outputs.find((output) => output.reason !== undefined)?.reason;
  return `${style.good(unchangedText(outputs))}${reason === undefined ? '' : `. ${printable(reason)}`}`;
}

function unchangedText(outputs: readonly ManifestOutput[]): string {
  if (outputs.every(({ bitEqual }) => bitEqual === true)) return 'outputs unchanged (bit for bit)';
  const most = outputs.reduce((largest, { maxAbsDifference }) => Math.max(largest, Number(maxAbsDifference ?? 0)), 0);
  return `outputs unchanged (within rounding: by up to ${numberText(most)})`;
}

/** A sentence when values are no numbers, naming the tensor that is computed first as the table does; Inf alone is common and stands there. */
export function nanLine({ tensors, outputs }: Pick<Manifest, 'tensors' | 'outputs'>): string | undefined {
  const withNaN = inExecutionOrder(tensors).filter(({ stats }) => stats.nan > 0);
  const [first] = withNaN;
  if (first === undefined) return undefined;
  const name = displayNames(tensors, outputs)[tensors.indexOf(first)] ?? first.name;
  return `NaN found in ${withNaN.length} of ${plural(tensors.length, 'tensor')}; the first computed of them is ${name} (${countText(first.stats.nan)} of ${plural(first.stats.count, 'value')}).`;
}

/** 2 for a run that stopped at a limit, 1 for changed outputs, else 0. */
export function runExitCode({ outputs, partial }: Pick<Manifest, 'outputs' | 'partial'>): ExitCode {
  if (partial) return 2;
  return outputs.some(({ unchanged }) => unchanged === false) ? 1 : 0;
}
