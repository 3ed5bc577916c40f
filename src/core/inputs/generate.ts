import { encodeSmallFloat, decodeTable } from '../tensor/smallFloats.ts';
import { elementCount, elementLayout, newData } from '../tensor/layout.ts';
import type { DType } from '../tensor/dtype.ts';
import type { NumericData, Shape, Tensor } from '../tensor/tensor.ts';
import { LensError } from '../errors.ts';
import { randomStream } from './random.ts';
import type { InputSpec } from './spec.ts';

type Generator = Extract<InputSpec, { kind: 'zeros' | 'ones' | 'range' | 'random' | 'normal' }>;

/** Most bytes of a value made up. */
const LARGEST = 2 ** 32;

/** Values of a generator in a shape: `range` counts from 0; random integers lie in [low, high] (0 and 1 by default), bools are drawn at 1/2. */
export function generate(spec: Generator, dtype: DType, shape: Shape, name: string): Tensor {
  const layout = elementLayout(dtype);
  if (layout === undefined) {
    throw new LensError(
      'bad-input-spec',
      `${spec.kind} gives numbers; the input ${name} is ${dtype}.`,
      dtype === 'string' ? 'Write text:… or a JSON literal such as ["a","b"].' : undefined,
    );
  }
  const count = elementCount(shape);
  if (count * layout.bytes > LARGEST)
    throw new LensError(
      'too-large',
      `The input ${name} would have ${count} elements.`,
      'Set smaller sizes with --dim or --batch.',
    );
  const data = newData(dtype, count);
  const next = source(spec, dtype);
  for (let i = 0; i < data.length; i++) store(data, i, next(i), dtype);
  return { dtype, shape, data };
}

function store(data: NumericData, at: number, value: number, dtype: DType): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[at] = BigInt(Math.trunc(value));
  else data[at] = decodeTable(dtype) === undefined ? value : encodeSmallFloat(dtype, value);
}

function source(spec: Generator, dtype: DType): (index: number) => number {
  const isFloat = /^(?:b?float|complex)/.test(dtype);
  switch (spec.kind) {
    case 'zeros':
      return () => 0;
    case 'ones':
      return dtype.startsWith('complex') ? (i) => 1 - (i % 2) : () => 1;
    case 'range':
      if (dtype === 'bool') return (i) => i % 2;
      return dtype.startsWith('complex') ? (i) => (i % 2 === 0 ? i / 2 : 0) : (i) => i;
    case 'normal': {
      const stream = randomStream(spec.seed);
      return () => rounded(spec.mean + spec.std * stream.normal(), isFloat, dtype);
    }
    default: {
      const { low, high } = spec;
      const stream = randomStream(spec.seed);
      if (isFloat) return () => low + (high - low) * stream.uniform();
      return () => rounded(Math.floor(low + (high - low + 1) * stream.uniform()), false, dtype);
    }
  }
}

function rounded(value: number, isFloat: boolean, dtype: DType): number {
  if (isFloat) return value;
  if (dtype === 'bool') return value >= 0.5 ? 1 : 0;
  const whole = Math.round(value);
  return dtype.startsWith('uint') || dtype.startsWith('quint') ? Math.max(0, whole) : whole;
}
