import { LensError } from '../../../core/errors.ts';
import { DTYPE_NUMBERS, dtypeOf } from '../../../core/tensor/dtype.ts';
import type { Tensor } from '../../../core/tensor/tensor.ts';
import type { Binding, BindingTensor } from './binding.ts';

/** Makes the addon's tensor of a value in a dtype that the addon moves. */
export function createTensor(binding: Binding, { dtype, shape, data }: Tensor): BindingTensor {
  const create = (array: Float32Array | Int32Array | Uint8Array | readonly Uint8Array[]): BindingTensor => ({
    id: binding.createTensor(shape, DTYPE_NUMBERS[dtype], array),
    dtype: DTYPE_NUMBERS[dtype],
    shape,
  });
  if (!ArrayBuffer.isView(data)) return create(data);
  // int64 goes as pairs of words; with both words filled negative values survive
  if (data instanceof BigInt64Array) return create(new Int32Array(data.buffer, data.byteOffset, data.length * 2));
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) return create(data);
  throw new LensError('internal', `A ${dtype} tensor reached tfjs-node's addon without a carrier.`);
}

/**
 * Lets go of a tensor. Strings are kept for the life of the process: deleting them empties the graph's own constants,
 * whose buffers they share (tfjs_backend.cc, DeleteTensor).
 */
export function deleteTensor(binding: Binding, { id, dtype }: BindingTensor): void {
  if (dtype !== DTYPE_NUMBERS.string) binding.deleteTensor(id);
}

/** Copies a fetched value out and lets go of it. */
export function takeTensor(binding: Binding, fetched: BindingTensor): Tensor {
  try {
    return { dtype: dtypeOf(fetched.dtype), shape: [...fetched.shape], data: binding.tensorDataSync(fetched.id) };
  } finally {
    deleteTensor(binding, fetched);
  }
}
