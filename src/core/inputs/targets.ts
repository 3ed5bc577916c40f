import { LensError } from '../errors.ts';
import { dtypeByUse } from '../graph/dtypeByUse.ts';
import { outputDTypes } from '../graph/outputs.ts';
import { staticShape } from '../graph/shapes/staticShape.ts';
import { tensorName, type FlatGraph, type TensorRef } from '../graph/types.ts';
import { nearestNames } from '../select/nearest.ts';
import type { TensorNames } from '../select/tensorNames.ts';
import type { InputTarget } from './target.ts';

/** The inputs of an entry point as targets. */
export function entryTargets({ entry }: FlatGraph): InputTarget[] {
  return entry.inputs.map(({ key, ref, dtype, shape, defaultValue }) => ({
    name: key,
    ref,
    dtype,
    shape: shape ?? staticShape(ref),
    isInner: false,
    ...(defaultValue === undefined ? {} : { defaultValue }),
  }));
}

/** The input or inner tensor of a name, a selector's names (`names`) included; `unknown-input`, with the nearest names, where there is neither. */
export function findTarget(name: string, flat: FlatGraph, inputs: readonly InputTarget[], names?: TensorNames): InputTarget {
  const input = inputs.find((target) => target.name === name);
  if (input !== undefined) return input;
  const ref = innerTensor(name, flat);
  if (ref !== undefined) return innerTarget(ref, flat, inputs);
  const [only, ...others] = names?.find(name) ?? [];
  if (only !== undefined && others.length === 0) return innerTarget(only, flat, inputs);
  if (only !== undefined) throw ambiguous(name, [only, ...others]);
  const keys = inputs.map((target) => target.name);
  const near = nearestNames(name, [...keys, ...(names?.suggestions(name) ?? flat.byName.keys())]);
  const listed = keys.length === 0 ? 'The model has no inputs.' : `The inputs are: ${keys.join(', ')}.`;
  throw new LensError(
    'unknown-input',
    `The model has no input and no tensor called ${name}.`,
    near.length === 0 ? listed : `Nearest: ${near.join(', ')}. ${listed}`,
  );
}

/** The tensor to feed of a name that is meant as a tensor's. */
export function findInnerTarget(name: string, flat: FlatGraph, inputs: readonly InputTarget[], names?: TensorNames): InputTarget {
  const ref = innerTensor(name, flat);
  return ref === undefined ? findTarget(name, flat, inputs, names) : innerTarget(ref, flat, inputs);
}

function ambiguous(name: string, refs: readonly TensorRef[]): LensError {
  const shown = refs.slice(0, 10).map(tensorName).join(', ');
  return new LensError(
    'unknown-input',
    `${name} means ${refs.length} tensors: ${shown}${refs.length > 10 ? ', …' : ''}.`,
    'Name the one to feed.',
  );
}

function innerTarget(ref: TensorRef, flat: FlatGraph, inputs: readonly InputTarget[]): InputTarget {
  const same = inputs.find((target) => target.ref.node === ref.node && target.ref.index === ref.index);
  return same ?? { name: tensorName(ref), ref, dtype: dtypeByUse(flat, ref), shape: staticShape(ref), isInner: true };
}

function innerTensor(name: string, flat: FlatGraph): TensorRef | undefined {
  const plain = name.endsWith(':0') ? name.slice(0, -2) : name;
  const alias = flat.aliases.get(plain);
  if (alias !== undefined && !flat.byName.has(plain)) return alias;
  const [, base = plain, index = '0'] = /^(.*):(\d{1,9})$/.exec(plain) ?? [];
  const node = flat.byName.get(plain) ?? flat.byName.get(base);
  if (node === undefined) return undefined;
  const at = node.name === plain ? 0 : Number(index);
  const ref = { node, index: at };
  const count = outputDTypes(node).length;
  return at < Math.max(1, count) || (count === 0 && dtypeByUse(flat, ref) !== 'invalid') ? ref : undefined;
}
