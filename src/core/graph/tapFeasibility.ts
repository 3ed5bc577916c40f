import { dtypeOfTensor, isUninitialised } from './outputs.ts';
import type { ControlFlow } from './controlFlow.ts';
import { NOT_LISTED, type Judge, type Obstacle } from './inner/innerFeasibility.ts';
import { framesAround } from './loopFrames.ts';
import type { TensorRef } from './types.ts';

/** Why a tensor inside a v1 loop or behind a Switch cannot be had by a rewrite: its loops must run, and it must be a value that lists hold. */
export function tapObstacle(ref: TensorRef, flow: ControlFlow, judge: Judge): Obstacle | undefined {
  const own = judge.blockOf(ref.node);
  if (own !== undefined) return own;
  const frames = framesAround(flow.frameOf(ref.node));
  if (isUninitialised(ref)) return { reason: 'uninitialised', cause: ref.node };
  if (frames.length === 0) return undefined;
  const phase = flow.phaseOf(ref);
  const isRecordable =
    !NOT_LISTED.has(dtypeOfTensor(ref)) &&
    (phase !== 'entry' || /^(Ref)?Enter$/.test(ref.node.op)) &&
    (phase !== 'exit' || flow.branchesOf(ref)?.length === 0);
  if (!isRecordable) return { reason: 'not-recordable', cause: ref.node };
  for (const { entry, loopCond } of frames) {
    const around =
      loopCond === undefined
        ? { reason: 'not-recordable' as const, cause: entry }
        : (judge.blockOf(loopCond) ?? judge.blockOf(entry));
    if (around !== undefined) return around;
    const [value] = entry.inputs;
    if (value !== undefined && flow.frameOf(value.node) !== undefined && /entry|exit/.test(flow.phaseOf(value)))
      return { reason: 'not-recordable', cause: entry };
  }
  return undefined;
}
