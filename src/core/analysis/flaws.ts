import type { JsonNumber, ManifestTensor } from '../run/manifest.ts';

/** What statistics tell to be wrong with a tensor. */
export type Flaw = 'nan' | 'inf' | 'dead' | 'constant' | 'saturated';
const WORST_FIRST: readonly Flaw[] = ['nan', 'inf', 'dead', 'constant', 'saturated'];

/** What of a tensor tells its flaws. */
export type Judged = Pick<ManifestTensor, 'stats' | 'dtype' | 'shape'>;

/** How near a bound counts as at it, and how many of the values must be there. */
const NEAR = 0.01;
const SATURATED_SHARE = 0.9;
const LEAST_AT_EACH_END = 0.02;

function finite(value: JsonNumber | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Rows of probabilities sum to 1, whatever op made or passed them on, so their mean is one over the number of classes. */
function areProbabilities({ shape, stats }: Judged): boolean {
  const mean = finite(stats.mean);
  return mean !== undefined && Math.abs(mean * (shape.at(-1) ?? 1) - 1) < 1e-3;
}

/** Most values of a bounded activation (sigmoid, tanh) lie at its two bounds. Class probabilities are meant to. */
function isSaturated(tensor: Judged): boolean {
  const {
    dtype,
    stats: { count, histogram, max, min },
  } = tensor;
  const [low, high] = [finite(min), finite(max)];
  if (
    histogram === undefined ||
    low === undefined ||
    high === undefined ||
    count < 8 ||
    !/float/.test(dtype) ||
    areProbabilities(tensor)
  )
    return false;
  const isBounded = Math.abs(high - 1) < NEAR && high <= 1 && (Math.abs(low) < NEAR || Math.abs(low + 1) < NEAR) && low >= -1;
  if (!isBounded) return false;
  const { counts } = histogram;
  const all = counts.reduce((sum, each) => sum + each, 0);
  const ends = Math.max(1, Math.floor(counts.length / 20));
  const at = (part: readonly number[]): number => part.reduce((sum, each) => sum + each, 0) / Math.max(1, all);
  const [below, above] = [at(counts.slice(0, ends)), at(counts.slice(-ends))];
  return below + above >= SATURATED_SHARE && below >= LEAST_AT_EACH_END && above >= LEAST_AT_EACH_END;
}

/** The worst flaw of a tensor; undefined: none that statistics tell, or nothing was run. */
export function flawOf(tensor: Judged | undefined): Flaw | undefined {
  if (tensor === undefined || tensor.stats.count === 0) return undefined;
  const { dtype, stats } = tensor;
  if (stats.nan > 0) return 'nan';
  if (stats.posInf + stats.negInf > 0) return 'inf';
  if (stats.zeros === stats.count && dtype !== 'string') return 'dead';
  if (stats.count > 1 && stats.min !== undefined && stats.min === stats.max) return 'constant';
  return isSaturated(tensor) ? 'saturated' : undefined;
}

/** NaN and infinities are errors; the other flaws are worth a look. */
export function isErroneous(flaw: Flaw): boolean {
  return flaw === 'nan' || flaw === 'inf';
}

/** Larger is worse: by the flaw, then by how many values have it, then by zeros. −1: no run says. */
export function badness(tensor: Judged | undefined): number {
  if (tensor === undefined || tensor.stats.count === 0) return -1;
  const { stats } = tensor;
  const flaw = flawOf(tensor);
  const rank = flaw === undefined ? 0 : WORST_FIRST.length - WORST_FIRST.indexOf(flaw);
  const share = flaw === 'nan' ? stats.nan : flaw === 'inf' ? stats.posInf + stats.negInf : stats.zeros;
  return rank * 2 + share / stats.count;
}
