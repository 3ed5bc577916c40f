import { useCallback, useEffect, useRef, useState } from 'react';
import type { PanelListener, PanelState, ShownRun } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from './host.ts';
import type { KeptState, Screen, ShowRequest } from './panelState.ts';
import { finished, newsOf, NO_NEWS, progressed, shown, started, type Heard, type RunNews } from './runNews.ts';
import { wholePanel } from './wholePanel.ts';

/** Everything that comes from the host, asked for or not. */
export interface News {
  readonly screen: Screen;
  readonly runs: RunNews;
  readonly show: ShowRequest | undefined;
  /** Asks for a model's state as a whole; undefined when a newer one was asked for meanwhile. */
  readonly askPanel: (ask: (signal: AbortSignal) => Promise<PanelState>) => Promise<PanelState | undefined>;
  /** Shows a state that `askPanel` answered. */
  readonly takePanel: (panel: PanelState) => void;
  /** Layers that a run file checks. */
  readonly takeChecked: (checked: readonly string[]) => void;
  readonly takeRun: (run: ShownRun | undefined) => void;
  readonly setProblem: (problem: string | undefined) => void;
}

/** A state on its way: what is heard after its first part was read is newer than it. */
interface Asking {
  readonly abort: AbortController;
  heard: Heard[];
  parts: Partial<PanelState>;
}

/** Loads the model's state and keeps what the host pushes: runs, engines, files that changed. */
export function useNews(host: Host, listen: (listener: PanelListener) => () => void, kept: KeptState | undefined): News {
  const [screen, setScreen] = useState<Screen>({ kind: 'loading' });
  const [runs, setRuns] = useState<RunNews>(NO_NEWS);
  const [show, setShow] = useState<ShowRequest>();
  const asking = useRef<Asking>();
  const hear = useCallback((change: Heard): void => {
    asking.current?.heard.push(change);
    setRuns(change);
  }, []);
  const change = useCallback((part: Partial<PanelState>): void => {
    if (asking.current !== undefined) Object.assign(asking.current.parts, part);
    setScreen((now) => (now.kind === 'open' ? { kind: 'open', panel: { ...now.panel, ...part } } : now));
  }, []);
  const askPanel = useCallback(
    async (ask: (signal: AbortSignal) => Promise<PanelState>): Promise<PanelState | undefined> => {
      asking.current?.abort.abort();
      const own: Asking = { abort: new AbortController(), heard: [], parts: {} };
      asking.current = own;
      try {
        const first = await ask(own.abort.signal);
        Object.assign(own, { heard: [], parts: {} });
        const panel = await wholePanel(host, first);
        return asking.current === own ? panel : undefined;
      } catch (error) {
        if (asking.current !== own) return undefined;
        asking.current = undefined;
        throw error;
      }
    },
    [host],
  );
  const takePanel = useCallback((panel: PanelState) => {
    const { heard = [], parts = {} } = asking.current ?? {};
    asking.current = undefined;
    setScreen({ kind: 'open', panel: { ...panel, ...parts } });
    setRuns(heard.reduce((now, each) => each(now), newsOf(panel)));
  }, []);
  const takeRun = useCallback((run: ShownRun | undefined) => hear(shown(run)), [hear]);
  const takeChecked = useCallback((checked: readonly string[]) => change({ checked }), [change]);
  const setProblem = useCallback((problem: string | undefined) => setRuns((now) => ({ ...now, problem })), []);
  useEffect(() => {
    const take = (panel: PanelState | undefined): void => {
      if (panel !== undefined) takePanel(panel);
    };
    const stop = listen({
      runStarted: async ({ run }) => hear(started(run)),
      runProgress: async ({ event }) => hear(progressed(event)),
      runFinished: async ({ error, id, run }) => hear(finished(id, run, error?.sentence)),
      runShown: async ({ run }) => hear(shown(run)),
      runsChanged: async (part) => change(part),
      checkedChanged: async (part) => change(part),
      engineChanged: async (part) => change(part),
      show: async (request) => setShow({ ...request }),
      stateChanged: async ({ state }) => take(await askPanel(async () => state)),
      modelRefused: async ({ sentence }) => setProblem(sentence),
    });
    const request = {
      ...(kept?.entry === undefined ? {} : { entry: kept.entry }),
      ...(kept?.run === undefined ? {} : { run: kept.run }),
    };
    askPanel((signal) => host.call('ready', request, { signal })).then(take, (error: unknown) =>
      setScreen({ kind: 'refused', sentence: sentenceOf(error) }),
    );
    return stop;
  }, [host, listen]);
  return { screen, runs, show, askPanel, takePanel, takeChecked, takeRun, setProblem };
}
