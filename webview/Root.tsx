import { useEffect, useMemo, useState } from 'react';
import type { RunEvent } from '../src/rpc/modelService.ts';
import type { PanelListener, PanelState, ShownRun } from '../src/rpc/panelService.ts';
import { App } from './App.tsx';
import { sentenceOf, type Host } from './state/host.ts';
import { advance, type Activity, type KeptState, type Screen, type ShowRequest } from './state/panelState.ts';
import { ProgressRing } from './toolkit.ts';

interface RootProps {
  readonly host: Host;
  /** Registers what the host may tell us; answers how to stop listening. */
  readonly listen: (listener: PanelListener) => () => void;
  readonly kept: KeptState | undefined;
  readonly onKeep: (state: KeptState) => void;
}

/** Loads the model's state, then shows the panel; keeps what the host pushes. */
export function Root({ host, listen, kept, onKeep }: RootProps) {
  const [screen, setScreen] = useState<Screen>({ kind: 'loading' });
  const [activity, setActivity] = useState<Activity>();
  const [run, setRun] = useState<ShownRun>();
  const [problem, setProblem] = useState<string>();
  const [show, setShow] = useState<ShowRequest>();
  const onPanel = useMemo(() => (panel: PanelState) => setScreen({ kind: 'open', panel }), []);
  const onEvent = useMemo(() => (event: RunEvent) => setActivity((now) => advance(now, event)), []);
  useEffect(() => listen({
    runStarted: async () => { setProblem(undefined); setActivity({ stage: 'open', tensors: [] }); },
    runProgress: async ({ event }) => onEvent(event),
    runFinished: async (done) => {
      setActivity(undefined);
      if (done.run !== undefined) setRun(done.run);
      setProblem(done.error?.sentence);
      if (done.show !== undefined) setShow({ name: done.show });
    },
    show: async (request) => setShow({ ...request }),
    stateChanged: async ({ state }) => onPanel(state),
  }), [listen, onPanel, onEvent]);
  useEffect(() => {
    const request = { ...(kept?.entry === undefined ? {} : { entry: kept.entry }), ...(kept?.run === undefined ? {} : { run: kept.run }) };
    host.call('ready', request).then(onPanel, (error: unknown) => setScreen({ kind: 'refused', sentence: sentenceOf(error) }));
  }, [host]);
  if (screen.kind === 'loading') return <main className="blank" aria-busy="true"><ProgressRing /> <p>Reading the model…</p></main>;
  if (screen.kind === 'refused') return <main className="blank"><h1>This model cannot be opened</h1><p role="alert">{screen.sentence}</p></main>;
  const { panel } = screen;
  return (
    <App
      key={JSON.stringify(panel.entry)} host={host} panel={panel} pushedRun={run} pushedActivity={activity} pushedProblem={problem} pushedShow={show} kept={kept}
      onKeep={onKeep} onPanel={onPanel} onActivity={setActivity} onEvent={onEvent}
    />
  );
}
