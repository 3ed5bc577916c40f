import { create } from '@bufbuild/protobuf';
import { LensError } from '../../errors.ts';
import { AttrValueSchema } from '../../proto/messages.ts';
import type { DType } from '../../tensor/dtype.ts';
import { dtypeAttr } from '../graphDraft.ts';
import type { TapScope, Vector } from './tapScope.ts';

/**
 * What is known of a tensor, as vectors that keep their meaning whatever the shapes are: its values, its sizes, and one more vector
 * for each loop or branch that it was taken out of, with the number of entries that each run of the body added to the vector before.
 */
export type Vectors = readonly Vector[];

/** One value: its elements and its sizes. */
export function vectorsOf(scope: TapScope, endpoint: string, dtype: DType): Vectors {
  const flat = scope.add('Reshape', [endpoint, scope.integers('int32', [-1])], {
    T: dtypeAttr(dtype),
    Tshape: dtypeAttr('int32'),
  });
  return [{ endpoint: flat('output'), dtype }, sizesOf(scope, endpoint, dtype)];
}

/** The sizes of a value. */
export function sizesOf(scope: TapScope, endpoint: string, dtype: DType): Vector {
  const sizes = scope.add('Shape', [endpoint], { T: dtypeAttr(dtype), out_type: dtypeAttr('int64') });
  return { endpoint: sizes('output'), dtype: 'int64' };
}

/** The length of the last vector: what one run of a body added to it. */
export function lengthOfLast(scope: TapScope, vectors: Vectors): Vector {
  const { dtype, endpoint } = lastOf(vectors);
  return sizesOf(scope, endpoint, dtype);
}

/** What one run of a body gives, with the length of the last vector. */
export function withLength(scope: TapScope, once: Vectors): Vectors {
  return [...once, lengthOfLast(scope, once)];
}

/** An empty TensorFlow list of vectors. */
export function emptyList(scope: TapScope, dtype: DType): string {
  const list = scope.add('EmptyTensorList', [scope.integers('int32', [-1]), scope.integer(-1)], {
    element_dtype: dtypeAttr(dtype),
    shape_type: dtypeAttr('int32'),
  });
  return list('handle');
}

/** `list` with a vector behind its others. */
export function pushed(scope: TapScope, list: string, { dtype, endpoint }: Vector): string {
  return scope.add('TensorListPushBack', [list, endpoint], { element_dtype: dtypeAttr(dtype) })('output_handle');
}

/** The vectors that lists of them make when laid end to end, and the lengths of those in the last list. */
export function concatenated(scope: TapScope, lists: Vectors): Vectors {
  const joined = lists.map(({ dtype, endpoint }) => {
    const inputs = [endpoint, scope.integers('int32', [-1]), scope.integers('int64', [])];
    const node = scope.add('TensorListConcatV2', inputs, { element_dtype: dtypeAttr(dtype), shape_type: dtypeAttr('int32') });
    return { vector: { endpoint: node('tensor'), dtype }, lengths: { endpoint: node('lengths', 0, 1), dtype: 'int64' as const } };
  });
  const last = joined.at(-1);
  return [...joined.map(({ vector }) => vector), ...(last === undefined ? [] : [last.lengths])];
}

/** Vectors of a loop with those of one more run behind. */
export function appended(scope: TapScope, loop: Vectors, once: Vectors): Vectors {
  const all = withLength(scope, once);
  return loop.map(({ dtype, endpoint }, index) => {
    const axis = scope.integer(0);
    const joined = scope.add('ConcatV2', [endpoint, all[index]?.endpoint ?? endpoint, axis], {
      N: create(AttrValueSchema, { value: { case: 'i', value: 2n } }),
      T: dtypeAttr(dtype),
      Tidx: dtypeAttr('int32'),
    });
    return { endpoint: joined('output'), dtype };
  });
}

function lastOf(vectors: Vectors): Vector {
  const last = vectors.at(-1);
  if (last === undefined) throw new LensError('internal', 'A recorded tensor has no vectors.');
  return last;
}
