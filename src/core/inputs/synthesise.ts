import { decodeTensor } from '../proto/tensorProto.ts';
import { elementCount, isNumeric } from '../tensor/layout.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import { componentOf, type Component } from './composite.ts';
import type { GivenDimensions } from './dimensions.ts';
import { solvedShape } from './dimensions.ts';
import type { Consumers } from './forward.ts';
import { generate } from './generate.ts';
import { madeString } from './madeStrings.ts';
import { seedOf } from './random.ts';
import { vectorRole, wholeNumbers } from './roles.ts';
import type { InputTarget } from './target.ts';
import { roleShape, vectorInRole } from './vectors.ts';

/** A value for an input that was not given, and what it is, in words. */
export interface Synthesised {
  readonly tensor: Tensor;
  readonly how: string;
  /** true for a value that stands in the model, which is not made up */
  readonly isDefault?: true;
}

/**
 * A value that lets the model run: the default of the signature or of the graph, parts of a sparse or ragged input that fit
 * each other, vectors that the op which takes them can use, strings that the graph can parse, uniform [0,1) for floats, 0 or 1 for
 * integers and bool (valid indices where they look something up; 1 for a single integer, false for a single bool).
 * Undefined for dtypes without values (resource, variant).
 */
export function synthesise(
  target: InputTarget,
  all: readonly InputTarget[],
  given: GivenDimensions,
  consumers: Consumers,
): Synthesised | undefined {
  const component = componentOf(target, all);
  const preset = target.defaultValue ?? graphDefault(target, given);
  if (preset !== undefined && !(component?.kind === 'denseShape' && isOpenShape(preset)))
    return {
      tensor: preset,
      how: target.defaultValue === undefined ? "the graph's default" : "the signature's default",
      isDefault: true,
    };
  const batch = given.batch ?? 1;
  const shape = component === undefined ? solvedShape(target, given, consumers) : componentShape(target, given, consumers);
  if (target.dtype === 'string') {
    const { bytes, how } = madeString(target.ref, consumers);
    return { tensor: { dtype: 'string', shape, data: new Array<Uint8Array>(elementCount(shape)).fill(bytes) }, how };
  }
  if (!isNumeric(target.dtype)) return undefined;
  const role = component === undefined ? roleOf(target, shape, consumers) : positions(component);
  if (role === undefined) return numbers(target, shape, consumers);
  return vectorInRole(role, target, roleShape(role, shape, batch, component?.axes ?? axesOf(target)), batch, consumers);
}

/** The shape of a sparse input that is known in part: `[-1, 7]`. */
function isOpenShape({ dtype, shape, data }: Tensor): boolean {
  if (dtype !== 'int64' || shape.length !== 1 || !(data instanceof BigInt64Array)) return false;
  return data.some((size) => size < 0n);
}

/** True for inputs of numbers whose sizes the graph may leave open: not for defaults, texts and single values. */
export function hasOpenSizes(target: InputTarget): boolean {
  if (target.defaultValue !== undefined || !isNumeric(target.dtype)) return false;
  if (target.ref.node.op === 'PlaceholderWithDefault') return false;
  return target.shape === undefined || target.shape.some((size) => size < 0);
}

/** The values of a sparse or ragged input: one for each example. */
function componentShape(target: InputTarget, given: GivenDimensions, consumers: Consumers): Shape {
  const [, ...rest] = solvedShape(target, given, consumers);
  return [given.batch ?? 1, ...rest];
}

function positions({ kind }: Component): Exclude<Component['kind'], 'values'> | undefined {
  return kind === 'values' ? undefined : kind;
}

function roleOf({ ref, dtype }: InputTarget, shape: Shape, consumers: Consumers): ReturnType<typeof vectorRole> {
  return /^u?int(?:32|64)$/.test(dtype) && shape.length > 0 ? vectorRole(ref, consumers) : undefined;
}

/** Axes of a sparse tensor by the shape of its indices or of its shape. */
function axesOf({ shape }: InputTarget): number | undefined {
  const size = shape?.length === 2 ? shape[1] : shape?.[0];
  return size !== undefined && size > 0 ? size : undefined;
}

function numbers(target: InputTarget, shape: Shape, consumers: Consumers): Synthesised {
  const { dtype, name, ref } = target;
  if (dtype === 'bool' && shape.length === 0) return { tensor: generate({ kind: 'zeros' }, dtype, shape, name), how: 'false' };
  const isWhole = /^u?int/.test(dtype);
  const { low, high } = isWhole ? wholeNumbers(ref, consumers) : { low: 0, high: 1 };
  // a single integer is a size or a count more likely than an index
  const from = isWhole && shape.length === 0 ? high : low;
  const tensor = generate({ kind: 'random', seed: seedOf(name), low: from, high }, dtype, shape, name);
  const isFloat = /^(?:b?float|complex)/.test(dtype);
  return { tensor, how: isFloat ? 'uniform [0,1)' : from === high ? (high === 0 ? 'zeros' : String(high)) : `${low} or ${high}` };
}

/** PlaceholderWithDefault of a constant, where it fits what the user said about sizes. */
function graphDefault({ ref, name }: InputTarget, given: GivenDimensions): Tensor | undefined {
  const source = ref.node.op === 'PlaceholderWithDefault' ? ref.node.inputs[0]?.node : undefined;
  const value = source?.op === 'Const' ? source.attr('value')?.value : undefined;
  if (value?.case !== 'tensor' || Object.keys(given.dims).some((key) => key.startsWith(`${name}.`))) return undefined;
  return decodeTensor(value.value);
}
