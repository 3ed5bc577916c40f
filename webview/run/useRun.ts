import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ActiveRun } from '../../src/rpc/activity.ts';
import type { PanelState, RunForm, ShownRun } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import { isDeleted } from '../state/runNews.ts';
import type { News } from '../state/useNews.ts';
import { provisionalRun } from './provisionalRun.ts';

/** The run that is shown, and how to get another. */
export interface RunControl {
  /** the run whose tensors are shown: of one that goes on what it has already */
  readonly run: ShownRun | undefined;
  /** the run that goes on */
  readonly active: ActiveRun | undefined;
  readonly isStopping: boolean;
  /** why the last run ended early, or what else was refused */
  readonly problem: string | undefined;
  readonly setProblem: (problem: string | undefined) => void;
  readonly start: (form: RunForm) => void;
  readonly cancel: () => void;
  readonly open: (id: string) => void;
}

/** Starts, cancels and opens runs; what becomes of them the host tells. */
export function useRun(host: Host, panel: PanelState, { runs, setProblem, takeRun }: News): RunControl {
  const { active, problem } = runs;
  const [stopping, setStopping] = useState<string>();
  const [starting, setStarting] = useState(false);
  const run = useMemo(
    () => (active === undefined ? undefined : provisionalRun(active, panel)) ?? runs.run,
    [active, runs.run, panel],
  );
  useEffect(() => {
    if (active !== undefined) setStarting(false);
  }, [active]);
  const refuse = useCallback((error: unknown): void => setProblem(sentenceOf(error)), [setProblem]);
  const asked = useRef<AbortController>();
  const open = useCallback(
    (id: string): void => {
      asked.current?.abort();
      const { signal } = (asked.current = new AbortController());
      host.call('openRun', { run: id }, { signal }).then(
        (opened) => {
          if (!signal.aborted) takeRun(opened);
        },
        (error: unknown) => {
          if (!signal.aborted) refuse(error);
        },
      );
    },
    [host, takeRun, refuse],
  );
  const listed = useRef(panel.runs);
  useEffect(() => {
    const isGone = isDeleted(runs.run, listed.current, panel.runs);
    listed.current = panel.runs;
    if (!isGone) return;
    const [newest] = panel.runs;
    if (newest === undefined) takeRun(undefined);
    else open(newest.id);
  }, [panel.runs]);
  return {
    run,
    problem,
    setProblem,
    active: active ?? (starting ? { id: '', label: '', activity: { stage: 'open', tensors: [] } } : undefined),
    isStopping: active !== undefined && stopping === active.id,
    start: (form) => {
      setProblem(undefined);
      setStarting(true);
      host
        .call('run', form)
        .catch(refuse)
        .finally(() => setStarting(false));
    },
    cancel: () => {
      setStopping(active?.id);
      host.call('cancelRun', {}).catch(refuse);
    },
    open,
  };
}
