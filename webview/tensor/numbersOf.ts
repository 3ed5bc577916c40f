import { floatChunks } from '../../src/core/tensor/values.ts';
import type { Tensor } from '../../src/core/tensor/tensor.ts';
import type { TensorWindow } from '../../src/rpc/modelService.ts';

const NONE = new Float64Array(0);

/** Values of a window for drawing: half and bfloat16 decoded, int64 to the nearest double, complex by absolute value. */
export function numbersOf(window: TensorWindow): ArrayLike<number> {
  const { dtype, data, shape } = window;
  if (!ArrayBuffer.isView(data)) return NONE;
  if (data instanceof Float32Array && dtype === 'float32') return data;
  const tensor: Tensor = { dtype, shape, data };
  const numbers = new Float64Array(shape.reduce((product, size) => product * size, 1));
  let at = 0;
  for (const chunk of floatChunks(tensor)) {
    numbers.set(chunk, at);
    at += chunk.length;
  }
  return numbers;
}
