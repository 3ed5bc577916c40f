/** Moments of the finite values of a tensor, and counts of the others; grows by `addMoments`. */
export interface Moments {
  finite: number;
  min: number;
  max: number;
  sum: number;
  /** sum of squares */
  squares: number;
  zeros: number;
  nan: number;
  posInf: number;
  negInf: number;
}

/** Moments of nothing. */
export function emptyMoments(): Moments {
  return { finite: 0, min: Infinity, max: -Infinity, sum: 0, squares: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0 };
}

const BLOCK = 1 << 14;

/**
 * One pass over values, sums in double precision. Blocks are summed apart, so that rounding stays small on long tensors;
 * a block whose sum of squares is not finite holds NaN, Inf or huge doubles and is done again by the careful loop.
 */
export function addMoments(moments: Moments, values: Float32Array | Float64Array): void {
  const bits = values instanceof Float32Array ? new Int32Array(values.buffer, values.byteOffset, values.length) : undefined;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(values.length, start + BLOCK);
    const quick = bits === undefined ? false : addBlock32(moments, values, bits, start, end);
    if (!quick) addBlock(moments, values, start, end);
  }
}

/**
 * Four values at a time with branches that are nearly never taken. `Math.min` is not used: on equal arguments (all the zeros
 * after a ReLU) V8 compares signs in a branch that cannot be predicted, five times as slow. Zeros are counted by their bits.
 * Returns false, with nothing added, when not all values are finite.
 */
function addBlock32(
  moments: Moments,
  values: Float32Array | Float64Array,
  bits: Int32Array,
  start: number,
  end: number,
): boolean {
  let lowA = Infinity,
    lowB = Infinity,
    highA = -Infinity,
    highB = -Infinity;
  let sumA = 0,
    sumB = 0,
    sumC = 0,
    sumD = 0,
    squareA = 0,
    squareB = 0,
    zeros = 0;
  const whole = start + ((end - start) & ~3);
  for (let i = start; i < whole; i += 4) {
    const a = values[i] as number,
      b = values[i + 1] as number,
      c = values[i + 2] as number,
      d = values[i + 3] as number;
    zeros +=
      isZero(bits[i] as number) + isZero(bits[i + 1] as number) + isZero(bits[i + 2] as number) + isZero(bits[i + 3] as number);
    if (a < lowA) lowA = a;
    if (b < lowB) lowB = b;
    if (a > highA) highA = a;
    if (b > highB) highB = b;
    if (c < lowA) lowA = c;
    if (d < lowB) lowB = d;
    if (c > highA) highA = c;
    if (d > highB) highB = d;
    sumA += a;
    sumB += b;
    sumC += c;
    sumD += d;
    squareA += a * a + b * b;
    squareB += c * c + d * d;
  }
  for (let i = whole; i < end; i++) {
    const a = values[i] as number;
    zeros += isZero(bits[i] as number);
    if (a < lowA) lowA = a;
    if (a > highA) highA = a;
    sumA += a;
    squareA += a * a;
  }
  if (!Number.isFinite(squareA + squareB)) return false;
  moments.finite += end - start;
  moments.min = Math.min(moments.min, lowA, lowB);
  moments.max = Math.max(moments.max, highA, highB);
  moments.sum += sumA + sumB + (sumC + sumD);
  moments.squares += squareA + squareB;
  moments.zeros += zeros;
  return true;
}

/** 1 for the bit patterns of 0 and -0, else 0. */
function isZero(bits: number): number {
  return ((bits & 0x7fffffff) - 1) >>> 31;
}

function addBlock(moments: Moments, values: Float32Array | Float64Array, start: number, end: number): void {
  let low = Infinity,
    high = -Infinity,
    sum = 0,
    squares = 0,
    zeros = 0,
    finite = 0;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (value - value !== 0) {
      if (value === Infinity) moments.posInf++;
      else if (value === -Infinity) moments.negInf++;
      else moments.nan++;
      continue;
    }
    finite++;
    if (value === 0) zeros++;
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    squares += value * value;
  }
  moments.finite += finite;
  moments.min = Math.min(moments.min, low);
  moments.max = Math.max(moments.max, high);
  moments.sum += sum;
  moments.squares += squares;
  moments.zeros += zeros;
}

/** Mean and population variance of the finite values after a first pass. */
export interface Spread {
  readonly mean: number;
  readonly std: number;
}

/**
 * Mean and standard deviation. Where mean square minus squared mean would cancel (or overflowed), a second pass sums
 * the deviations from the mean, scaled (by a power of two, which rounds nothing) so that no square overflows. `again` gives the values once more.
 */
export function spreadOf(moments: Moments, again: () => Iterable<Float32Array | Float64Array>): Spread {
  if (moments.min === moments.max) return { mean: moments.min, std: 0 };
  const mean = moments.sum / moments.finite;
  const meanSquare = moments.squares / moments.finite;
  const variance = meanSquare - mean * mean;
  if (Number.isFinite(variance) && variance > 1e-5 * meanSquare && meanSquare > 1e-280) return { mean, std: Math.sqrt(variance) };
  return shiftedSpread(moments, again);
}

function shiftedSpread({ min, max, finite }: Moments, again: () => Iterable<Float32Array | Float64Array>): Spread {
  // the logarithm of the largest doubles rounds up to 1024
  const scale = 2 ** Math.min(1023, Math.floor(Math.log2(Math.max(Math.abs(min), Math.abs(max)))));
  const middle = min / scale / 2 + max / scale / 2;
  let sum = 0;
  for (const values of again()) for (const value of values) if (value - value === 0) sum += value / scale - middle;
  const mean = middle + sum / finite;
  const width = Math.max(max / scale - mean, mean - min / scale);
  let squares = 0;
  for (const values of again()) {
    for (const value of values) if (value - value === 0) squares += ((value / scale - mean) / width) ** 2;
  }
  return { mean: mean * scale, std: Math.sqrt(squares / finite) * width * scale };
}
