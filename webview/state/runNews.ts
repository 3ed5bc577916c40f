import { advance, type ActiveRun } from '../../src/rpc/activity.ts';
import type { PanelState, RunSummary, ShownRun } from '../../src/rpc/panelService.ts';
import type { RunEvent } from '../../src/rpc/modelService.ts';

/** What the host has told about runs. */
export interface RunNews {
  /** the run to show: the newest, or one that somebody chose */
  readonly run: ShownRun | undefined;
  /** the run that goes on */
  readonly active: ActiveRun | undefined;
  /** why the last run ended early */
  readonly problem: string | undefined;
}

/** Something that was told, as what it makes of what was known. */
export type Heard = (now: RunNews) => RunNews;

export const NO_NEWS: RunNews = { run: undefined, active: undefined, problem: undefined };

/** What a model's state says of runs. */
export function newsOf({ active, problem, run }: PanelState): RunNews {
  return { active, problem, run };
}

/** A run began. */
export function started(active: ActiveRun): Heard {
  return (now) => ({ ...now, active, problem: undefined });
}

/** The run goes on. */
export function progressed(event: RunEvent): Heard {
  return (now) =>
    now.active === undefined ? now : { ...now, active: { ...now.active, activity: advance(now.active.activity, event) } };
}

/** A run ended. The next one may have begun before this is told. */
export function finished(id: string, run: ShownRun | undefined, problem: string | undefined): Heard {
  return (now) =>
    now.active === undefined || now.active.id === id
      ? { run: run ?? now.run, active: undefined, problem }
      : { ...now, run: run ?? now.run };
}

/** Somebody wants to look at a kept run; what goes on goes on. */
export function shown(run: ShownRun | undefined): Heard {
  return (now) => ({ ...now, run, problem: undefined });
}

/** The run shown was deleted: it was in the list, and is not any more. */
export function isDeleted(run: ShownRun | undefined, before: readonly RunSummary[], after: readonly RunSummary[]): boolean {
  const has = (runs: readonly RunSummary[]): boolean => runs.some(({ id }) => id === run?.summary.id);
  return has(before) && !has(after);
}
