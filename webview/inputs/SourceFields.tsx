import { useEffect, useState } from 'react';
import type { Host } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { Button, Dropdown, Option, TextField, valueOf } from '../toolkit.ts';
import { fileLabel, isArchive, specOf, type InputState } from './sources.ts';

interface SourceFieldsProps {
  readonly host: Host;
  readonly name: string;
  readonly state: InputState;
  readonly isText: boolean;
  readonly onChange: (state: InputState) => void;
  readonly onChoose: () => void;
}

/** What a source needs besides its name: a file, a seed and a range, values. */
export function SourceFields(props: SourceFieldsProps) {
  const { name, state, onChange } = props;
  const number = (field: 'seed' | 'first' | 'second', title: string, placeholder: string) => (
    <label className="size">
      {title}{' '}
      <TextField
        size={4}
        placeholder={placeholder}
        value={state[field]}
        aria-label={t('{0} of {1}', title, name)}
        onInput={(event) => onChange({ ...state, [field]: valueOf(event) })}
      />
    </label>
  );
  switch (state.kind) {
    case 'file':
      return <FileFields {...props} />;
    case 'uniform':
      return (
        <>
          {number('seed', t('seed'), '0')}
          {number('first', t('low'), '0')}
          {number('second', t('high'), '1')}
        </>
      );
    case 'normal':
      return (
        <>
          {number('seed', t('seed'), '0')}
          {number('first', t('mean'), '0')}
          {number('second', t('sd'), '1')}
        </>
      );
    case 'json':
    case 'text':
      return (
        <TextField
          className="values-field"
          value={state.value}
          aria-label={t('Values of {0}', name)}
          placeholder={state.kind === 'text' ? t('a sentence') : props.isText ? '["a", "b"]' : '[[1, 2.5, "nan"]]'}
          onInput={(event) => onChange({ ...state, value: valueOf(event) })}
        />
      );
    default:
      return null;
  }
}

function FileFields({ host, name, state, onChange, onChoose }: SourceFieldsProps) {
  const arrays = useArrays(host, state);
  return (
    <>
      <Button
        className="file-button"
        appearance="secondary"
        onClick={onChoose}
        title={state.value === '' ? t('Choose a file, or drop one here while holding Shift') : state.value}
      >
        {state.value === '' ? t('Choose a file…') : fileLabel(state.value)}
      </Button>
      {arrays.length > 0 && (
        <Dropdown
          key={arrays.join()}
          value={state.key === '' ? (arrays.includes(name) ? name : (arrays[0] ?? '')) : state.key}
          aria-label={t('Array of {0}', fileLabel(state.value))}
          onChange={(event) => onChange({ ...state, key: valueOf(event) })}
        >
          {arrays.map((key) => (
            <Option key={key} value={key}>
              {key}
            </Option>
          ))}
        </Dropdown>
      )}
    </>
  );
}

/** Keys of the chosen archive; the first is taken where none has the input's name. */
function useArrays(host: Host, state: InputState): readonly string[] {
  const [arrays, setArrays] = useState<readonly string[]>([]);
  const spec = isArchive(state) ? specOf({ ...state, key: '' }) : undefined;
  useEffect(() => {
    setArrays([]);
    if (spec === undefined) return undefined;
    let isCurrent = true;
    // An archive that cannot be read is told of beside the row, by the check.
    host.call('arrayNames', { spec }).then(
      (found) => {
        if (isCurrent) setArrays(found);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [host, spec]);
  return arrays;
}
