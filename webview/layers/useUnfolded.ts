import { useCallback, useEffect, useRef, useState } from 'react';
import type { EntryChoice, OpRow } from '../../src/rpc/modelService.ts';
import { sentenceOf, type Host } from '../state/host.ts';

/** Ops of a layer, as far as they were asked for. */
export interface UnfoldedOps {
  readonly ops: readonly OpRow[];
  readonly total: number;
  readonly problem: string | undefined;
}

export interface UnfoldedControl {
  readonly byLayer: ReadonlyMap<string, UnfoldedOps>;
  readonly unfold: (layer: string) => void;
  readonly fold: (layer: string) => void;
  /** asks for the next page */
  readonly more: (layer: string) => void;
}

/** Key of the whole graph, for models without layers. */
export const WHOLE_GRAPH = '';
const PAGE = 200;
/** Each page that is added makes the list anew: of a graph of 100,000 ops fewer and larger ones are asked for. */
const LARGE_PAGE = 2000;
const EMPTY: UnfoldedOps = { ops: [], total: 0, problem: undefined };

/** Layers of the list that show their ops; ops come a page at a time. */
export function useUnfolded(host: Host, entry: EntryChoice): UnfoldedControl {
  const [byLayer, setByLayer] = useState<ReadonlyMap<string, UnfoldedOps>>(new Map());
  const load = useCallback(
    (layer: string, offset: number): void => {
      const put = (change: (now: UnfoldedOps) => UnfoldedOps): void =>
        setByLayer((all) => {
          const now = all.get(layer);
          return now === undefined || now.ops.length !== offset ? all : new Map(all).set(layer, change(now));
        });
      host
        .call('ops', { entry, ...(layer === WHOLE_GRAPH ? {} : { layer }), offset, limit: offset < 5 * PAGE ? PAGE : LARGE_PAGE })
        .then(
          ({ rows, total }) => put((now) => ({ ops: [...now.ops, ...rows], total, problem: undefined })),
          (error: unknown) => put((now) => ({ ...now, problem: sentenceOf(error) })),
        );
    },
    [host, entry],
  );
  const unfold = useCallback(
    (layer: string): void => {
      setByLayer((all) => (all.has(layer) ? all : new Map(all).set(layer, EMPTY)));
      load(layer, 0);
    },
    [load],
  );
  const fold = useCallback(
    (layer: string): void => setByLayer((all) => new Map([...all].filter(([each]) => each !== layer))),
    [],
  );
  const read = useRef(entry);
  useEffect(() => {
    // The model was read anew: ops of its earlier graph are not those of this one.
    if (read.current === entry) return;
    read.current = entry;
    setByLayer(new Map());
  }, [entry]);
  const more = (layer: string): void => load(layer, byLayer.get(layer)?.ops.length ?? 0);
  return { byLayer, unfold, fold, more };
}
