import type { InnerGraph, InnerKind } from '../../graph/inner/innerGraph.ts';
import type { DType } from '../../tensor/dtype.ts';
import type { Shape } from '../../tensor/tensor.ts';
import type { PlannedTensor } from '../valuePart.ts';

/** A loop or branch that a recorded tensor was taken out of. */
export interface Level {
  readonly kind: InnerKind;
  /** `WHILE@body`, `IF@then` */
  readonly name: string;
}

/** How the vectors of a tensor inside loops and branches are put together. */
export interface Recording {
  /** besides the values: sizes, then for each level from the inside out how many entries each of its runs gave */
  readonly parts: readonly PlannedTensor[];
  /** in place of the values there are summaries of a tensor of this dtype, their moments in the first of the parts */
  readonly summaryOf?: DType;
  /** from the inside out */
  readonly levels: readonly Level[];
  /** as far as the graph fixes it, iterations first */
  readonly shape: Shape | undefined;
  /** of a tensor of the graph itself, behind a v1 Switch: without the branch there is no value at all, not an empty one */
  readonly isGuard: boolean;
}

/** What a body is to what was taken out of it. */
export function levelOf({ kind, prefix }: InnerGraph): Level {
  return { kind, name: prefix };
}
