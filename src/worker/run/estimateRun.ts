import { splitIntoBatches } from '../../core/run/batches.ts';
import type { RunEstimate, RunRequest } from '../../rpc/modelService.ts';
import type { NativeRuntime } from '../engineHost.ts';
import type { ModelEntry } from '../model/modelEntry.ts';
import { batchBytes, expectedBytes } from './budget.ts';
import { prepareRun } from './prepareRun.ts';
import { isStateful, unsafeOpsOf } from './statefulness.ts';

/** What a run would take, without running anything. */
export async function estimateRun(entry: ModelEntry, runtime: NativeRuntime, request: RunRequest): Promise<RunEstimate> {
  const { inputs, synthesised, wanted } = await prepareRun(entry, request, runtime);
  const items = wanted.map(({ ref }) => ({ bytes: expectedBytes(entry.flat, ref, inputs) }));
  const isKnown = items.every(({ bytes }) => bytes !== undefined);
  return {
    tensors: wanted.length,
    bytes: isKnown ? items.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) : undefined,
    batches: splitIntoBatches(items, batchBytes(request.limits ?? {}), runtime.engine.maxFetches).length,
    unsafeOps: unsafeOpsOf(entry),
    stateful: isStateful(entry),
    synthesised,
  };
}
