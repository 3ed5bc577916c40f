import { useCallback, useEffect, useRef, useState } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { ShowDocument } from '../../src/rpc/modelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';
import type { ShowRequest } from '../state/panelState.ts';

/** A stored variable on its way to the screen, there, or refused. */
export type ShownVariable =
  | { readonly kind: 'loading'; readonly key: string }
  | { readonly kind: 'here'; readonly key: string; readonly tensor: ManifestTensor }
  | { readonly kind: 'refused'; readonly key: string; readonly sentence: string };

/** Which stored variable is looked at instead of a layer, chosen here or by somebody outside the page (`show`). */
export interface VariableControl {
  readonly shown: ShownVariable | undefined;
  readonly open: (key: string) => void;
  readonly close: () => void;
}

/** Asks for a variable's statistics; the newest question wins. */
export function useVariable(
  host: Host,
  kept: string | undefined,
  show: ShowRequest | undefined,
  model: ShowDocument,
): VariableControl {
  const [shown, setShown] = useState<ShownVariable>();
  const asked = useRef<AbortController>();
  const close = useCallback(() => {
    asked.current?.abort();
    setShown(undefined);
  }, []);
  const open = useCallback(
    (key: string) => {
      asked.current?.abort();
      const abort = new AbortController();
      asked.current = abort;
      setShown({ kind: 'loading', key });
      host.call('variable', { key }, { signal: abort.signal }).then(
        (tensor) => {
          if (!abort.signal.aborted) setShown({ kind: 'here', key, tensor });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setShown({ kind: 'refused', key, sentence: sentenceOf(error) });
        },
      );
    },
    [host],
  );
  useEffect(() => {
    if (kept !== undefined) open(kept);
  }, [kept, open]);
  useEffect(() => {
    if (show === undefined) return;
    if (show.isVariable === true) open(show.name);
    else close();
  }, [show, open, close]);
  const read = useRef(model);
  useEffect(() => {
    // The model changed on disk: its variables have other values now.
    if (read.current === model) return;
    read.current = model;
    if (shown !== undefined) open(shown.key);
  }, [model]);
  return { shown, open, close };
}
