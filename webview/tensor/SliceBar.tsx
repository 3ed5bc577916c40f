import { useState } from 'react';
import { t } from '../state/l10n.ts';
import { arityOf, transposed, withIndex, withRole, type AxisMapping, type AxisRole } from './axes.ts';
import { isWholeSlice, parseSliceText, sliceText } from './sliceText.ts';
import { roleTitle, VIEW_SPREAD, type ViewKind } from './viewKinds.ts';

interface SliceBarProps {
  readonly shape: readonly number[];
  /** what the run says of an axis, else `axis 2` */
  readonly nameOf: (axis: number) => string;
  readonly kind: ViewKind;
  readonly mapping: AxisMapping;
  readonly onChange: (mapping: AxisMapping) => void;
}

/** Roles that an axis may have in a view: those the view spreads, as far as the mapping has them. */
function rolesOf(kind: ViewKind, mapping: AxisMapping): readonly AxisRole[] {
  const { others, roles } = VIEW_SPREAD[kind];
  if (kind === 'scatter') return ['fixed', 'row', 'all'];
  if (others === 'all') return ['fixed', 'all'];
  return ['fixed', ...roles.filter((role) => mapping.roles.includes(role))];
}

/** What is being typed stays as it is until it is done, or the slice is changed elsewhere. */
interface Draft {
  readonly text: string;
  /** slice shown when it was typed, and the one it gave */
  readonly from: string;
  readonly gave?: string;
  readonly problem?: string;
}

/** Which part of the tensor is shown: the slice as text, a role per axis, and a slider where an axis is fixed; all in step. */
export function SliceBar({ kind, mapping, nameOf, onChange, shape }: SliceBarProps) {
  const written = sliceText(mapping, shape);
  const [kept, setDraft] = useState<Draft>();
  const draft = kept !== undefined && (written === kept.from || written === kept.gave) ? kept : undefined;
  if (shape.length === 0) return null;
  const roles = rolesOf(kind, mapping);
  const take = (entered: string, isDone: boolean): void => {
    const parsed = parseSliceText(entered, shape, mapping, VIEW_SPREAD[kind].others === 'all' ? ['all'] : []);
    if (typeof parsed === 'string') {
      setDraft({ text: entered, from: written, problem: parsed });
      return;
    }
    const gave = sliceText(parsed, shape);
    setDraft(isDone ? undefined : { text: entered, from: written, gave });
    if (gave !== written) onChange(parsed);
  };
  const type = (entered: string): void => {
    if (isWholeSlice(entered, shape.length)) take(entered, false);
    else setDraft({ text: entered, from: written });
  };
  const finish = (): void => {
    if (draft !== undefined) take(draft.text, true);
  };
  const text = draft?.text ?? written;
  const problem = draft?.problem;
  return (
    <div className="slice" role="group" aria-label={t('Slice')}>
      <input
        className="slice-text"
        type="text"
        value={text}
        size={Math.max(10, text.length)}
        aria-label={t('Slice text')}
        aria-invalid={problem !== undefined}
        spellCheck={false}
        autoComplete="off"
        title={t('As in NumPy: an index, a range such as 2:8 or ::2, “...”; negative numbers count from the end.')}
        {...(problem === undefined ? {} : { 'aria-describedby': 'slice-problem' })}
        onChange={(event) => type(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
        }}
      />
      {arityOf(mapping) >= 2 && mapping.roles.includes('row') && mapping.roles.includes('column') && (
        <button
          type="button"
          className="mini"
          title={t('Exchange rows and columns')}
          aria-label={t('Exchange rows and columns')}
          onClick={() => onChange(transposed(mapping))}
        >
          ⇄
        </button>
      )}
      {problem !== undefined && (
        <span id="slice-problem" className="problem" role="alert">
          {problem}
        </span>
      )}
      {shape.map((size, axis) => {
        const role = mapping.roles[axis] ?? 'fixed';
        if (size === 1 && role === 'fixed') return null;
        const index = mapping.indices[axis] ?? 0;
        return (
          <span key={axis} className="axis">
            <span className="axis-name">
              {nameOf(axis)}{' '}
              <span className="dim">
                ({size}){role === 'fixed' ? '' : ' →'}
              </span>
            </span>
            <select
              value={role}
              aria-label={t('Role of {0}', nameOf(axis))}
              onChange={(event) => onChange(withRole(mapping, axis, roles.find((known) => known === event.target.value) ?? role))}
            >
              {roles.map((known) => (
                <option key={known} value={known}>
                  {roleTitle(known, kind)}
                </option>
              ))}
            </select>
            {role === 'fixed' && (
              <>
                <input
                  type="range"
                  min={0}
                  max={Math.max(0, size - 1)}
                  value={index}
                  aria-label={t('Index on {0}', nameOf(axis))}
                  onChange={(event) => onChange(withIndex(mapping, axis, Number(event.target.value)))}
                />
                <output>{index}</output>
              </>
            )}
          </span>
        );
      })}
    </div>
  );
}
