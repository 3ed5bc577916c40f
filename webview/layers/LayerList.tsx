import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { EntryChoice } from '../../src/rpc/modelService.ts';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { sortRows, type SortKey } from './arrangeRows.ts';
import { filterRows } from './filterRows.ts';
import { ListLine } from './ListLine.tsx';
import { listLines } from './listLines.ts';
import type { Coverage } from './coverage.ts';
import type { ListRow, TensorInfo } from './listRows.ts';
import { ListTools } from './ListTools.tsx';
import { RunShare } from './RunShare.tsx';
import { useSearch } from './useSearch.ts';
import { useUnfolded, WHOLE_GRAPH } from './useUnfolded.ts';

const ROW_HEIGHT = 42;
const OP_HEIGHT = 26;
/** Milliseconds that the cursor rests before the tensor under it is shown: holding a key down asks for nothing. */
const REST_MS = 160;

interface LayerListProps {
  readonly host: Host;
  readonly entry: EntryChoice;
  readonly rows: readonly ListRow[];
  /** tensors of the run shown, by every name */
  readonly tensors: ReadonlyMap<string, ManifestTensor>;
  /** a run is shown, and it is done */
  readonly hasRun: boolean;
  /** what the run shown lacks of the layers */
  readonly coverage: Coverage | undefined;
  readonly onOpenRun: (id: string) => void;
  readonly chosen: string | undefined;
  readonly checked: ReadonlySet<string>;
  readonly onChoose: (target: string | TensorInfo) => void;
  readonly onCheck: (ids: readonly string[], isChecked: boolean) => void;
}

const MOVES: Readonly<Record<string, (page: number) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  Home: () => -Infinity,
  End: () => Infinity,
};

