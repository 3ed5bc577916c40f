import { memo, useMemo } from 'react';
import { t } from '../state/l10n.ts';
import { Checkbox, checkedOf, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { SORT_KEYS, sortTitle, type SortKey } from './arrangeRows.ts';
import type { ListRow } from './listRows.ts';

interface ListToolsProps {
  /** rows that the search leaves */
  readonly rows: readonly ListRow[];
  readonly total: number;
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
export const ListTools = memo(({ checked, onCheck, onQuery, onSort, problem, query, rows, sort, total }: ListToolsProps) => {
  const shown = useMemo(() => rows.filter((row) => row.layer !== undefined && row.isFetchable).map((row) => row.id), [rows]);
  const isAll = useMemo(() => shown.length > 0 && checked.size > 0 && shown.every((id) => checked.has(id)), [shown, checked]);
  const count =
    rows.length === total
      ? t('{0} layers', total.toLocaleString())
      : t('{0} of {1}', rows.length.toLocaleString(), total.toLocaleString());
  return (
    <>
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
      {problem !== undefined && rows.length === 0 && <p className="problem list-problem">{problem}</p>}
    </>
  );
});
