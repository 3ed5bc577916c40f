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
