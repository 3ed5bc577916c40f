import { create } from '@bufbuild/protobuf';
import { AttrValueSchema } from '../../proto/messages.ts';
import { dtypeAttr } from '../graphDraft.ts';
import { nodeOf } from '../inner/tapped.ts';
import type { TapScope, Vector } from '../inner/tapScope.ts';
import { withLength, type Vectors } from '../inner/vectors.ts';

/**
 * Vectors that may be dead, as such that never are: empty ones stand in for them. One more says how often they were there: the lengths
 * of the last. Whatever the conditions are: a Merge takes the first live input, the stand-in comes after the vector, and a control edge
 * from a dead node does not kill a Merge (tensorflow/core/common_runtime/propagator_state.cc).
 */
export function guarded(scope: TapScope, vectors: Vectors): Vectors {
  return withLength(scope, vectors).map((vector) => caught(scope, vector));
}

function caught(scope: TapScope, { dtype, endpoint }: Vector): Vector {
  const merge = (inputs: readonly string[], controls: readonly string[]): string => {
    const count = create(AttrValueSchema, { value: { case: 'i', value: BigInt(inputs.length) } });
    return scope.add('Merge', [...inputs, ...controls], { T: dtypeAttr(dtype), N: count })('output');
  };
  const standIn = merge([scope.empty(dtype)], [`^${nodeOf(endpoint)}`]);
  return { endpoint: merge([endpoint, standIn], []), dtype };
}
