import { toNumbers } from '../../src/core/tensor/toNumbers.ts';
import type { TensorWindow } from '../../src/rpc/modelService.ts';

const NONE = new Float64Array(0);

/** Values of a window for drawing: half and bfloat16 decoded, int64 to the nearest double, complex by absolute value. */
export function numbersOf(window: TensorWindow): ArrayLike<number> {
  const { dtype, data, shape } = window;
  if (Array.isArray(data)) return NONE;
  return ArrayBuffer.isView(data) ? toNumbers({ dtype, shape, data }) : NONE;
}
