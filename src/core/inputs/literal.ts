import { LensError } from '../errors.ts';
import { newData } from '../tensor/layout.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import { convertTo } from './convert.ts';
import type { ExampleOf } from './jsonExample.ts';
import { JsonObject, type JsonLiteral } from './jsonInputs.ts';
import { targetText, type InputTarget } from './target.ts';

const DEEPEST = 32;

/**
 * A JSON literal as a tensor of the expected dtype; lists must be of equal lengths. Large integers and nan, inf may be texts; objects are
 * tf.Examples where `example` makes such, one alone being a batch of one.
 */
export function literalTensor(target: InputTarget, given: JsonLiteral, source: string, example?: ExampleOf): Tensor {
  const value = given instanceof JsonObject && target.shape?.length === 1 ? [given] : given;
  const shape: number[] = [];
  for (let inner: JsonLiteral | undefined = value; Array.isArray(inner); inner = (inner as readonly JsonLiteral[])[0]) {
    shape.push((inner as readonly JsonLiteral[]).length);
    if (shape.length > DEEPEST) throw ragged(target, source);
  }
  const items = flatten(value, shape, () => ragged(target, source)).map((item, index): Item => {
    if (!(item instanceof JsonObject)) return item;
    if (example !== undefined) return example(item, `example ${index}`);
    throw new LensError(
      'bad-input-dtype',
      `The value of ${targetText(target)} from ${source} holds an object with ${Object.keys(item.fields).slice(0, 5).join(', ')}; ${target.dtype} is expected.`,
      'Objects are taken where the graph parses texts as tf.Examples, and this one does not here.',
    );
  });
  if (target.dtype === 'string') return { dtype: 'string', shape, data: items.map((item) => textOf(item, target, source)) };
  return numbers(target, items, shape, source);
}

function ragged(target: InputTarget, source: string): LensError {
  return new LensError('bad-input-shape', `The value of ${targetText(target)} from ${source} has lists of different lengths.`);
}

type Item = number | string | boolean | Uint8Array;

function flatten(value: JsonLiteral, shape: Shape, error: () => Error): (Item | JsonObject)[] {
  let items: readonly JsonLiteral[] = [value];
  for (const size of shape) {
    items = items.flatMap((item) => {
      if (!Array.isArray(item) || item.length !== size) throw error();
      return item as readonly JsonLiteral[];
    });
  }
  return items.map((item) => {
    if (typeof item === 'object' && !(item instanceof Uint8Array) && !(item instanceof JsonObject)) throw error();
    return item;
  });
}

function textOf(item: Item, target: InputTarget, source: string): Uint8Array {
  if (item instanceof Uint8Array) return item;
  if (typeof item !== 'string')
    throw new LensError(
      'bad-input-dtype',
      `The value of ${targetText(target)} from ${source} holds ${String(item)}; texts are expected.`,
    );
  return new TextEncoder().encode(item);
}

function numbers(target: InputTarget, items: readonly Item[], shape: Shape, source: string): Tensor {
  const wrong = (item: unknown): LensError =>
    new LensError(
      'bad-input-dtype',
      `The value of ${targetText(target)} from ${source} holds ${JSON.stringify(item)}; ${target.dtype} is expected.`,
    );
  const parsed = items.map((item): number | bigint => {
    if (typeof item === 'boolean') return Number(item);
    if (typeof item === 'number') return item;
    if (item instanceof Uint8Array) throw wrong('bytes');
    if (/^-?\d{1,40}$/.test(item)) return BigInt(item);
    const word = { nan: NaN, inf: Infinity, '-inf': -Infinity }[item];
    if (word === undefined) throw wrong(item);
    return word;
  });
  if (parsed.every((item) => typeof item === 'bigint' || Number.isSafeInteger(item)))
    return integers(target, parsed.map(BigInt), shape, source, wrong);
  const fractional = { dtype: 'float64', shape, data: Float64Array.from(parsed, Number) } as const;
  if (!/^(?:b?float|complex)/.test(target.dtype)) throw wrong(items.find((item) => !Number.isInteger(item)));
  return convertTo(target, fractional, source).tensor;
}

function integers(
  target: InputTarget,
  values: readonly bigint[],
  shape: Shape,
  source: string,
  wrong: (item: unknown) => LensError,
): Tensor {
  const unsigned = target.dtype === 'uint64';
  const data = newData(unsigned ? 'uint64' : 'int64', values.length);
  const [low, high] = unsigned ? [0n, 2n ** 64n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
  values.forEach((value, i) => {
    if (value < low || value > high) throw wrong(value.toString());
    data[i] = value;
  });
  return convertTo(target, { dtype: unsigned ? 'uint64' : 'int64', shape, data }, source).tensor;
}
