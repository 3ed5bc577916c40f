import type { DType } from '../tensor/dtype.ts';

/** One conversion inside the graph. `Bitcast` keeps the bytes, `Cast` the values. */
export interface CarrierStep {
  readonly op: 'Cast' | 'Bitcast';
  readonly to: DType;
}

/**
 * How a dtype that an engine cannot move travels: these conversions one after the other after a fetched tensor,
 * the same backwards before a fed one. Every one of them is exact both ways.
 */
export type Carrier = readonly CarrierStep[];

/** The dtype that the engine moves. */
export function carriedDType(dtype: DType, carrier: Carrier | undefined): DType {
  return carrier?.at(-1)?.to ?? dtype;
}
