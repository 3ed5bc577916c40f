import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { DType } from '../../src/core/tensor/dtype.ts';
import { elementLayout } from '../../src/core/tensor/layout.ts';
import { finiteJson } from './numbers.ts';
import type { Domain } from './scale.ts';
import { t } from '../state/l10n.ts';

/** Most elements of one window: what crosses to the page stays under 1 MB for float32. */
export const MAX_ELEMENTS = 230_000;

/** Bytes of a first picture: below the megabyte that may cross to the page. */
const MOST_BYTES = 920_000;

/** Values of a tensor that one window may hold. */
export function windowBudget(tensor: ManifestTensor): number {
  const stored = (tensor.cast ?? tensor.dtype) as DType;
  return Math.min(MAX_ELEMENTS, Math.floor(MOST_BYTES / (elementLayout(stored)?.bytes ?? 4)));
}

/** Finite range of the whole tensor, as its statistics have it. */
export function tensorDomain(tensor: ManifestTensor): Domain | undefined {
  const low = finiteJson(tensor.stats.min);
  const high = finiteJson(tensor.stats.max);
  return low === undefined || high === undefined ? undefined : { low, high };
}

/** Reduced blocks keep the value farthest from this: zero where the data reach it, else their mean. */
export function centreOf(tensor: ManifestTensor): number {
  const domain = tensorDomain(tensor);
  if (domain === undefined || (domain.low <= 0 && domain.high >= 0)) return 0;
  return finiteJson(tensor.stats.mean) ?? 0;
}

/** Name of an axis: what the run says of it, else its number. */
export function axisName(tensor: ManifestTensor, axis: number): string {
  return tensor.axes?.[axis] ?? t('axis {0}', axis);
}
