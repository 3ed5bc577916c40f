import { LensError } from '../../core/errors.ts';
import type { ErrorCode, Warning } from '../../core/errors.ts';
import type { Manifest } from '../../core/run/manifest.ts';

const REASONS: ReadonlySet<string> = new Set(['missing-weights', 'damaged-weights']);
const CAUSES: readonly ErrorCode[] = ['checkpoint-missing', 'checkpoint-damaged', 'lfs-pointer', 'asset-missing'];

/**
 * A run that had to leave selected tensors out because weights or assets are missing or damaged has failed, whatever else it gave.
 * Warnings of the opened model or of the run name the file.
 */
export function weightsFailure(
  { skipped, tensors, warnings: found }: Manifest,
  opened: readonly Warning[],
): LensError | undefined {
  const affected = skipped.filter(({ reason }) => REASONS.has(reason));
  const [first] = affected;
  if (first === undefined) return undefined;
  const warning = [...opened, ...found].find(({ code }) => CAUSES.some((cause) => cause === code));
  const code = CAUSES.find((cause) => cause === warning?.code) ?? 'checkpoint-damaged';
  const cause = warning?.message ?? first.message;
  const count =
    affected.length === 1
      ? `${first.name} has no value`
      : `${affected.length} of ${affected.length + tensors.length} selected tensors have no value`;
  const hint = `Copy or download the ${code === 'asset-missing' ? 'assets' : 'variables'} folder again.`;
  return new LensError(code, `${count}: ${cause}`, cause.endsWith(hint) ? undefined : hint);
}
