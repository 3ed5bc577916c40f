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

/** The loops and branches around what lies in a graph, from the inside out. */
export function levelsOf(graph: InnerGraph): readonly Level[] {
  const levels: Level[] = [];
  for (let at: InnerGraph | undefined = graph; at !== undefined; at = at.parent) levels.push({ kind: at.kind, name: at.prefix });
  return levels;
}
