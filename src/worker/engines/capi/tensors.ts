import { LensError } from '../../../core/errors.ts';
import { DTYPE_NUMBERS, dtypeOf } from '../../../core/tensor/dtype.ts';
import type { Tensor } from '../../../core/tensor/tensor.ts';
import { numericView } from '../storage.ts';
import type { Pointer, TensorFlowApi } from './api.ts';
import { readBytes, writeBytes } from './memory.ts';
import { readStrings, TSTRING_BYTES, writeStrings } from './strings.ts';

/** A TF_Tensor with a copy of the value; the caller deletes it. */
export function newNativeTensor(api: TensorFlowApi, tensor: Tensor): bigint {
  const { data, dtype, shape } = tensor;
  const length = ArrayBuffer.isView(data) ? data.byteLength : data.length * TSTRING_BYTES;
  const handle = required(api.TF_AllocateTensor(DTYPE_NUMBERS[dtype], shape, shape.length, length), length);
  const target = api.TF_TensorData(handle);
  if (ArrayBuffer.isView(data)) writeBytes(target, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  else if (target !== null) writeStrings(api, target, data);
  return handle;
}

/** Copies a TF_Tensor out; the handle stays the caller's. Throws `unsupported-dtype` for resources, variants and unknown types. */
export function readNativeTensor(api: TensorFlowApi, handle: bigint): Tensor {
  const number = api.TF_TensorType(handle);
  const dtype = dtypeOf(number);
  const shape = Array.from({ length: api.TF_NumDims(handle) }, (_, axis) => Number(api.TF_Dim(handle, axis)));
  const address = api.TF_TensorData(handle);
  if (dtype === 'string') {
    const count = shape.reduce((product, size) => product * size, 1);
    return { dtype, shape, data: address === null ? [] : readStrings(address, count) };
  }
  const data = numericView(dtype, readBytes(address, Number(api.TF_TensorByteSize(handle))));
  if (data === undefined) {
    const name = dtype === 'invalid' ? `number ${number}` : dtype;
    throw new LensError('unsupported-dtype', `A tensor of type ${name} has no value that can be copied out of TensorFlow.`);
  }
  return { dtype, shape, data };
}

function required(handle: Pointer, length: number): bigint {
  if (handle === null) throw new LensError('run-failed', `TensorFlow could not allocate an input tensor of ${length} bytes.`);
  return handle;
}
