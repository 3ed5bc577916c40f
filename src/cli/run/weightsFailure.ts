import { LensError } from '../../core/errors.ts';
import type { ErrorCode, Warning } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';

const REASONS: ReadonlySet<string> = new Set(['missing-weights', 'damaged-weights']);
const CAUSES: readonly ErrorCode[] = ['checkpoint-missing', 'checkpoint-damaged', 'lfs-pointer', 'asset-missing'];

/**
 * A run that had to leave selected tensors out because weights or assets are missing or damaged has failed, whatever else it gave.
 * `warnings` of the opened model name the file.
 */
export function weightsFailure({ skipped, tensors }: Manifest, warnings: readonly Warning[]): LensError | undefined {
  const affected = skipped.filter(({ reason }) => REASONS.has(reason));
  const [first] = affected;
  if (first === undefined) return undefined;
  const found = warnings.find(({ code }) => CAUSES.some((cause) => cause === code));
  const code = CAUSES.find((cause) => cause === found?.code) ?? 'checkpoint-damaged';
  const cause = found?.message ?? first.message;
  const count =
    affected.length === 1
      ? `${first.name} has no value`
      : `${affected.length} of ${affected.length + tensors.length} selected tensors have no value`;
  const hint = `Copy or download the ${code === 'asset-missing' ? 'assets' : 'variables'} folder again.`;
  return new LensError(code, `${count}: ${cause}`, cause.endsWith(hint) ? undefined : hint);
}
