import { useEffect, useState } from 'react';
import type { RunEstimate } from '../../src/rpc/modelService.ts';
import type { RunForm } from '../../src/rpc/panelService.ts';
import type { Host } from '../state/host.ts';

const QUIET_MS = 400;

/** What a run of the form would take, asked a moment after the last change; the newest answer wins. */
export function useEstimate(host: Host, form: RunForm, isAsked: boolean): RunEstimate | undefined {
  const [estimate, setEstimate] = useState<RunEstimate>();
  const key = JSON.stringify([form, isAsked]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (!isAsked) return;
      host.call('estimate', form, { signal: abort.signal }).then(
        (answer) => { if (!abort.signal.aborted) setEstimate(answer); },
        // What is wrong with the form stands beside the field that caused it.
        () => { if (!abort.signal.aborted) setEstimate(undefined); },
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [host, key]);
  return estimate;
}
