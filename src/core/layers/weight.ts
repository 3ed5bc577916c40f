import type { FlatNode, TensorRef } from '../graph/types.ts';

const READS: ReadonlySet<string> = new Set([
  'ReadVariableOp',
  'Identity',
  'Cast',
  'Reshape',
  'ExpandDims',
  'Squeeze',
  'Transpose',
]);
const VARIABLES: ReadonlySet<string> = new Set(['VarHandleOp', 'VariableV2', 'Variable']);
/** Reading, casting, reshaping: more steps lie between no op and its weight. */
const MOST_STEPS = 8;

/** The variable or constant behind a tensor that is nothing but its reading, cast or put into another shape; else undefined. */
export function weightBehind({ node }: TensorRef): FlatNode | undefined {
  let at: FlatNode | undefined = node;
  for (let step = 0; at !== undefined && step < MOST_STEPS; step++) {
    if (at.op === 'Const' || VARIABLES.has(at.op)) return at;
    at = READS.has(at.op) ? at.inputs[0]?.node : undefined;
  }
  return undefined;
}

/** True when a variable is behind a tensor: a constant may be anything. */
export function isVariable(ref: TensorRef): boolean {
  const weight = weightBehind(ref);
  return weight !== undefined && weight.op !== 'Const';
}
