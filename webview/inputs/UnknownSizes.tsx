import type { TensorSpecRow } from '../../src/rpc/modelService.ts';
import { t } from '../state/l10n.ts';
import { TextField, valueOf } from '../toolkit.ts';
import { hasOpenBatch, openSizes } from './openSizes.ts';

interface UnknownSizesProps {
  readonly inputs: readonly TensorSpecRow[];
  readonly dims: Readonly<Record<string, number>>;
  readonly batch: number | undefined;
  readonly onDims: (dims: Readonly<Record<string, number>>) => void;
  readonly onBatch: (batch: number | undefined) => void;
}

function positive(text: string): number | undefined {
  const value = Math.trunc(Number(text));
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Sizes that the signature leaves open: the batch once for all inputs, the others by name. Empty means "as fits". */
export function UnknownSizes({ inputs, dims, batch, onDims, onBatch }: UnknownSizesProps) {
  const sizes = openSizes(inputs);
  const set = (names: readonly string[], text: string): void => {
    const value = positive(text);
    const rest = Object.entries(dims).filter(([known]) => !names.includes(known));
    onDims(Object.fromEntries(value === undefined ? rest : [...rest, ...names.map((name) => [name, value] as const)]));
  };
  return (
    <span className="sizes" role="group" aria-label={t('Open dimensions')}>
      {hasOpenBatch(inputs) && (
        <label className="size">
          {t('batch')}{' '}
          <TextField
            size={4}
            placeholder="1"
            aria-label={t('batch')}
            value={batch === undefined ? '' : String(batch)}
            onChange={(event) => onBatch(positive(valueOf(event)) || undefined)}
          />
        </label>
      )}
      {sizes.map(({ title, dims: names, inputs: of }) => (
        <label key={names.join()} className="size" title={t('Axis {0} of {1}', names[0]?.split('.').at(-1) ?? '', of.join(', '))}>
          {title}{' '}
          <TextField
            size={4}
            placeholder={t('auto')}
            aria-label={title}
            value={String(dims[names[0] ?? ''] ?? '')}
            onChange={(event) => set(names, valueOf(event))}
          />
        </label>
      ))}
    </span>
  );
}
