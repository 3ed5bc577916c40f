import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { shapeText, shortJson } from '../tensor/numbers.ts';
import { Sparkline } from '../tensor/Sparkline.tsx';
import { Checkbox, checkedOf, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { arrangeRows, flagOf, SORT_TITLES, type ListRow, type SortKey } from './listRows.ts';

const ROW_HEIGHT = 42;

interface LayerListProps {
  readonly rows: readonly ListRow[];
  readonly chosen: string | undefined;
  readonly checked: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
  readonly onCheck: (ids: readonly string[], isChecked: boolean) => void;
}

const KEYS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -Infinity, End: Infinity };

/** Layers with what the last run says of each: virtual, so that 100,000 rows scroll. */
export function LayerList(props: LayerListProps) {
  const [query, setQuery] = useState('');
  const [sort, setSort] = useState<SortKey>('order');
  const deferred = useDeferredValue(query);
  const rows = useMemo(() => arrangeRows(props.rows, deferred, sort), [props.rows, deferred, sort]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, overscan: 8 });
  const items = virtual.getVirtualItems();
  const current = rows.findIndex((row) => row.id === props.chosen);
  const shown = rows.filter((row) => row.layer !== undefined && row.isFetchable).map((row) => row.id);
  const isAll = shown.length > 0 && shown.every((id) => props.checked.has(id));
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const row = rows[current];
    if (event.key === ' ' && row?.layer !== undefined && row.isFetchable) {
      event.preventDefault();
      props.onCheck([row.id], !props.checked.has(row.id));
      return;
    }
    const move = KEYS[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, current + move));
    const target = rows[next];
    if (target !== undefined) {
      props.onChoose(target.id);
      virtual.scrollToIndex(next);
    }
  };
  return (
    <section className="layers" aria-label="Layers">
      <div className="layers-tools">
        <TextField placeholder="Search layers" aria-label="Search layers" value={query} onInput={(event) => setQuery(valueOf(event))} />
        <Dropdown value={sort} aria-label="Sort layers" onChange={(event) => setSort((Object.keys(SORT_TITLES) as SortKey[]).find((key) => key === valueOf(event)) ?? 'order')}>
          {Object.entries(SORT_TITLES).map(([key, title]) => <Option key={key} value={key}>{title}</Option>)}
        </Dropdown>
      </div>
      <div className="layers-tools">
        <Checkbox checked={isAll} onChange={(event) => props.onCheck(shown, checkedOf(event))}>All</Checkbox>
        <span className="dim" role="status">{props.checked.size === 0 ? `${rows.length.toLocaleString()} layers` : `${props.checked.size} of ${rows.length.toLocaleString()} checked`}</span>
      </div>
      <div
        className="rows" ref={scroller} role="listbox" aria-label="Layers" aria-multiselectable="true" tabIndex={0} onKeyDown={onKey}
        aria-activedescendant={items.some((item) => item.index === current) ? `layer-${current}` : undefined}
      >
        <div role="presentation" ref={(element) => { if (element !== null) element.style.height = `${virtual.getTotalSize()}px`; }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <LayerLine
                key={row.id} row={row} index={item.index} count={rows.length} top={item.start} isChosen={item.index === current} isChecked={props.checked.has(row.id)}
                onChoose={() => props.onChoose(row.id)} onCheck={() => props.onCheck([row.id], !props.checked.has(row.id))}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}

interface LayerLineProps {
  readonly row: ListRow;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly isChosen: boolean;
  readonly isChecked: boolean;
  readonly onChoose: () => void;
  readonly onCheck: () => void;
}

function LayerLine({ row, index, count, top, isChosen, isChecked, onChoose, onCheck }: LayerLineProps) {
  const stats = row.tensors[0]?.stats;
  const flag = flagOf(stats);
  const canCheck = row.layer !== undefined && row.isFetchable;
  return (
    <div
      id={`layer-${index}`} role="option" aria-selected={isChosen} aria-checked={canCheck ? isChecked : undefined} aria-posinset={index + 1} aria-setsize={count}
      className={`layer${isChosen ? ' chosen' : ''}${row.isFetchable ? '' : ' off'}`} title={row.reason ?? row.layer?.path ?? row.label}
      ref={(element) => { if (element !== null) element.style.transform = `translateY(${top}px)`; }} onClick={onChoose}
    >
      <span
        className={`check${canCheck ? '' : ' none'}${isChecked ? ' on' : ''}`} aria-hidden="true"
        onClick={(event) => { event.stopPropagation(); if (canCheck) onCheck(); }}
      >{isChecked ? '✓' : ''}</span>
      <span className="layer-text" ref={(element) => { if (element !== null) element.style.paddingLeft = `${Math.min(row.depth, 8) * 12}px`; }}>
        <span className="layer-first"><span className="layer-name">{row.label}</span> <span className="layer-type">{row.type}</span></span>
        <span className="layer-second dim">{shapeText(row.shape)}{stats !== undefined && stats.mean !== undefined ? `  ${shortJson(stats.mean, 3)} ± ${shortJson(stats.std, 3)}` : ''}</span>
      </span>
      {flag !== undefined && <span className={`flag ${flag.level}`}>{flag.word}</span>}
      <Sparkline histogram={stats?.histogram} />
    </div>
  );
}
