import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunEvent } from '../../src/rpc/modelService.ts';
import type { RunForm, ShownRun } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import type { Activity } from '../state/panelState.ts';

/** What the host tells about runs that were started elsewhere. */
export interface PushedRun {
  readonly run: ShownRun | undefined;
  readonly problem: string | undefined;
  readonly onActivity: (activity: Activity | undefined) => void;
  readonly onEvent: (event: RunEvent) => void;
}

/** The run that is shown, and how to get another. */
export interface RunControl {
  readonly run: ShownRun | undefined;
  /** why the last run failed */
  readonly problem: string | undefined;
  readonly setProblem: (problem: string | undefined) => void;
  readonly start: (form: RunForm, onDone: () => void) => void;
  readonly cancel: () => void;
  readonly open: (id: string) => void;
}

/** Keeps the shown run: the newest at first, then what this page or somebody else ran or chose. */
export function useRun(host: Host, first: ShownRun | undefined, pushed: PushedRun): RunControl {
  const [run, setRun] = useState(first);
  const [problem, setProblem] = useState<string>();
  const abort = useRef<AbortController>();
  const { onActivity, onEvent } = pushed;
  useEffect(() => { if (pushed.run !== undefined) setRun(pushed.run); }, [pushed.run]);
  useEffect(() => { setProblem(pushed.problem); }, [pushed.problem]);

  const start = useCallback((form: RunForm, onDone: () => void): void => {
    const controller = new AbortController();
    abort.current = controller;
    setProblem(undefined);
    onActivity({ stage: 'open', tensors: [] });
    host.call('run', form, { signal: controller.signal, onEvent }).then(
      (done) => { setRun(done); onDone(); },
      (error: unknown) => setProblem(sentenceOf(error)),
    ).finally(() => onActivity(undefined));
  }, [host, onActivity, onEvent]);
  const cancel = useCallback(() => abort.current?.abort(), []);
  const open = useCallback((id: string): void => {
    host.call('openRun', { run: id }).then(setRun, (error: unknown) => setProblem(sentenceOf(error)));
  }, [host]);
  return { run, problem, setProblem, start, cancel, open };
}
