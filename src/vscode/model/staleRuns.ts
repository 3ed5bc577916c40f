import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { KeptRun } from './runHistory.ts';
import type { OpenModel } from './openModel.ts';

/** What the files of a model were when it ran: hashes of its graph, and of the index of its weights, which has a checksum of each. */
export interface ModelStamp {
  readonly graph: string;
  readonly weights: string | null;
}

/** Hash of the index of a model's weights; null when it has none. */
export async function weightsHash(directory: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(join(directory, 'variables', 'variables.index'))) hash.update(chunk as Buffer);
  } catch {
    return null;
  }
  return hash.digest('hex');
}

/** True when the model's files are no longer those that gave a run, or cannot be read any more. */
export async function isStale(model: OpenModel, { stamp }: KeptRun): Promise<boolean> {
  if (stamp === undefined) return false;
  const now = await model.stamp().catch(() => undefined);
  return now?.graph !== stamp.graph || now.weights !== stamp.weights;
}
