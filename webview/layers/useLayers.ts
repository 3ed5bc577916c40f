import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Manifest } from '../../src/core/run/manifest.ts';
import type { PanelState } from '../../src/rpc/panelService.ts';
import type { Host } from '../state/host.ts';
import type { KeptState, ShowRequest } from '../state/panelState.ts';
import { listRows, selectorOf, tensorRow, tensorsByName, type ListRow, type TensorInfo } from './listRows.ts';

/** The layer list: its rows, which one is looked at, which ones a run is for. */
export interface LayersControl {
  readonly rows: readonly ListRow[];
  /** id of the row whose tensor is shown */
  readonly chosen: string | undefined;
  /** that row; an op's is not among `rows` */
  readonly chosenRow: ListRow | undefined;
  readonly checked: ReadonlySet<string>;
  /** selector terms of what is checked; empty = all layers */
  readonly select: readonly string[];
  readonly choose: (id: string) => void;
  /** Chooses a tensor that has no row of its own: an op of a layer, or a box of the graph. */
  readonly chooseTensor: (tensor: TensorInfo) => void;
  readonly check: (ids: readonly string[], isChecked: boolean) => void;
}

function findRow(rows: readonly ListRow[], name: string): ListRow | undefined {
  return rows.find(
    (row) =>
      row.id === name ||
      row.layer?.path === name ||
      row.layer?.name === name ||
      row.tensors.some((tensor) => tensor.name === name || tensor.key === name),
  );
}

const LAYER = 'layer:';

/** Paths of the layers among checked rows; the others are ops and outputs, which the tree has no boxes for. */
export function layersOf(checked: Iterable<string>): readonly string[] {
  return [...checked].filter((id) => id.startsWith(LAYER)).map((id) => id.slice(LAYER.length));
}

function withLayers(checked: Iterable<string>, layers: readonly string[]): ReadonlySet<string> {
  return new Set([...layers.map((path) => `${LAYER}${path}`), ...[...checked].filter((id) => !id.startsWith(LAYER))]);
}

/** Keeps which layers are checked and which is chosen, here or by somebody outside the page (`show`). */
export function useLayers(
  host: Host,
  { checked: shared, entry, layers: { layers } }: PanelState,
  manifest: Manifest | undefined,
  kept: KeptState | undefined,
  show: ShowRequest | undefined,
): LayersControl {
  const [checked, setChecked] = useState<ReadonlySet<string>>(() => withLayers(kept?.checked ?? [], shared));
  const [chosen, setChosen] = useState(kept?.chosen);
  const [guest, setGuest] = useState<TensorInfo>();
  const shown = useRef<ShowRequest>();
  const latest = useRef(checked);
  const heard = useRef(shared);
  useEffect(() => {
    if (heard.current === shared) return;
    heard.current = shared;
    latest.current = withLayers(latest.current, shared);
    setChecked(latest.current);
  }, [shared]);
  const rows = useMemo(() => listRows(layers, manifest), [layers, manifest]);
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const tensors = useMemo(() => tensorsByName(manifest), [manifest]);
  const select = useMemo(() => [...checked].flatMap((id) => selectorOf(id) ?? []), [checked]);
  useEffect(() => {
    // Once per request: rows change with every run, and what the person chose since must stay.
    const row = show === undefined || show === shown.current ? undefined : findRow(rows, show.name);
    if (row === undefined) return;
    shown.current = show;
    setChosen(row.id);
  }, [show, rows]);
  const chosenRow = useMemo(() => {
    const own = chosen === undefined ? undefined : byId.get(chosen);
    return own ?? (guest !== undefined && chosen === `tensor:${guest.name}` ? tensorRow(guest, tensors) : undefined);
  }, [byId, chosen, guest, tensors]);
  const chooseTensor = useCallback((tensor: TensorInfo): void => {
    setGuest(tensor);
    setChosen(`tensor:${tensor.name}`);
  }, []);
  const check = useCallback(
    (ids: readonly string[], isChecked: boolean): void => {
      const changed = new Set(ids);
      const next = new Set(isChecked ? [...latest.current, ...ids] : [...latest.current].filter((id) => !changed.has(id)));
      latest.current = next;
      setChecked(next);
      // A box that could not be told of is still checked here, and a run is for it.
      host.call('setChecked', { entry, checked: layersOf(next) }).catch(() => undefined);
    },
    [host, entry],
  );
  return { rows, chosen, chosenRow, checked, select, choose: setChosen, chooseTensor, check };
}
