import { jsonNumber } from '../../tensor/jsonNumber.ts';
import { elementCount } from '../../tensor/layout.ts';
import type { DType } from '../../tensor/dtype.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TensorStats } from '../../run/manifest.ts';
import type { Assembled } from './assemble.ts';
import type { Recording } from './recording.ts';
import { emptyShape, largestShape, missingText, nothingTakenText, shapesDiffer } from './recordedShapes.ts';
import { runsOf } from './runs.ts';
import { SUMMARY, SUMMARY_LENGTH } from './summary.ts';

/** Statistics over all iterations out of the summaries of each; `ranges` are smallest and largest value of every run, `parts` begin with moments. */
export function assembleSummary(ranges: Tensor, parts: readonly Tensor[], recording: Recording, dtype: DType): Assembled {
  const [moments, ...sizes] = parts;
  const { extents, taken } = runsOf(sizes, recording.levels);
  const inner = largestShape(taken);
  const count = taken.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const shape = taken.length === 0 ? emptyShape(recording, extents) : inner === undefined ? [count] : [...extents, ...inner];
  const texts = [
    missingText(taken.length, elementCount(extents), recording.levels),
    shapesDiffer(taken) ? 'has another shape from iteration to iteration' : '',
  ].filter((text) => text !== '');
  const note = texts.length === 0 ? undefined : `It ${texts.join(' and ')}.`;
  const nothing: Tensor = { dtype, shape, data: [] };
  return {
    tensor: nothing,
    elements: nothing,
    note: taken.length === 0 ? nothingTakenText(recording) : note,
    isAbsent: false,
    stats: { count, ...together(ranges, moments === undefined ? new Float64Array() : numbersIn(moments)) },
  };
}

/** Means and deviations of parts make those of the whole (Chan, Golub, LeVeque 1979). */
function together({ data }: Tensor, rows: ArrayLike<number>): Omit<TensorStats, 'count'> {
  const sums = { finite: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0 };
  let mean = 0;
  let deviations = 0;
  let range: { readonly min: number | bigint; readonly max: number | bigint } | undefined;
  for (let run = 0; run * SUMMARY_LENGTH < rows.length; run++) {
    const at = (place: number): number => rows[run * SUMMARY_LENGTH + place] ?? 0;
    for (const name of ['zeros', 'nan', 'posInf', 'negInf'] as const) sums[name] += at(SUMMARY[name]);
    const finite = at(SUMMARY.finite);
    if (finite === 0) continue;
    const before = sums.finite;
    const step = at(SUMMARY.mean) - mean;
    sums.finite += finite;
    mean += (step * finite) / sums.finite;
    deviations += at(SUMMARY.deviations) + (step * step * before * finite) / sums.finite;
    const [low, high] = [numberAt(data, 2 * run), numberAt(data, 2 * run + 1)];
    range =
      range === undefined
        ? { min: low, max: high }
        : { min: low < range.min ? low : range.min, max: high > range.max ? high : range.max };
  }
  const { finite, ...counts } = sums;
  if (range === undefined) return counts;
  const std = Math.sqrt(deviations / finite);
  return { min: jsonNumber(range.min), max: jsonNumber(range.max), mean: jsonNumber(mean), std: jsonNumber(std), ...counts };
}

function numbersIn({ data }: Tensor): Float64Array {
  return data instanceof Float64Array ? data : new Float64Array();
}

function numberAt(data: Tensor['data'], index: number): number | bigint {
  const value = data[index];
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
}
