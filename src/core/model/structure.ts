import type { StructuredValue } from '../proto/messages.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import { shapeOf } from './shapeOf.ts';
import type { StructuredTensor } from './types.ts';

const MAX_DEPTH = 64;

interface Branch {
  readonly value: StructuredValue | undefined;
  readonly path: string;
  readonly depth: number;
}

/** Parts of a structure in the order in which `tf.nest` flattens it: dictionaries by sorted key. */
function branches({ value, path, depth }: Branch): Branch[] {
  const at = (name: string, part: StructuredValue | undefined): Branch => ({
    value: part,
    path: path === '' ? name : `${path}/${name}`,
    depth: depth + 1,
  });
  const kind = value?.kind;
  switch (kind?.case) {
    case 'listValue':
    case 'tupleValue':
      return kind.value.values.map((part, i) => at(String(i), part));
    case 'namedTupleValue':
      return kind.value.values.map((pair) => at(pair.key, pair.value));
    case 'dictValue':
      return Object.entries(kind.value.fields)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([key, part]) => at(key, part));
    // The type state of a composite's spec is not a value; how many components it has stands in the spec.
    default:
      return [];
  }
}

function leaves({ value, path }: Branch): StructuredTensor[] {
  const kind = value?.kind;
  switch (kind?.case) {
    case 'tensorSpecValue':
    case 'boundedTensorSpecValue':
      return [{ path, name: kind.value.name, dtype: dtypeOf(kind.value.dtype), shape: shapeOf(kind.value.shape) }];
    case 'typeSpecValue':
      return Array.from({ length: Math.min(16, Math.max(1, kind.value.numFlatComponents)) }, (_, i) => ({
        path: path === '' ? String(i) : `${path}/${i}`,
        name: '',
        dtype: 'invalid' as const,
        shape: undefined,
      }));
    default:
      return [];
  }
}

/** The tensors of a function's arguments or results, flattened; Python values that are no tensors are left out. struct.proto. */
export function flattenStructure(root: StructuredValue): StructuredTensor[] {
  const found: StructuredTensor[] = [];
  const stack: Branch[] = [{ value: root, path: '', depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    found.push(...leaves(top));
    if (top.depth < MAX_DEPTH) stack.push(...branches(top).reverse());
  }
  return found;
}
