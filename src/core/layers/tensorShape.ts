import type { TensorRef } from '../graph/types.ts';
import type { Shape } from '../tensor/tensor.ts';
export function staticShape({ node, index }: TensorRef): Shape | undefined {
  const v = node.attr('_output_shapes')?.value;
  const s = v?.case === 'list' ? v.value.shape[index] : undefined;
  return s === undefined || s.unknownRank ? undefined : s.dim.map((d) => Number(d.size));
}
