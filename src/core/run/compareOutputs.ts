import { toFloat64Array } from '../tensor/values.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** How two values of one output compare. */
export interface OutputComparison {
  readonly unchanged: boolean;
  readonly bitEqual: boolean;
  /** NaN or infinite where a value became so or was; undefined where there is no difference to take: strings, other shapes */
  readonly maxAbsDifference: number | undefined;
}

const RELATIVE = 1e-5;
const OF_LARGEST = 1e-6;
const FLOATING: ReadonlySet<string> = new Set(['float', 'bfloat', 'complex']);

/**
 * Whether an output is unchanged: every element within 1e-5 relative or 1e-6 of the largest element; integers, bool and strings
 * exactly; NaN equals NaN, Inf the same Inf.
 */
export function compareOutput(actual: Tensor, expected: Tensor): OutputComparison {
  const isSameShape = actual.dtype === expected.dtype && actual.shape.join() === expected.shape.join();
  if (!isSameShape) return { unchanged: false, bitEqual: false, maxAbsDifference: undefined };
  if (isBitEqual(actual, expected))
    return { unchanged: true, bitEqual: true, maxAbsDifference: actual.dtype === 'string' ? undefined : 0 };
  if (actual.dtype === 'string') return { unchanged: false, bitEqual: false, maxAbsDifference: undefined };
  const [a, b] = [flatValues(actual), flatValues(expected)];
  const isFloat = [...FLOATING].some((prefix) => actual.dtype.startsWith(prefix));
  const largest = largestFinite(b);
  let unchanged = isFloat;
  let maxAbsDifference = 0;
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN];
    if (Object.is(x, y) || x === y) continue;
    const difference = Math.abs(x - y);
    maxAbsDifference = Math.max(maxAbsDifference, difference);
    const isSmall = difference <= RELATIVE * Math.abs(y) || difference <= OF_LARGEST * largest;
    // an infinite value is near to nothing
    if (!isSmall || difference === Infinity) unchanged = false;
  }
  return { unchanged, bitEqual: false, maxAbsDifference };
}

function largestFinite(values: Float64Array | Float32Array): number {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** Complex values as their parts one after the other. */
function flatValues(tensor: Tensor): Float64Array | Float32Array {
  const { data, dtype } = tensor;
  if (data instanceof Float64Array || data instanceof Float32Array) return data;
  return toFloat64Array({ ...tensor, dtype });
}

function isBitEqual(a: Tensor, b: Tensor): boolean {
  if (ArrayBuffer.isView(a.data) && ArrayBuffer.isView(b.data)) return sameBytes(bytes(a.data), bytes(b.data));
  if (ArrayBuffer.isView(a.data) || ArrayBuffer.isView(b.data) || a.data.length !== b.data.length) return false;
  const others = b.data;
  return a.data.every((text, index) => sameBytes(text, others[index] ?? new Uint8Array(0)));
}

function bytes(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
