import { memo } from 'react';
import { t } from '../state/l10n.ts';
import { shapeText } from '../tensor/numbers.ts';
import { Sparkline } from '../tensor/Sparkline.tsx';
import { figureOf, type SortKey } from './arrangeRows.ts';
import { flagOf } from './flags.ts';
import type { Line } from './listLines.ts';

interface ListLineProps {
  readonly line: Line;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly sort: SortKey;
  /** a run is shown that this line may have no part in */
  readonly hasRun: boolean;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly isChecked: boolean;
  readonly onUse: (index: number) => void;
  readonly onCheck: (index: number) => void;
  readonly onUnfold: (index: number) => void;
}

function place(element: HTMLElement | null, top: number): void {
  if (element !== null) element.style.transform = `translateY(${top}px)`;
}

function indent(element: HTMLElement | null, depth: number): void {
  if (element !== null) element.style.paddingLeft = `${Math.min(depth, 8) * 12}px`;
}

/** One line of the layer list. */
export const ListLine = memo((props: ListLineProps) => {
  const { count, index, isChecked, isChosen, isCurrent, hasRun, line, onCheck, onUnfold, onUse, sort, top } = props;
  const id = `layer-${index}`;
  if (line.kind === 'more') {
    const level = line.depth + 1;
    return (
      <div
        id={id}
        role="treeitem"
        aria-selected={false}
        aria-level={level}
        aria-posinset={index + 1}
        aria-setsize={count}
        className={`layer more-line${isCurrent ? ' current' : ''}`}
        ref={(element) => place(element, top)}
        onClick={() => onUse(index)}
      >
        <span className={line.isEnd ? 'dim' : 'link'}>{line.text}</span>
      </div>
    );
  }
  const { row } = line;
  const [tensor] = row.tensors;
  const flag = flagOf(tensor);
  const canUnfold = line.kind === 'row' && (row.layer?.ops ?? 0) > 0;
  const figure =
    tensor === undefined && hasRun && row.isFetchable && line.kind === 'row' ? t('not in this run') : figureOf(row, sort);
  const isInferred = row.layer?.typeSource === 'inferred';
  return (
    <div
      id={id}
      role="treeitem"
      aria-selected={isChosen}
      aria-checked={row.isFetchable ? isChecked : undefined}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-level={row.depth + 1}
      aria-expanded={canUnfold ? line.kind === 'row' && line.isUnfolded : undefined}
      className={`layer ${line.kind}${isChosen ? ' chosen' : ''}${isCurrent ? ' current' : ''}${row.isFetchable ? '' : ' off'}`}
      title={row.reason ?? row.layer?.path ?? (row.id.startsWith('tensor:') ? row.id.slice('tensor:'.length) : row.label)}
      ref={(element) => place(element, top)}
      onClick={() => onUse(index)}
    >
      <span
        className={`check${row.isFetchable ? '' : ' none'}${isChecked ? ' on' : ''}`}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (row.isFetchable) onCheck(index);
        }}
      >
        {isChecked ? '✓' : ''}
      </span>
      <span className="layer-indent" ref={(element) => indent(element, row.depth)}>
        <span
          className={`twistie${canUnfold ? '' : ' none'}`}
          aria-hidden="true"
          title={canUnfold ? t('Ops of this layer') : ''}
          onClick={(event) => {
            if (!canUnfold) return;
            event.stopPropagation();
            onUnfold(index);
          }}
        >
          {line.kind === 'row' && line.isUnfolded ? '▾' : '▸'}
        </span>
      </span>
      <span className="layer-text">
        <span className="layer-first">
          <span className="layer-name">{row.label}</span>{' '}
          <span
            className="layer-type"
            title={isInferred ? t('Type inferred from the ops: the model does not say it') : undefined}
          >
            {row.type}
            {isInferred && ' ?'}
          </span>
        </span>
        {line.kind === 'row' && (
          <span className="layer-second dim">
            {shapeText(row.shape)}
            {figure === '' ? '' : `  ${figure}`}
          </span>
        )}
      </span>
      {line.kind === 'op' && <span className="layer-second dim op-shape">{shapeText(row.shape)}</span>}
      {flag !== undefined && <span className={`flag ${flag.level}`}>{flag.word}</span>}
      <Sparkline histogram={tensor?.stats.histogram} />
    </div>
  );
});
