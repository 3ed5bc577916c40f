import { displayNames } from './displayNames.ts';
import type { Histogram, ManifestOutput, ManifestTensor } from '../../core/run/manifest.ts';
import { namedShapeText, numberText } from '../text/format.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';
const SPARK_WIDTH = 16;

/** One line per tensor: name, dtype, shape, range, mean and spread, zeros, NaN and Inf, sparkline of the histogram. */
export function tensorLines(tensors: readonly ManifestTensor[], outputs: readonly ManifestOutput[], style: Style): string[] {
  if (tensors.length === 0) return [];
  const columns = [
    { title: 'tensor', paint: style.name },
    { title: 'dtype' },
    { title: 'shape' },
    { title: 'min … max' },
    { title: 'mean ± sd' },
    { title: 'zeros', align: 'right' as const },
    { title: 'NaN/Inf', align: 'right' as const },
    { title: '', paint: style.dim },
  ];
  const names = displayNames(tensors, outputs);
  return table(
    columns,
    tensors.map((tensor, index) => [names[index] ?? tensor.name, ...tensorCells(tensor)]),
    { head: style.heading },
  );
}

function tensorCells({ dtype, shape, axes, stats }: ManifestTensor): string[] {
  const hasNumbers = stats.min !== undefined;
  const zeros = stats.count === 0 || !hasNumbers ? '-' : `${numberText(Math.round((1000 * stats.zeros) / stats.count) / 10)} %`;
  return [
    dtype,
    namedShapeText(shape, axes),
    hasNumbers ? `${numberText(stats.min)} … ${numberText(stats.max)}` : '-',
    hasNumbers ? `${numberText(stats.mean)} ± ${numberText(stats.std)}` : '-',
    zeros,
    String(stats.nan + stats.posInf + stats.negInf),
    stats.histogram === undefined ? '' : sparkline(stats.histogram),
  ];
}

/** A histogram in sixteen characters; any non-empty bin shows. */
export function sparkline({ counts }: Histogram): string {
  const bins = Array.from({ length: Math.min(SPARK_WIDTH, counts.length) }, () => 0);
  counts.forEach((count, index) => {
    const bin = Math.floor((index * bins.length) / counts.length);
    bins[bin] = (bins[bin] ?? 0) + count;
  });
  const most = bins.reduce((left, right) => Math.max(left, right), 0);
  return bins
    .map((count) => (count === 0 ? ' ' : BLOCKS.charAt(Math.min(BLOCKS.length - 1, Math.floor((count / most) * BLOCKS.length)))))
    .join('');
}
