import { useEffect, useRef, useState } from 'react';
import { FIRST_SETTINGS, type GraphSettings } from '../graph/graphSettings.ts';
import type { ShowRequest } from '../state/panelState.ts';

/** How layers are looked through. */
export type NavigatorMode = 'list' | 'graph';

/** What is kept of it over reloads; widths in percent of the panel. */
export interface NavigatorState {
  readonly mode: NavigatorMode;
  readonly widths: Readonly<Record<NavigatorMode, number>>;
  readonly graph: GraphSettings;
}

export interface NavigatorControl {
  readonly state: NavigatorState;
  readonly change: (part: Partial<NavigatorState>) => void;
}

const FIRST: NavigatorState = { mode: 'list', widths: { list: 30, graph: 56 }, graph: FIRST_SETTINGS };

/** Keeps whether layers are looked through as a list or as a graph; a request for the graph switches to it. */
export function useNavigator(kept: NavigatorState | undefined, show: ShowRequest | undefined): NavigatorControl {
  const [state, setState] = useState<NavigatorState>(kept ?? FIRST);
  const seen = useRef<ShowRequest>();
  const change = (part: Partial<NavigatorState>): void => setState((now) => ({ ...now, ...part }));
  useEffect(() => {
    if (show === undefined || show === seen.current) return;
    seen.current = show;
    if (show.inGraph === true) change({ mode: 'graph' });
  }, [show]);
  return { state, change };
}
