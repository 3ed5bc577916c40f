import { tensorNames } from '../../core/select/tensorNames.ts';
import { resolveInputs, type OnProblem, type ResolvedInputs } from '../../node/inputs/resolveInputs.ts';
import type { RunRequest } from '../../rpc/modelService.ts';
import type { ModelEntry } from '../model/modelEntry.ts';

/** What goes into a run; paths that stand alone start at the folder in which the worker was started. */
export function readInputs(entry: ModelEntry, request: RunRequest, onProblem?: OnProblem): Promise<ResolvedInputs> {
  return resolveInputs(
    entry.flat,
    request,
    process.cwd(),
    tensorNames(entry.flat, () => entry.layers),
    onProblem,
  );
}
