import { staticShape } from '../graph/shapes/staticShape.ts';
import type { FlatGraph } from '../graph/types.ts';
import { decodeTensor } from '../proto/tensorProto.ts';
import { elementCount, isNumeric } from '../tensor/layout.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import { componentOf, componentValue } from './composite.ts';
import { solvedShape, type GivenDimensions } from './dimensions.ts';
import type { Consumers } from './forward.ts';
import { generate } from './generate.ts';
import { madeString } from './madeStrings.ts';
import { seedOf } from './random.ts';
import type { InputTarget } from './target.ts';

/** A value made up for an input that was not given, and how, in words. */
export interface Synthesised {
  readonly tensor: Tensor;
  readonly how: string;
}

/**
 * A value that lets the model run: the default of the signature or of the graph, parts of a sparse or ragged input that fit
 * each other, strings that the graph can parse, uniform [0,1) for floats, 0 or 1 for integers and
 * bool (1 for a single integer, false for a single bool).
 * Undefined for dtypes without values (resource, variant).
 */
export function synthesise(
  target: InputTarget,
  all: readonly InputTarget[],
  given: GivenDimensions,
  flat: FlatGraph,
  consumers: Consumers,
): Synthesised | undefined {
  const preset = target.defaultValue ?? graphDefault(target, given);
  if (preset !== undefined) return { tensor: preset, how: "the model's default" };
  const component = componentOf(target, all);
  if (component !== undefined) {
    const value = componentValue(component, target, given.batch ?? 1);
    if (value !== undefined) return value;
  }
  const shape = component === undefined ? solvedShape(target, given, consumers) : componentShape(target, given, consumers);
  if (target.dtype === 'string') {
    const { bytes, how } = madeString(target.ref, flat, consumers);
    return { tensor: { dtype: 'string', shape, data: new Array<Uint8Array>(elementCount(shape)).fill(bytes) }, how };
  }
  return isNumeric(target.dtype) ? numbers(target, shape, consumers) : undefined;
}

/** The values of a sparse or ragged input: one for each example. */
function componentShape(target: InputTarget, given: GivenDimensions, consumers: Consumers): Shape {
  const [, ...rest] = solvedShape(target, given, consumers);
  return [given.batch ?? 1, ...rest];
}

function numbers(target: InputTarget, shape: Shape, consumers: Consumers): Synthesised {
  const { dtype, name } = target;
  if (dtype === 'bool' && shape.length === 0) return { tensor: generate({ kind: 'zeros' }, dtype, shape, name), how: 'false' };
  // a size or a count more likely than an index
  if (/^u?int/.test(dtype) && shape.length === 0) return { tensor: generate({ kind: 'ones' }, dtype, shape, name), how: '1' };
  if (looksUpOneRow(target, consumers)) return { tensor: generate({ kind: 'zeros' }, dtype, shape, name), how: 'zeros' };
  const isFloat = /^(?:b?float|complex)/.test(dtype);
  const tensor = generate({ kind: 'random', seed: seedOf(name), low: 0, high: 1 }, dtype, shape, name);
  return { tensor, how: isFloat ? 'uniform [0,1)' : '0 or 1' };
}

/** An index into a table of one row can only be 0. */
function looksUpOneRow({ ref, dtype }: InputTarget, consumers: Consumers): boolean {
  if (!/^u?int/.test(dtype)) return false;
  for (const { node, input } of consumers.through(ref)) {
    const table = node.inputs[0];
    if (
      input === 1 &&
      table !== undefined &&
      /^(?:Gather|GatherV2|ResourceGather)$/.test(node.op) &&
      staticShape(table)?.[0] === 1
    )
      return true;
  }
  return false;
}

/** PlaceholderWithDefault of a constant, where it fits what the user said about sizes. */
function graphDefault({ ref, name }: InputTarget, given: GivenDimensions): Tensor | undefined {
  const source = ref.node.op === 'PlaceholderWithDefault' ? ref.node.inputs[0]?.node : undefined;
  const value = source?.op === 'Const' ? source.attr('value')?.value : undefined;
  if (value?.case !== 'tensor' || Object.keys(given.dims).some((key) => key.startsWith(`${name}.`))) return undefined;
  return decodeTensor(value.value);
}
