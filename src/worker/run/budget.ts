import { freemem } from 'node:os';
import { loopAxes } from '../../core/graph/loopAxes.ts';
import { dtypeOfTensor } from '../../core/graph/outputs.ts';
import { staticShape } from '../../core/graph/shapes/staticShape.ts';
import type { FlatGraph, TensorRef } from '../../core/graph/types.ts';
import { byteSize } from '../../core/tensor/layout.ts';
import type { RunLimits } from '../../rpc/modelService.ts';
import type { FedInput } from './fedInputs.ts';

/** Part of the memory limit that the values of one run of the graph may take. */
const SHARE_OF_MEMORY = 0.4;
const DEFAULT_SHARE_OF_FREE = 0.3;

/** Bytes that a tensor is expected to take; an unknown first dimension is taken to be the inputs' batch. Undefined when more is unknown, as the number of iterations of a loop. */
export function expectedBytes(flat: FlatGraph, ref: TensorRef, inputs: readonly FedInput[]): number | undefined {
  const shape = staticShape(ref);
  if (shape === undefined || loopAxes(flat, ref.node).length > 0) return undefined;
  const batch = inputs[0]?.value.shape[0];
  const known = shape.map((size, axis) => (size < 0 && axis === 0 ? (batch ?? -1) : size));
  return known.some((size) => size < 0) ? undefined : byteSize(dtypeOfTensor(ref), known);
}

/** Bytes of values that one run of the graph may give; more is fetched in several. */
export function batchBytes({ maxBytes, maxMemory }: RunLimits): number {
  const memory = maxMemory === undefined ? freemem() * DEFAULT_SHARE_OF_FREE : maxMemory * SHARE_OF_MEMORY;
  return Math.min(maxBytes ?? Infinity, memory);
}
