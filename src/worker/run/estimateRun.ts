import { splitIntoBatches } from '../../core/run/batches.ts';
import { tensorBytes } from '../../core/tensor/layout.ts';
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
  const batches = splitIntoBatches(items, batchBytes(request.limits ?? {}), runtime.engine.maxFetches);
  const largest = Math.max(0, ...batches.map(sumOfBytes));
  const weights = sumOfBytes(
    [...(entry.model.files.checkpoint?.index.entries.values() ?? [])].map(({ size }) => ({ bytes: size })),
  );
  const fed = sumOfBytes(inputs.map(({ value }) => ({ bytes: tensorBytes(value) })));
  return {
    tensors: wanted.length,
    bytes: isKnown ? sumOfBytes(items) : undefined,
    // TensorFlow's values and our copy of them are there at once
    memory: isKnown ? weights + fed + 2 * largest : undefined,
    batches: batches.length,
    unsafeOps: unsafeOpsOf(entry),
    stateful: isStateful(entry),
    synthesised,
  };
}

function sumOfBytes(items: readonly { readonly bytes: number | undefined }[]): number {
  return items.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}
