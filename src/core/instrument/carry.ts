import type { DType } from '../tensor/dtype.ts';
import { bytesOf, dataFromBytes, elementLayout, newData } from '../tensor/layout.ts';
import { decodeTable, encodeSmallFloat } from '../tensor/smallFloats.ts';
import type { NumericData, Tensor } from '../tensor/tensor.ts';
import type { Carrier, CarrierStep } from './carrier.ts';

/** A value as the engine is to be given it: converted forwards along the carrier. */
export function toCarried(tensor: Tensor, carrier: Carrier | undefined): Tensor {
  let current = tensor;
  for (const step of carrier ?? []) current = step.op === 'Cast' ? cast(current, step.to) : bitcast(current, step.to);
  return current;
}

/** A fetched value in its own dtype again: converted backwards along the carrier. */
export function fromCarried(tensor: Tensor, dtype: DType, carrier: Carrier | undefined): Tensor {
  if (carrier === undefined) return tensor;
  const types = [dtype, ...carrier.map((step) => step.to)];
  let current = tensor;
  [...carrier.entries()].reverse().forEach(([index, step]: [number, CarrierStep]) => {
    const target = types[index] ?? dtype;
    current = step.op === 'Cast' ? cast(current, target) : bitcast(current, target);
  });
  return current;
}

/** Small floats to and from float32, small integers to and from int32: exact both ways for values that came that way. */
function cast(tensor: Tensor, to: DType): Tensor {
  const { data, dtype, shape } = tensor;
  if (!ArrayBuffer.isView(data)) return tensor;
  const result = newData(to, data.length);
  const table = decodeTable(dtype);
  if (table !== undefined) for (let i = 0; i < data.length; i++) result[i] = table[Number(data[i])] ?? NaN;
  else if (to === 'bfloat16') keepHighHalves(data, result);
  else if (decodeTable(to) !== undefined) for (let i = 0; i < data.length; i++) result[i] = encodeSmallFloat(to, Number(data[i]));
  else for (let i = 0; i < data.length; i++) result[i] = Number(data[i]);
  return { dtype: to, shape, data: result };
}

/** A float32 that came from a bfloat16 has its bits in the upper half. */
function keepHighHalves(values: NumericData, target: NumericData): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) target[i] = (bits[i] ?? 0) >>> 16;
}

/** The same bytes; where the element sizes differ, the last axis counts the smaller ones of a larger (`Bitcast`). */
function bitcast(tensor: Tensor, to: DType): Tensor {
  const { data, dtype, shape } = tensor;
  if (!ArrayBuffer.isView(data)) return tensor;
  const from = elementLayout(dtype)?.bytes ?? 1;
  const size = elementLayout(to)?.bytes ?? 1;
  const reshaped = from === size ? shape : from > size ? [...shape, from / size] : shape.slice(0, -1);
  return { dtype: to, shape: reshaped, data: dataFromBytes(to, bytesOf(data)) };
}
