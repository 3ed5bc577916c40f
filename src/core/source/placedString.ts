import type { Range } from './types.ts';

/** A string of JSON or YAML and where it stands: the keys and indices that lead to it, for a key those of its object. */
export interface PlacedString extends Range {
  readonly value: string;
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
  readonly quote?: string;
}
