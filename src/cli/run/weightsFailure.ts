import { LensError } from '../../core/errors.ts';
import type { ErrorCode, Warning } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';

const CODES: ReadonlyMap<string, ErrorCode> = new Map([['missing-weights', 'checkpoint-missing'], ['damaged-weights', 'checkpoint-damaged']]);

/**
 * A run that had to leave selected tensors out because weights are missing or damaged has failed, whatever else it gave.
 * `warnings` of the opened model name the file.
 */
export function weightsFailure({ skipped, tensors }: Manifest, warnings: readonly Warning[]): LensError | undefined {
  const affected = skipped.filter(({ reason }) => CODES.has(reason));
  const [first] = affected;
  if (first === undefined) return undefined;
  const code = CODES.get(first.reason) ?? 'checkpoint-damaged';
  const cause = warnings.find((warning) => warning.code === 'checkpoint-missing' || warning.code === 'checkpoint-damaged' || warning.code === 'lfs-pointer')?.message ?? first.message;
  const count = affected.length === 1 ? `${first.name} has no value` : `${affected.length} of ${affected.length + tensors.length} selected tensors have no value`;
  return new LensError(code, `${count}: ${cause}`, 'Copy or download the variables folder again.');
}
