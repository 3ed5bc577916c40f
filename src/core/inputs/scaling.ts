import type { TensorRef } from '../graph/types.ts';
import type { Consumers } from './forward.ts';
import { scalarConstant } from './scalarConstant.ts';

/** True when the graph scales an input down by at least 64 before using it (a Rescaling layer, a preprocessing division): it takes 0…255. */
export function scalesItself(ref: TensorRef, consumers: Consumers): boolean {
  let current = ref;
  for (let steps = 0; steps < 8; steps++) {
    const uses = consumers.direct(current).filter(({ node }) => !/^(?:Shape|Size|Rank)$/.test(node.op));
    for (const { node, input } of uses) {
      const factor = scalarConstant(node.inputs[1 - input]?.node);
      if (factor === undefined) continue;
      if (node.op === 'Mul' && Math.abs(factor) <= 1 / 64) return true;
      if (/^(?:RealDiv|Div)$/.test(node.op) && input === 0 && Math.abs(factor) >= 64) return true;
    }
    const next = uses.find(({ node }) =>
      /^(?:Identity|Cast|Sub|AddV2|Add|ExpandDims|Reshape|StridedSlice|Transpose|ReverseV2|PlaceholderWithDefault)$/.test(
        node.op,
      ),
    );
    if (next === undefined) return false;
    current = { node: next.node, index: 0 };
  }
  return false;
}
