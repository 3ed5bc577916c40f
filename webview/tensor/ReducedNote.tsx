import { t } from '../state/l10n.ts';
import type { ViewSettings } from './settings.ts';

interface ReducedNoteProps {
  /** values along rows and columns that became one */
  readonly rows: number;
  readonly columns: number;
  readonly pooling: ViewSettings['pooling'];
  readonly onPooling: (pooling: ViewSettings['pooling']) => void;
}

/** Says that the screen has fewer pixels than the slice has values, and what stands for those that share one. */
export function ReducedNote({ columns, onPooling, pooling, rows }: ReducedNoteProps) {
  if (rows <= 1 && columns <= 1) return null;
  return (
    <label className="reduced">
      {t('reduced {0}×', rows === columns ? rows : `${rows} × ${columns}`)}
      <select
        value={pooling}
        aria-label={t('What stands for values that share a pixel')}
        onChange={(event) => onPooling(event.target.value === 'mean' ? 'mean' : 'extreme')}
      >
        <option value="extreme">{t('extremes kept')}</option>
        <option value="mean">{t('means')}</option>
      </select>
    </label>
  );
}
