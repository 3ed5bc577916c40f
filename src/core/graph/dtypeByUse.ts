import type { DType } from '../tensor/dtype.ts';
import { dtypeOfTensor, inputDTypes } from './outputs.ts';
import type { FlatGraph, TensorRef } from './types.ts';

/** Element type of a tensor; of one whose own op does not say (a custom op) what its consumers or the entry point expect. */
export function dtypeByUse(flat: FlatGraph, ref: TensorRef): DType {
  const own = dtypeOfTensor(ref);
  if (own !== 'invalid') return own;
  const isRef = ({ node, index }: TensorRef): boolean => node === ref.node && index === ref.index;
  for (const consumer of flat.nodes) {
    const position = consumer.inputs.findIndex(isRef);
    const expected = position < 0 ? undefined : inputDTypes(consumer)[position];
    if (expected !== undefined && expected !== 'invalid') return expected;
  }
  return flat.entry.outputs.find((output) => isRef(output.ref))?.dtype ?? 'invalid';
}
