import { plainNumbers, type ComplexPart } from '../../src/core/tensor/plainNumbers.ts';
import type { TensorWindow } from '../../src/rpc/tensorService.ts';

const NONE = new Float64Array(0);

/** Values of a window for drawing: half and bfloat16 decoded, int64 to the nearest double, complex by one of its parts. */
export function numbersOf({ data, dtype, shape }: TensorWindow, part: ComplexPart = 'abs'): ArrayLike<number> {
  return ArrayBuffer.isView(data) ? plainNumbers({ dtype, shape, data }, part) : NONE;
}
