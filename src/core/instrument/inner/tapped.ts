import type { Level } from './recording.ts';
import type { Vectors } from './vectors.ts';

/** A tensor as vectors that every run gives, and how its value is put together from them. */
export interface Tapped {
  readonly vectors: Vectors;
  /** loops and branches that the vectors were taken out of, from the inside out */
  readonly levels: readonly Level[];
}

/** Recorded tensors by `tapKey`. */
export type Recorded = ReadonlyMap<string, Tapped>;

/** The name of the node in an endpoint (`node`, `node:2`, `node:output:2`). */
export function nodeOf(endpoint: string): string {
  return endpoint.split(':', 1)[0] ?? endpoint;
}
