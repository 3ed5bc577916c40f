import type { Tensor } from '../tensor/tensor.ts';
import { generate } from './generate.ts';
import type { Synthesised } from './synthesise.ts';
import type { InputTarget } from './target.ts';

/** Which part of a sparse or ragged input a tensor is. */
export interface Component {
  readonly kind: 'indices' | 'values' | 'denseShape' | 'rowSplits';
  /** number of axes of a sparse input */
  readonly axes: number;
}

/**
 * `KEY.indices`, `KEY.values`, `KEY.dense_shape` of sparse inputs, or three plain inputs `KEY$indices`… as TensorFlow Transform names
 * them; `KEY.0` and row splits `KEY.1`… of ragged ones. Undefined for plain inputs.
 */
export function componentOf(target: InputTarget, all: readonly InputTarget[]): Component | undefined {
  const match = /^(.*)([.$/_])(indices|values|dense_shape|\d+)$/.exec(target.name);
  const [, key, sign = '', part = ''] = match ?? [];
  if (key === undefined) return undefined;
  const siblings = new Map(
    all.filter(({ name }) => name.startsWith(key + sign)).map((sibling) => [sibling.name.slice(key.length + 1), sibling]),
  );
  if (['indices', 'values', 'dense_shape'].every((name) => siblings.has(name))) {
    const axes = [siblings.get('dense_shape')?.shape?.[0], siblings.get('indices')?.shape?.[1]].find(
      (size) => size !== undefined && size > 0,
    );
    return { kind: part === 'indices' ? 'indices' : part === 'values' ? 'values' : 'denseShape', axes: axes ?? 2 };
  }
  const splits = [...siblings].filter(([name]) => name !== '0').map(([, sibling]) => sibling);
  const isRagged =
    sign === '.' &&
    siblings.has('0') &&
    splits.length > 0 &&
    splits.every(({ dtype, shape }) => /^int(?:32|64)$/.test(dtype) && (shape === undefined || shape.length === 1));
  if (!isRagged) return undefined;
  return { kind: part === '0' ? 'values' : 'rowSplits', axes: 1 };
}

/** The parts that hold positions: one value in each example, so that any number of parts fit each other. The values themselves are made as usual. */
export function componentValue({ axes: rank, kind }: Component, target: InputTarget, batch: number): Synthesised | undefined {
  const whole = (shape: readonly number[], valueAt: (index: number) => number): Tensor => {
    const tensor = generate({ kind: 'zeros' }, target.dtype, shape, target.name);
    const { data } = tensor;
    if (!ArrayBuffer.isView(data)) return tensor;
    for (let i = 0; i < data.length; i++) {
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(valueAt(i));
      else data[i] = valueAt(i);
    }
    return tensor;
  };
  switch (kind) {
    case 'indices':
      return { tensor: whole([batch, rank], (i) => (i % rank === 0 ? i / rank : 0)), how: 'one value in each example' };
    case 'denseShape':
      return { tensor: whole([rank], (i) => (i === 0 ? batch : 1)), how: 'one value in each example' };
    case 'rowSplits':
      return { tensor: whole([batch + 1], (i) => i), how: 'one value in each example' };
    default:
      return undefined;
  }
}
