import { decodeTable } from './smallFloats.ts';
import type { NumericData, Tensor } from './tensor.ts';

function numeric(tensor: Tensor): NumericData {
  if (ArrayBuffer.isView(tensor.data)) return tensor.data;
  throw new TypeError(`A tensor of dtype ${tensor.dtype} holds no numbers.`);
}

/** True for complex64 and complex128, whose values lie interleaved. */
export function isComplex(tensor: Tensor): boolean {
  return tensor.dtype === 'complex64' || tensor.dtype === 'complex128';
}

/** Reads element i as a double: small floats decoded, bool as 0/1, complex as absolute value, 64-bit integers rounded. */
export function toFloat64At(tensor: Tensor): (index: number) => number {
  const data = numeric(tensor);
  const table = decodeTable(tensor.dtype);
  if (table !== undefined) return (i) => table[Number(data[i])] ?? NaN;
  if (isComplex(tensor)) return (i) => Math.hypot(Number(data[2 * i]), Number(data[2 * i + 1]));
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return (i) => Number(data[i]);
  return (i) => data[i] ?? NaN;
}

const CHUNK = 16_384;

/**
 * All elements in order as floats, in pieces that share one buffer (use each before asking for the next).
 * float32 and float64 come whole and uncopied; conversions are those of `toFloat64At`.
 */
export function* floatChunks(tensor: Tensor): Generator<Float32Array | Float64Array> {
  const data = numeric(tensor);
  if (!isComplex(tensor) && (data instanceof Float32Array || data instanceof Float64Array)) {
    if (data.length > 0) yield data;
    return;
  }
  const lanes = isComplex(tensor) ? 2 : 1;
  const count = data.length / lanes;
  const buffer = new Float64Array(Math.min(CHUNK, count));
  for (let start = 0; start < count; start += CHUNK) {
    const length = Math.min(CHUNK, count - start);
    const piece = length === buffer.length ? buffer : buffer.subarray(0, length);
    fillFloats(tensor, data.subarray(start * lanes, (start + length) * lanes), piece);
    yield piece;
  }
}

function fillFloats(tensor: Tensor, from: NumericData, to: Float64Array): void {
  const table = decodeTable(tensor.dtype);
  if (table !== undefined && (from instanceof Uint16Array || from instanceof Uint8Array)) {
    for (let i = 0; i < to.length; i++) to[i] = table[from[i] ?? 0] ?? NaN;
  } else if (from instanceof BigInt64Array || from instanceof BigUint64Array) {
    fillFromWords(from, to);
  } else if (isComplex(tensor)) {
    for (let i = 0; i < to.length; i++) to[i] = Math.hypot(Number(from[2 * i]), Number(from[2 * i + 1]));
  } else {
    to.set(from);
  }
}

/** 64-bit integers by their two words: making a bigint of each would take ten times as long. */
function fillFromWords(from: BigInt64Array | BigUint64Array, to: Float64Array): void {
  const low = new Uint32Array(from.buffer, from.byteOffset, from.length * 2);
  const high = from instanceof BigInt64Array ? new Int32Array(from.buffer, from.byteOffset, from.length * 2) : low;
  for (let i = 0; i < to.length; i++) to[i] = (high[2 * i + 1] ?? 0) * 4_294_967_296 + (low[2 * i] ?? 0);
}

/** All elements as doubles, copied; for small tensors and single windows. */
export function toFloat64Array(tensor: Tensor): Float64Array {
  const data = numeric(tensor);
  const values = new Float64Array(isComplex(tensor) ? data.length / 2 : data.length);
  let at = 0;
  for (const piece of floatChunks(tensor)) {
    values.set(piece, at);
    at += piece.length;
  }
  return values;
}
