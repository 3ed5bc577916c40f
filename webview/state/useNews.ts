import { useCallback, useEffect, useState } from 'react';
import { advance } from '../../src/rpc/activity.ts';
import type { PanelListener, PanelState, ShownRun } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from './host.ts';
import { wholePanel } from './wholePanel.ts';
import type { KeptState, RunNews, Screen, ShowRequest } from './panelState.ts';

/** Everything that comes from the host, asked for or not. */
export interface News {
  readonly screen: Screen;
  readonly runs: RunNews;
  readonly show: ShowRequest | undefined;
  readonly takePanel: (panel: PanelState) => void;
  readonly takeRun: (run: ShownRun) => void;
  readonly setProblem: (problem: string | undefined) => void;
}

/** Loads the model's state and keeps what the host pushes: runs, engines, files that changed. */
export function useNews(host: Host, listen: (listener: PanelListener) => () => void, kept: KeptState | undefined): News {
  const [screen, setScreen] = useState<Screen>({ kind: 'loading' });
  const [runs, setRuns] = useState<RunNews>({ run: undefined, active: undefined, problem: undefined });
  const [show, setShow] = useState<ShowRequest>();
  const change = useCallback(
    (part: Partial<PanelState>) =>
      setScreen((now) => (now.kind === 'open' ? { kind: 'open', panel: { ...now.panel, ...part } } : now)),
    [],
  );
  const takePanel = useCallback((panel: PanelState) => {
    setScreen({ kind: 'open', panel });
    setRuns({ run: panel.run, active: panel.active, problem: panel.problem });
  }, []);
  const takeRun = useCallback((run: ShownRun) => setRuns((now) => ({ ...now, run, problem: undefined })), []);
  const setProblem = useCallback((problem: string | undefined) => setRuns((now) => ({ ...now, problem })), []);
  useEffect(
    () =>
      listen({
        runStarted: async ({ run }) => setRuns((now) => ({ ...now, active: run, problem: undefined })),
        runProgress: async ({ event }) =>
          setRuns((now) =>
            now.active === undefined ? now : { ...now, active: { ...now.active, activity: advance(now.active.activity, event) } },
          ),
        runFinished: async ({ run, error }) =>
          setRuns((now) => ({ run: run ?? now.run, active: undefined, problem: error?.sentence })),
        runsChanged: async (part) => change(part),
        engineChanged: async (part) => change(part),
        show: async (request) => setShow({ ...request }),
        stateChanged: async ({ state }) => takePanel(await wholePanel(host, state)),
      }),
    [host, listen, change, takePanel],
  );
  useEffect(() => {
    const request = {
      ...(kept?.entry === undefined ? {} : { entry: kept.entry }),
      ...(kept?.run === undefined ? {} : { run: kept.run }),
    };
    host
      .call('ready', request)
      .then((panel) => wholePanel(host, panel))
      .then(takePanel, (error: unknown) => setScreen({ kind: 'refused', sentence: sentenceOf(error) }));
  }, [host]);
  return { screen, runs, show, takePanel, takeRun, setProblem };
}
