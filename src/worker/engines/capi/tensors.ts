import { LensError } from '../../../core/errors.ts';
import { DTYPE_NUMBERS, dtypeOf } from '../../../core/tensor/dtype.ts';
import { elementCount, isNumeric, newData } from '../../../core/tensor/layout.ts';
import type { Tensor } from '../../../core/tensor/tensor.ts';
import type { Pointer, TensorFlowApi } from './api.ts';
import { copyIn, copyOut } from './memory.ts';
import { readStrings, TSTRING_BYTES, writeStrings } from './strings.ts';

/** A TF_Tensor with a copy of the value; the caller deletes it. */
export function newNativeTensor(api: TensorFlowApi, tensor: Tensor): bigint {
  const { data, dtype, shape } = tensor;
  const length = ArrayBuffer.isView(data) ? data.byteLength : data.length * TSTRING_BYTES;
  const handle = required(api.TF_AllocateTensor(DTYPE_NUMBERS[dtype], shape, shape.length, length), length);
  const target = api.TF_TensorData(handle);
  if (ArrayBuffer.isView(data)) copyIn(api, target, data);
  else if (target !== null) writeStrings(api, target, data);
  return handle;
}

/** Copies a TF_Tensor out; the handle stays the caller's. Throws `unsupported-dtype` for resources, variants and unknown types. */
export function readNativeTensor(api: TensorFlowApi, handle: bigint): Tensor {
  const number = api.TF_TensorType(handle);
  const dtype = dtypeOf(number);
  const shape = Array.from({ length: api.TF_NumDims(handle) }, (_, axis) => Number(api.TF_Dim(handle, axis)));
  const address = api.TF_TensorData(handle);
  const count = elementCount(shape);
  if (dtype === 'string') return { dtype, shape, data: address === null ? [] : readStrings(api, address, count) };
  if (!isNumeric(dtype)) {
    const name = dtype === 'invalid' ? `number ${number}` : dtype;
    throw new LensError('unsupported-dtype', `A tensor of type ${name} has no value that can be copied out of TensorFlow.`);
  }
  const data = newData(dtype, count);
  if (data.byteLength !== Number(api.TF_TensorByteSize(handle))) {
    throw new LensError(
      'unsupported-dtype',
      `TensorFlow stores a ${dtype} tensor in ${api.TF_TensorByteSize(handle)} bytes, not ${data.byteLength}.`,
    );
  }
  copyOut(api, address, data);
  return { dtype, shape, data };
}

function required(handle: Pointer, length: number): bigint {
  if (handle === null) throw new LensError('run-failed', `TensorFlow could not allocate an input tensor of ${length} bytes.`);
  return handle;
}
