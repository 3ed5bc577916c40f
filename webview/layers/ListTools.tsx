import { memo, useMemo } from 'react';
import { t } from '../state/l10n.ts';
import { Checkbox, checkedOf, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { SORT_KEYS, sortTitle, type SortKey } from './arrangeRows.ts';
import type { ListRow } from './listRows.ts';
import { opsQuery } from './useSearch.ts';

interface ListToolsProps {
  /** rows that the search leaves */
  readonly rows: readonly ListRow[];
  /** those of an empty search */
  readonly all: readonly ListRow[];
  readonly query: string;
  /** why the text is no selector that selects something */
  readonly problem: string | undefined;
  readonly sort: SortKey;
  readonly checked: ReadonlySet<string>;
  readonly onQuery: (query: string) => void;
  readonly onSort: (sort: SortKey) => void;
  readonly onCheck: (ids: readonly string[], isChecked: boolean) => void;
}

/** Search, order, and the box that checks all that is listed. */
export const ListTools = memo(({ all, checked, onCheck, onQuery, onSort, problem, query, rows, sort }: ListToolsProps) => {
  const shown = useMemo(() => rows.filter((row) => row.layer !== undefined && row.isFetchable).map((row) => row.id), [rows]);
  const isAll = useMemo(() => shown.length > 0 && checked.size > 0 && shown.every((id) => checked.has(id)), [shown, checked]);
  const [found, total] = useMemo(() => [layersIn(rows), layersIn(all)], [rows, all]);
  const others = rows.length - found;
  const count =
    query.trim() === ''
      ? total === 1
        ? t('1 layer')
        : t('{0} layers', total.toLocaleString())
      : [
          t('{0} of {1}', found.toLocaleString(), total.toLocaleString()),
          ...(others === 0 ? [] : [others === 1 ? t('1 tensor') : t('{0} tensors', others.toLocaleString())]),
        ].join(' · ');
  const asOps = opsQuery(query);
  return (
    <>
      <div className="layers-head">
        <div className="layers-tools">
          <TextField
            placeholder={t('Search')}
            aria-label={t('Search layers')}
            title={t('A part of a name, or a selector such as type:Conv2D, conv*, layers[2:5]')}
            value={query}
            onInput={(event) => onQuery(valueOf(event))}
          />
          <Dropdown
            value={sort}
            aria-label={t('Sort layers')}
            onChange={(event) => onSort(SORT_KEYS.find((key) => key === valueOf(event)) ?? 'order')}
          >
            {SORT_KEYS.map((key) => (
              <Option key={key} value={key}>
                {sortTitle(key)}
              </Option>
            ))}
          </Dropdown>
        </div>
        <div className="layers-tools">
          <Checkbox checked={isAll} onChange={(event) => onCheck(shown, checkedOf(event))}>
            {t('All')}
          </Checkbox>
          <span className="dim" role="status">
            {checked.size === 0 ? count : t('{0} · {1} checked', count, checked.size.toLocaleString())}
          </span>
        </div>
      </div>
      {asOps !== undefined && (
        <p className="list-note dim" role="status">
          {rows.length === 0 && <span>{t('No layer is called that.')}</span>}
          <button
            type="button"
            className="link"
            title={t('Searches the names of all ops: {0}', asOps)}
            onClick={() => onQuery(asOps)}
          >
            {t('Look among all ops')}
          </button>
        </p>
      )}
      {problem !== undefined && rows.length === 0 && <p className="problem list-problem">{problem}</p>}
    </>
  );
});

function layersIn(rows: readonly ListRow[]): number {
  return rows.filter(({ layer }) => layer !== undefined).length;
}
