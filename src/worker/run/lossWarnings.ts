import { firstOf } from '../../core/describe/damage.ts';
import type { Warning } from '../../core/errors.ts';
import { culpritText } from '../../core/graph/explain.ts';
import type { Feasibility } from '../../core/graph/feasibility.ts';
import type { Obstacle } from '../../core/graph/inner/innerFeasibility.ts';
import { outputDTypes } from '../../core/graph/outputs.ts';
import type { Selection, SkippedSelection } from '../../core/select/resolveSelection.ts';
import type { SelectionScope } from '../../core/select/scope.ts';
import { layerOfSkipped } from '../model/selectTensors.ts';

const NO_WEIGHTS: ReadonlySet<string> = new Set(['missing-weights', 'damaged-weights']);
const NO_OP: ReadonlySet<string> = new Set(['unknown-op', 'no-kernel']);

/** What a run has to leave out of the selection, and what can be done about it: once for each cause, not for each tensor. */
export function lossWarnings({ skipped, tensors }: Selection, scope: SelectionScope, feasible: Feasibility): Warning[] {
  const had = tensors.flatMap(({ layer }) => (layer === undefined ? [] : [layer.path]));
  const causes = new Map<string, Cause>();
  for (const each of skipped.filter(({ reason }) => NO_OP.has(reason))) {
    const ref = scope.canonical(each.name);
    const obstacle = ref === undefined ? undefined : feasible.tapped.obstacle(ref);
    if (obstacle === undefined) continue;
    const op = obstacle.inside?.op ?? obstacle.cause.op;
    const known = causes.get(op);
    causes.set(op, { obstacle: known?.obstacle ?? obstacle, count: (known?.count ?? 0) + 1 });
  }
  return [...lostLayers(skipped, had, scope), ...[...causes.values()].map(missingOp)];
}

interface Cause {
  readonly obstacle: Obstacle;
  /** of selected tensors */
  readonly count: number;
}

function lostLayers(skipped: readonly SkippedSelection[], had: readonly string[], scope: SelectionScope): Warning[] {
  const lost = new Set(skipped.flatMap((each) => (NO_WEIGHTS.has(each.reason) ? (layerOfSkipped(scope, each)?.path ?? []) : [])));
  if (lost.size === 0) return [];
  const selected = new Set([...had, ...lost]).size;
  const message = `For want of weights ${lost.size} of ${selected} selected layers cannot be computed: ${firstOf([...lost])}.`;
  return [{ code: 'lost-layers', message }];
}

function missingOp({ count, obstacle }: Cause): Warning {
  const { cause, reason } = obstacle;
  const what = reason === 'unknown-op' ? 'does not know' : 'cannot execute';
  const whose = count === 1 ? 'One selected tensor needs' : `${count} selected tensors need`;
  const isFed = !outputDTypes(cause).some((dtype) => dtype === 'resource' || dtype === 'variant');
  const advice = isFed ? ` To compute what comes after it, give its value: --feed "${cause.name}"=SPEC.` : '';
  return { code: 'missing-op', message: `${whose} ${culpritText(obstacle)}, which this TensorFlow ${what}.${advice}` };
}
