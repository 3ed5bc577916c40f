import { useEffect, useState } from 'react';
import { Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { parseSliceText, sliceText, withIndex, withRole, type AxisMapping, type AxisRole } from './axes.ts';

interface SliceBarProps {
  readonly shape: readonly number[];
  readonly mapping: AxisMapping;
  readonly onChange: (mapping: AxisMapping) => void;
}

const ROLE_TITLES: Readonly<Record<AxisRole, string>> = { fixed: 'at', row: 'rows', column: 'columns', map: 'maps' };

/** Which part of the tensor is shown: a role per axis, a slider where it is fixed, and the same as text. */
export function SliceBar(props: SliceBarProps) {
  const { shape, mapping, onChange } = props;
  const [text, setText] = useState(sliceText(mapping));
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setText(sliceText(mapping));
    setProblem(undefined);
  }, [mapping]);
  if (shape.length === 0) return null;
  const roles: readonly AxisRole[] = ['fixed', ...(['row', 'column', 'map'] as const).filter((role) => mapping.roles.includes(role))];
  const commit = (entered: string): void => {
    setText(entered);
    const parsed = parseSliceText(entered, shape);
    if (typeof parsed === 'string') {
      setProblem(parsed);
      return;
    }
    setProblem(undefined);
    if (sliceText(parsed) !== sliceText(mapping)) onChange(parsed);
  };
  return (
    <div className="slice" role="group" aria-label="Slice">
      <TextField className="slice-text" value={text} aria-label="Slice text" spellCheck={false} onChange={(event) => commit(valueOf(event))} />
      {shape.map((size, axis) => {
        const role = mapping.roles[axis] ?? 'fixed';
        if (size === 1 && role === 'fixed') return null;
        return (
          <span key={axis} className="axis">
            <span className="axis-name">axis {axis} <span className="dim">({size})</span></span>
            <Dropdown
              key={roles.join()} value={role} aria-label={`Role of axis ${axis}`}
              onChange={(event) => onChange(withRole(mapping, axis, roles.find((known) => known === valueOf(event)) ?? role))}
            >
              {roles.map((known) => <Option key={known} value={known}>{ROLE_TITLES[known]}</Option>)}
            </Dropdown>
            {role === 'fixed' && (
              <>
                <input
                  type="range" min={0} max={size - 1} value={mapping.indices[axis] ?? 0} aria-label={`Index on axis ${axis}`}
                  onChange={(event) => onChange(withIndex(mapping, axis, Number(event.target.value)))}
                />
                <output>{mapping.indices[axis] ?? 0}</output>
              </>
            )}
          </span>
        );
      })}
      {problem !== undefined && <span className="problem" role="alert">{problem}</span>}
    </div>
  );
}
