import { useEffect, useState } from 'react';
import type { SliceTerm, TensorWindow } from '../../src/rpc/modelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';

/** A window on its way, here, or refused. Keeps what was shown while the next one travels. */
export interface WindowState {
  readonly key: string;
  readonly window: TensorWindow | undefined;
  readonly problem: string | undefined;
  readonly isLoading: boolean;
}

/** Most elements of one window: what crosses to the page stays under 1 MB for float32. */
export const MAX_ELEMENTS = 250_000;

/** Asks the host for a window of a kept tensor; the newest question wins. */
export function useWindow(host: Host, run: string, name: string, slice: readonly SliceTerm[] | undefined): WindowState {
  const [state, setState] = useState<WindowState>({ key: '', window: undefined, problem: undefined, isLoading: false });
  const key = slice === undefined ? '' : JSON.stringify([run, name, slice]);
  useEffect(() => {
    if (slice === undefined) return undefined;
    const abort = new AbortController();
    setState((old) => ({ ...old, isLoading: true }));
    host.call('window', { run, name, slice, maxElements: MAX_ELEMENTS }, { signal: abort.signal }).then(
      (window) => { if (!abort.signal.aborted) setState({ key, window, problem: undefined, isLoading: false }); },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ key, window: undefined, problem: sentenceOf(error), isLoading: false });
      },
    );
    return () => abort.abort();
    // The key says all that the question depends on.
  }, [host, key]);
  return state;
}
