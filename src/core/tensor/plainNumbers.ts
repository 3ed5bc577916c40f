import type { Tensor } from './tensor.ts';
import { isComplex, toFloat64Array } from './values.ts';

/** Which number of a complex value is drawn. */
export type ComplexPart = 'abs' | 're' | 'im' | 'phase';

/** All values as numbers to compute with, element by element; uncopied where they are plain numbers already. */
export function plainNumbers(tensor: Tensor, part: ComplexPart): ArrayLike<number> {
  const { data, dtype } = tensor;
  if (!ArrayBuffer.isView(data)) throw new TypeError('Strings are no numbers.');
  if (isComplex(tensor)) return complexPart(tensor, part);
  const isPlain = !(data instanceof BigInt64Array || data instanceof BigUint64Array) && !/^(b?float16|float8|float4)/.test(dtype);
  return isPlain ? data : toFloat64Array(tensor);
}

function complexPart(tensor: Tensor, part: ComplexPart): ArrayLike<number> {
  if (part === 'abs') return toFloat64Array(tensor);
  const data = tensor.data as Float32Array | Float64Array;
  const at = (i: number): number => Number(data[i]);
  return Float64Array.from({ length: data.length / 2 }, (_, i) =>
    part === 're' ? at(2 * i) : part === 'im' ? at(2 * i + 1) : Math.atan2(at(2 * i + 1), at(2 * i)),
  );
}
