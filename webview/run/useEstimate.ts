import { useEffect, useState } from 'react';
import type { RunEstimate, ShowDocument } from '../../src/rpc/modelService.ts';
import type { RunForm } from '../../src/rpc/panelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';

const QUIET_MS = 400;

/** What a run of the form would take, or why it would be refused. */
export interface EstimateState {
  readonly estimate?: RunEstimate;
  readonly problem?: string;
}

/** Asked a moment after the last change; the newest answer wins. */
export function useEstimate(host: Host, form: RunForm, model: ShowDocument, isAsked: boolean): EstimateState {
  const [{ of, ...state }, setState] = useState<EstimateState & { readonly of?: string }>({});
  const key = JSON.stringify([form, isAsked]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (!isAsked) return;
      host.call('estimate', form, { signal: abort.signal }).then(
        (estimate) => {
          if (!abort.signal.aborted) setState({ of: key, estimate });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setState({ of: key, problem: sentenceOf(error) });
        },
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [host, key, model]);
  // What an earlier form would have taken says nothing of this one.
  return of === key ? state : {};
}
