import type { Tensor } from '../tensor/tensor.ts';
import { generate } from './generate.ts';
import type { Synthesised } from './synthesise.ts';
import type { InputTarget } from './target.ts';

/** Which part of a sparse or ragged input a tensor is. */
export interface Component {
  readonly kind: 'indices' | 'values' | 'denseShape' | 'rowSplits';
}

/** `KEY.indices`, `KEY.values`, `KEY.dense_shape` of sparse inputs; `KEY.0` and row splits `KEY.1`… of ragged ones. Undefined for plain inputs. */
export function componentOf(target: InputTarget, all: readonly InputTarget[]): Component | undefined {
  const match = /^(.*)\.(indices|values|dense_shape|\d+)$/.exec(target.name);
  const [, key, part = ''] = match ?? [];
  if (key === undefined) return undefined;
  const siblings = new Map(all.filter(({ name }) => name.startsWith(`${key}.`)).map((sibling) => [sibling.name.slice(key.length + 1), sibling]));
  if (['indices', 'values', 'dense_shape'].every((name) => siblings.has(name))) {
    return { kind: part === 'indices' ? 'indices' : part === 'values' ? 'values' : 'denseShape' };
  }
  const splits = [...siblings].filter(([name]) => name !== '0').map(([, sibling]) => sibling);
  const isRagged = siblings.has('0') && splits.length > 0 && splits.every(({ dtype, shape }) => /^int(?:32|64)$/.test(dtype) && (shape === undefined || shape.length === 1));
  if (!isRagged) return undefined;
  return { kind: part === '0' ? 'values' : 'rowSplits' };
}

/** The parts that hold positions: one value in each example, so that any number of parts fit each other. The values themselves are made as usual. */
export function componentValue({ kind }: Component, target: InputTarget, batch: number): Synthesised | undefined {
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
  const rank = Math.max(1, target.shape?.at(-1) ?? 2);
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
