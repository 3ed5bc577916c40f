import type { EntryChoice } from '../../rpc/modelService.ts';

/** Text by which the answers for one entry point are kept. */
export function entryKey({ tagSet, signature, function: path }: EntryChoice): string {
  return JSON.stringify([tagSet ?? null, signature ?? null, path ?? null]);
}
