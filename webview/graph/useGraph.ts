import { useCallback, useEffect, useRef, useState } from 'react';
import type { GraphPicture, ViewRequest } from '../../src/rpc/graphService.ts';
import type { EntryChoice } from '../../src/rpc/modelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';

/** A graph that is laid out, being laid out, or refused; the last picture stays while the next is made. */
export interface GraphState {
  readonly picture: GraphPicture | undefined;
  /** boxes of the layout that goes on; 0: not known yet */
  readonly waitingFor: number | undefined;
  readonly problem: string | undefined;
}

export interface GraphControl extends GraphState {
  readonly ask: (request: ViewRequest) => void;
  readonly cancel: () => void;
}

/** Asks for pictures of the graph; the newest question wins. */
export function useGraph(host: Host, entry: EntryChoice, first: ViewRequest): GraphControl {
  const [state, setState] = useState<GraphState>({ picture: undefined, waitingFor: 0, problem: undefined });
  const abort = useRef<AbortController>();
  const ask = useCallback(
    (request: ViewRequest): void => {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      const isNewest = (): boolean => abort.current === controller;
      setState((now) => ({ ...now, waitingFor: 0, problem: undefined }));
      host
        .call(
          'graph',
          { entry, ...request },
          {
            signal: controller.signal,
            onEvent: ({ boxes }) => {
              if (isNewest()) setState((now) => ({ ...now, waitingFor: boxes }));
            },
          },
        )
        .then(
          (picture) => {
            if (isNewest()) setState({ picture, waitingFor: undefined, problem: undefined });
          },
          (error: unknown) => {
            if (isNewest())
              setState((now) => ({
                ...now,
                waitingFor: undefined,
                problem: controller.signal.aborted ? undefined : sentenceOf(error),
              }));
          },
        );
    },
    [host, entry],
  );
  useEffect(() => {
    ask(first);
    return () => abort.current?.abort();
    // The first question is asked once; later ones are the person's.
  }, [ask]);
  const cancel = useCallback(() => abort.current?.abort(), []);
  return { ...state, ask, cancel };
}
