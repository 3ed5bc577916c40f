import { useEffect, useState } from 'react';
import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import { t } from '../state/l10n.ts';
import { TextField, valueOf } from '../toolkit.ts';
import { hasOpenBatch, openSizes, sizeOf } from './openSizes.ts';

interface UnknownSizesProps {
  readonly inputs: readonly TensorSpecRow[];
  readonly dims: Readonly<Record<string, number>>;
  readonly batch: number | undefined;
  readonly onDims: (dims: Readonly<Record<string, number>>) => void;
  readonly onBatch: (batch: number | undefined) => void;
}

/** Sizes that the signature leaves open: the batch once for all inputs, the others by name. Empty means "as fits". */
export function UnknownSizes({ inputs, dims, batch, onDims, onBatch }: UnknownSizesProps) {
  const sizes = openSizes(inputs);
  const set = (names: readonly string[], value: number | undefined): void => {
    const rest = Object.entries(dims).filter(([known]) => !names.includes(known));
    onDims(Object.fromEntries(value === undefined ? rest : [...rest, ...names.map((name) => [name, value] as const)]));
  };
  return (
    <span className="sizes" role="group" aria-label={t('Open dimensions')}>
      {hasOpenBatch(inputs) && <SizeField title={t('batch')} placeholder="1" least={1} value={batch} onChange={onBatch} />}
      {sizes.map(({ title, dims: names, inputs: of }) => (
        <SizeField
          key={names.join()}
          title={title}
          tooltip={t('Axis {0} of {1}', names[0]?.split('.').at(-1) ?? '', of.join(', '))}
          placeholder={t('auto')}
          least={0}
          value={dims[names[0] ?? '']}
          onChange={(value) => set(names, value)}
        />
      ))}
    </span>
  );
}

interface SizeFieldProps {
  readonly title: string;
  readonly tooltip?: string;
  readonly placeholder: string;
  readonly least: number;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** One size; what is none stays in the field, and says so. */
function SizeField({ least, onChange, placeholder, title, tooltip, value }: SizeFieldProps) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const isWrong = text.trim() !== '' && sizeOf(text, least) === undefined;
  useEffect(() => {
    // Filled in by somebody else: a run that is shown, or a reset.
    if (sizeOf(text, least) !== value) setText(value === undefined ? '' : String(value));
  }, [value]);
  return (
    <label className="size" title={tooltip}>
      {title}{' '}
      <TextField
        size={4}
        placeholder={placeholder}
        aria-label={title}
        aria-invalid={isWrong}
        value={text}
        onChange={(event) => {
          setText(valueOf(event));
          onChange(sizeOf(valueOf(event), least));
        }}
      />
      {isWrong && (
        <span className="problem" role="alert">
          {least > 0 ? t('not a whole number from {0} on', least) : t('not a whole number')}
        </span>
      )}
    </label>
  );
}