/** Layers with what the last run says of each: virtual, so that 100,000 rows scroll. */
export const LayerList = memo((props: LayerListProps) => {
  const { checked, chosen, onCheck, onChoose } = props;
  const [query, setQuery] = useState('');
  const [sort, setSort] = useState<SortKey>('order');
  const [cursor, setCursor] = useState<string>();
  const search = useSearch(props.host, props.entry, query);
  const unfolded = useUnfolded(props.host, props.entry);
  const deferred = useDeferredValue(query);
  const rows = useMemo(
    () => sortRows(filterRows(props.rows, deferred, search.tensors, props.tensors), sort),
    [props.rows, props.tensors, deferred, search.tensors, sort],
  );
  const lines = useMemo(() => listLines(rows, unfolded.byLayer, props.tensors), [rows, unfolded.byLayer, props.tensors]);
  const places = useMemo(() => new Map(lines.map(({ id }, index) => [id, index])), [lines]);
  const scroller = useRef<HTMLDivElement>(null);
  // The same function while the lines are the same: with another one every line would be measured anew.
  const keyOf = useCallback((index: number) => lines[index]?.id ?? index, [lines]);
  const heightOf = useCallback((index: number) => (lines[index]?.kind === 'row' ? ROW_HEIGHT : OP_HEIGHT), [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    overscan: 6,
    getItemKey: keyOf,
  });
  useEffect(() => virtual.measure(), [lines]);
  const items = virtual.getVirtualItems();
  const hasLayers = props.rows.some(({ layer }) => layer !== undefined);
  useEffect(() => {
    if (!hasLayers) unfolded.unfold(WHOLE_GRAPH);
  }, [hasLayers, props.entry]);
  // The next ops are asked for as soon as their place is seen.
  const more = items.map(({ index }) => lines[index]).find((line) => line?.kind === 'more' && !line.isEnd);
  useEffect(() => {
    if (more?.kind === 'more') unfolded.more(more.layer);
  }, [more?.kind === 'more' ? more.text : '']);
  const current = places.get(cursor ?? '') ?? places.get(chosen ?? '') ?? -1;

  const show = (index: number): void => {
    const line = lines[index];
    if (line?.kind === 'row') onChoose(targetOf(line.row));
    else if (line?.kind === 'op') onChoose(line.tensor);
  };
  useEffect(() => {
    const timer = cursor === undefined || cursor === chosen ? undefined : setTimeout(() => show(current), REST_MS);
    return () => clearTimeout(timer);
  }, [cursor]);
  useEffect(() => {
    // Chosen elsewhere: the cursor goes there.
    if (chosen === undefined || lines[current]?.id === chosen || lines[current]?.kind === 'op') return;
    setCursor(undefined);
    const at = places.get(chosen);
    if (at !== undefined) virtual.scrollToIndex(at);
  }, [chosen]);

  const use = (index: number): void => {
    const line = lines[index];
    if (line?.kind === 'more') {
      if (!line.isEnd) unfolded.more(line.layer);
      return;
    }
    setCursor(line?.id);
    show(index);
  };
  const check = (index: number): void => {
    const line = lines[index];
    if (line !== undefined && line.kind !== 'more' && line.row.isFetchable) onCheck([line.row.id], !checked.has(line.row.id));
  };
  const unfold = (index: number, isWanted?: boolean): void => {
    const line = lines[index];
    if (line?.kind === 'op' && isWanted === false) {
      setCursor(`layer:${line.layer}`);
      return;
    }
    const path = line?.kind === 'row' && (line.row.layer?.ops ?? 0) > 0 ? line.row.layer?.path : undefined;
    if (path === undefined || line?.kind !== 'row' || line.isUnfolded === isWanted) return;
    if (line.isUnfolded) unfolded.fold(path);
    else unfolded.unfold(path);
  };
  // One set of callbacks for all lines: lines that did not change are not drawn again.
  const latest = useRef({ use, check, unfold });
  latest.current = { use, check, unfold };
  const stable = useMemo(
    () => ({
      use: (index: number) => latest.current.use(index),
      check: (index: number) => latest.current.check(index),
      unfold: (index: number) => latest.current.unfold(index),
    }),
    [],
  );
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const move = MOVES[event.key]?.(page);
    if (event.key === ' ') check(current);
    else if (event.key === 'Enter') use(current);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') unfold(current, event.key === 'ArrowRight');
    else if (move === undefined) return;
    event.preventDefault();
    if (move === undefined) return;
    const next = Math.max(0, Math.min(lines.length - 1, current + move));
    setCursor(lines[next]?.id);
    virtual.scrollToIndex(next);
  };
  return (
    <div className="layers">
      <ListTools
        rows={rows}
        all={props.rows}
        query={query}
        problem={search.problem}
        sort={sort}
        checked={checked}
        onQuery={setQuery}
        onSort={setSort}
        onCheck={onCheck}
      />
      {props.coverage !== undefined && <RunShare coverage={props.coverage} onOpenRun={props.onOpenRun} />}
      <div
        className="rows"
        ref={scroller}
        role="tree"
        aria-label={t('Layers')}
        aria-multiselectable="true"
        tabIndex={0}
        onKeyDown={onKey}
        aria-activedescendant={items.some((item) => item.index === current) ? `layer-${current}` : undefined}
      >
        <div
          role="presentation"
          ref={(element) => {
            if (element !== null) element.style.height = `${virtual.getTotalSize()}px`;
          }}
        >
          {items.map((item) => {
            const line = lines[item.index];
            return line === undefined ? null : (
              <ListLine
                key={line.id}
                line={line}
                index={item.index}
                count={lines.length}
                top={item.start}
                sort={sort}
                hasRun={props.hasRun}
                isCurrent={item.index === current}
                isChosen={line.kind !== 'more' && line.row.id === chosen}
                isChecked={line.kind !== 'more' && checked.has(line.row.id)}
                onUse={stable.use}
                onCheck={stable.check}
                onUnfold={stable.unfold}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
});

/** A layer by its id; a tensor, which may be known from the search alone, by what it is. */
function targetOf({ id, label, layer, reason, shape, type }: ListRow): string | TensorInfo {
  return layer === undefined ? { name: id.slice('tensor:'.length), label, op: type, shape, reason } : id;
}
