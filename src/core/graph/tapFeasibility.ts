import type { DType } from '../tensor/dtype.ts';
import { dtypeOfTensor, isUninitialised } from './outputs.ts';
import type { ControlFlow } from './controlFlow.ts';
import type { Judge, Obstacle } from './inner/innerFeasibility.ts';
import { framesAround } from './loopFrames.ts';
import type { FlatNode, TensorRef } from './types.ts';

/** TensorFlow's lists cannot be concatenated in these. */
export const NOT_LISTED: ReadonlySet<DType> = new Set<DType>([
  'float8_e5m2',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e4m3b11fnuz',
  'float8_e5m2fnuz',
  'float4_e2m1fn',
  'int4',
  'uint4',
  'int2',
  'uint2',
]);

/** Why a tensor inside a v1 loop or behind a Switch cannot be had by a rewrite: its loops must run, and it must be a value that lists hold. */
export function tapObstacle(ref: TensorRef, flow: ControlFlow, judge: Judge): Obstacle | undefined {
  const own = judge.blockOf(ref.node);
  if (own !== undefined) return own;
  if (isUninitialised(ref)) return { reason: 'uninitialised', cause: ref.node };
  if (flow.inLoopFrame(ref.node) && NOT_LISTED.has(dtypeOfTensor(ref))) return { reason: 'not-recordable', cause: ref.node };
  return frameObstacle(ref.node, flow, judge);
}

/** Why what a node gives cannot be taken out of the v1 loops around it. */
export function frameObstacle(node: FlatNode, flow: ControlFlow, judge: Judge): Obstacle | undefined {
  for (const { entry, loopCond } of framesAround(flow.frameOf(node))) {
    if (loopCond === undefined) return { reason: 'not-recordable', cause: entry };
    const around = judge.blockOf(loopCond) ?? judge.blockOf(entry);
    if (around !== undefined) return around;
  }
  return undefined;
}
