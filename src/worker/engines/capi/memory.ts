import type { NumericData } from '../../../core/tensor/tensor.ts';
import type { Pointer, TensorFlowApi } from './api.ts';

/**
 * Fills `target` from native memory. Copying is deliberate: Electron's memory cage refuses array buffers that lie outside it,
 * and the memory may be freed right after. Lengths come from the library, never from a file.
 */
export function copyOut<T extends NumericData>(api: TensorFlowApi, address: Pointer, target: T): T {
  if (target.byteLength > 0 && address !== null) api.memcpy(target, address, target.byteLength);
  return target;
}

/** Copies an array into native memory that is at least as long. */
export function copyIn(api: TensorFlowApi, address: Pointer, source: NumericData): void {
  if (source.byteLength > 0 && address !== null) api.memcpy(address, source, source.byteLength);
}
