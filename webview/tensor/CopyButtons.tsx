import { useState } from 'react';
import type { DType } from '../../src/core/tensor/dtype.ts';
import { sentenceOf } from '../state/host.ts';
import { t } from '../state/l10n.ts';
import { copyText, type CopyFormat } from './copyTexts.ts';
import { exactText } from './exactText.ts';
import { planesOf, positionOf } from './plane.ts';
import { planWindow } from './planWindow.ts';
import type { ViewProps } from './viewProps.ts';

/** More values than this belong into a dump, not onto the clipboard. */
const MOST_COPIED = 100_000;

interface CopyButtonsProps extends ViewProps {
  /** one axis, written downwards */
  readonly isColumn: boolean;
  readonly isSelection: boolean;
  /** of the rows and columns shown; undefined copies the slice */
  readonly bounds: { readonly rows: readonly [number, number]; readonly columns: readonly [number, number] } | undefined;
}

/** Copies the selected values, or the whole slice, as NumPy, CSV or Markdown. */
export function CopyButtons(props: CopyButtonsProps) {
  const [note, setNote] = useState('');
  const {
    bounds,
    host,
    isColumn,
    run,
    settings: { mapping },
    tensor,
  } = props;
  const copy = async (format: CopyFormat): Promise<void> => {
    const ranges = bounds === undefined ? {} : isColumn ? { column: bounds.rows } : { row: bounds.rows, column: bounds.columns };
    const { slice } = planWindow(tensor.shape, mapping, {}, ranges);
    const window = await host.call('window', { run: run, name: tensor.name, slice, maxElements: MOST_COPIED });
    const planes = planesOf(window.data as ArrayLike<number>, window.shape, mapping);
    const cells = Array.from({ length: planes.rows }, (_, row) =>
      Array.from({ length: planes.columns }, (_unused, column) => exactText(window, positionOf(planes, 0, row, column))),
    );
    const turned = isColumn && format !== 'numpy' ? (cells[0] ?? []).map((cell) => [cell]) : cells;
    // Values of a dtype that files lack are copied as what they were kept as.
    await host.call('copyText', { text: copyText(turned, (tensor.cast ?? tensor.dtype) as DType, format, isColumn) });
    setNote(t('Copied {0} values.', (planes.rows * planes.columns).toLocaleString()));
  };
  const button = (format: CopyFormat, title: string) => (
    <button
      type="button"
      className="mini wide"
      onClick={() => {
        copy(format).catch((error: unknown) => setNote(sentenceOf(error)));
      }}
    >
      {title}
    </button>
  );
  return (
    <span className="copy" role="group" aria-label={t('Copy')}>
      <span className="dim" role="status">
        {note !== '' ? note : props.isSelection ? t('Copy selection as') : t('Copy slice as')}
      </span>
      {button('numpy', 'NumPy')}
      {button('csv', 'CSV')}
      {button('markdown', 'Markdown')}
    </span>
  );
}
