import { symmetricEigen } from './symmetricEigen.ts';

/** Samples projected on their main directions. */
export interface Projection {
  /** per sample its coordinate on each component, sample by sample */
  readonly points: Float64Array;
  readonly components: number;
  /** share of the variance that each component explains */
  readonly explained: readonly number[];
}

/** Vectors iterated together: more than wanted, so that near-equal eigenvalues do not hold up the wanted ones. */
const BLOCK = 8;
const MOST_ROUNDS = 300;
const TOLERANCE = 1e-10;

/**
 * Principal components of samples × features (row by row, finite), by the eigenvectors of the Gram matrix of the samples, so that
 * wide tensors cost nothing extra. The sign of a component is free: its coordinate farthest from zero is made positive.
 */
export function principalComponents(data: Float64Array, samples: number, features: number, wanted: number): Projection {
  const gram = centredGram(data, samples, features);
  let total = 0;
  for (let i = 0; i < samples; i++) total += gram[i * samples + i] ?? 0;
  const components = Math.min(wanted, samples, Math.max(1, features));
  const points = new Float64Array(samples * components);
  const explained: number[] = [];
  const { values, vectors } = leading(gram, samples, Math.min(samples, Math.max(BLOCK, components)));
  for (let k = 0; k < components; k++) {
    const value = Math.max(0, values[k] ?? 0);
    explained.push(total > 0 ? value / total : 0);
    const vector = vectors[k] ?? new Float64Array(samples);
    const farthest = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    const scale = Math.sqrt(value) * (farthest < 0 ? -1 : 1);
    for (let i = 0; i < samples; i++) points[i * components + k] = (vector[i] ?? 0) * scale;
  }
  return { points, components, explained };
}

/** Inner products of the samples after the mean sample was taken from each. */
function centredGram(data: Float64Array, samples: number, features: number): Float64Array {
  const mean = new Float64Array(features);
  for (let i = 0; i < samples; i++)
    for (let k = 0; k < features; k++) mean[k] = (mean[k] as number) + (data[i * features + k] as number) / samples;
  const centred = Float64Array.from(data, (value, at) => value - (mean[at % features] as number));
  const gram = new Float64Array(samples * samples);
  for (let i = 0; i < samples; i++) {
    for (let j = i; j < samples; j++) {
      let sum = 0;
      for (let a = i * features, b = j * features, end = a + features; a < end; a++, b++)
        sum += (centred[a] as number) * (centred[b] as number);
      gram[i * samples + j] = sum;
      gram[j * samples + i] = sum;
    }
  }
  return gram;
}

/** The greatest eigenvalues of a symmetric positive matrix: orthogonal iteration with Rayleigh–Ritz steps. */
function leading(matrix: Float64Array, size: number, count: number): { values: Float64Array; vectors: Float64Array[] } {
  if (size <= 2 * BLOCK) {
    const all = symmetricEigen(matrix, size);
    return { values: all.values, vectors: [...all.vectors] };
  }
  let basis = orthonormal(
    Array.from({ length: count }, (_, k) => Float64Array.from({ length: size }, (_unused, i) => startValue(i * count + k))),
  );
  let values = new Float64Array(count);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const images = basis.map((vector) => times(matrix, size, vector));
    const small = new Float64Array(count * count);
    for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) small[i * count + j] = dot(basis[i], images[j]);
    const ritz = symmetricEigen(small, count);
    const change = Math.max(...ritz.values.map((value, i) => Math.abs(value - (values[i] ?? 0))));
    values = Float64Array.from(ritz.values);
    basis = ritz.vectors.map((weights) => combined(basis, weights));
    if (change <= TOLERANCE * Math.abs(values[0] ?? 0)) break;
    basis = orthonormal(ritz.vectors.map((weights) => combined(images, weights)));
  }
  return { values, vectors: basis };
}

/** A fixed sequence without pattern: the same picture every time. */
function startValue(i: number): number {
  const x = Math.sin(i * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x) - 0.5;
}

function dot(a: Float64Array | undefined, b: Float64Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < (a?.length ?? 0); i++) sum += (a?.[i] ?? 0) * (b?.[i] ?? 0);
  return sum;
}

function times(matrix: Float64Array, size: number, vector: Float64Array): Float64Array {
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] as number) * (vector[j] as number);
    out[i] = sum;
  }
  return out;
}

function combined(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const out = new Float64Array(vectors[0]?.length ?? 0);
  for (const [k, vector] of vectors.entries())
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + (weights[k] ?? 0) * (vector[i] as number);
  return out;
}

/** Gram–Schmidt, twice over for precision; a direction that vanishes stays zero. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const share = dot(vector, other);
        for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) - share * (other[i] as number);
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length;
    done.push(vector);
  }
  return done;
}
