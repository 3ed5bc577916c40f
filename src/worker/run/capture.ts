import { LensError } from '../../core/errors.ts';
import { splitIntoBatches } from '../../core/run/batches.ts';
import type { Assembled } from '../../core/instrument/inner/assemble.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import type { SiblingSession } from './siblingSession.ts';

/** A tensor to fetch. */
export interface Fetch {
  readonly name: string;
  /** expected size; undefined when unknown */
  readonly bytes: number | undefined;
}

export interface CaptureOptions {
  readonly session: SiblingSession;
  readonly feeds: ReadonlyMap<string, Tensor>;
  /** bytes of values in one run */
  readonly batchBytes: number;
  readonly batchCount: number;
  /** variables change from run to run */
  readonly isStateful: boolean;
  readonly signal: AbortSignal;
  /** takes a value; false ends the capture */
  readonly receive: (name: string, tensor: Tensor, assembled?: Assembled) => Promise<boolean>;
  /** after each run of the graph */
  readonly onBatch: (done: number) => Promise<void>;
}

/** Why a tensor that was thought feasible has no value. */
export interface FailedFetch {
  readonly name: string;
  readonly message: string;
}

export interface Captured {
  readonly failed: readonly FailedFetch[];
  /** true when `receive` or the signal ended it early */
  readonly isPartial: boolean;
}

/**
 * Fetches everything in as few runs as the limits allow. When a run fails although every fetch was proved feasible, its fetches are
 * halved until the ones to blame stand alone; the others keep their values.
 */
export async function capture(fetches: readonly Fetch[], options: CaptureOptions): Promise<Captured> {
  const failed: FailedFetch[] = [];
  const pending = [...splitIntoBatches(fetches, options.batchBytes, options.batchCount)].reverse();
  let done = 0;
  for (let batch = pending.pop(); batch !== undefined; batch = pending.pop()) {
    if (options.signal.aborted) return { failed, isPartial: true };
    const outcome = await runBatch(batch, options);
    if (outcome instanceof LensError) {
      if (batch.length === 1) failed.push({ name: batch[0]?.name ?? '', message: outcome.message });
      else pending.push(batch.slice(batch.length >> 1), batch.slice(0, batch.length >> 1));
      continue;
    }
    done += batch.length;
    await options.onBatch(done);
    if (!outcome) return { failed, isPartial: true };
  }
  return { failed, isPartial: false };
}

/** False when the receiver has had enough; the error when the graph did not run. */
async function runBatch(batch: readonly Fetch[], options: CaptureOptions): Promise<boolean | LensError> {
  const { feeds, receive, session } = options;
  if (options.isStateful) await session.reset();
  let goesOn = true;
  let received = 0;
  try {
    await session.run(
      feeds,
      batch.map(({ name }) => name),
      async (tensor, index, assembled) => {
        received += 1;
        if (goesOn) goesOn = await receive(batch[index]?.name ?? '', tensor, assembled);
      },
    );
    return goesOn;
  } catch (error) {
    if (error instanceof LensError && error.code === 'run-failed' && received === 0) return error;
    throw error;
  }
}
