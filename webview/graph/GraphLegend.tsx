import type { GraphPicture } from '../../src/rpc/graphService.ts';
import { t } from '../state/l10n.ts';
import { modeTitle, type ColourMode, type Colouring } from './colouring.ts';

interface GraphLegendProps {
  readonly picture: GraphPicture;
  readonly colouring: Colouring;
  readonly mode: ColourMode;
  readonly hasRun: boolean;
}

function sentenceOf({ around, boxes, total }: GraphPicture): string {
  const shown = boxes.filter(({ isOpen }) => !isOpen).length;
  if (around === undefined) return total === 1 ? t('1 box') : t('{0} boxes', total.toLocaleString());
  const name = boxes.find(({ id }) => id === around.id)?.label ?? '';
  const sentence = t(
    '{0} of {1} boxes: those within {2} steps of “{3}”.',
    shown.toLocaleString(),
    total.toLocaleString(),
    around.radius,
    name,
  );
  return around.isComplete ? sentence : `${sentence} ${t('The nearest are shown; there are more.')}`;
}

/** What the colours say and how much of the graph this is. */
export function GraphLegend({ picture, colouring: { legend }, mode, hasRun }: GraphLegendProps) {
  return (
    <footer className="graph-legend">
      <span role="status">{sentenceOf(picture)}</span>
      <span className="grow" />
      {legend.kind === 'types' &&
        legend.entries.map(({ colour, title }) => (
          <span key={title} className="legend-entry">
            <span className="swatch" style={{ background: colour }} aria-hidden="true" />
            {title}
          </span>
        ))}
      {legend.kind === 'scale' && (
        <span className="legend-entry">
          {modeTitle(mode)}: {legend.low}{' '}
          <span
            className="legend-bar"
            aria-hidden="true"
            style={{ background: `linear-gradient(to right, ${legend.stops.join(', ')})` }}
          />{' '}
          {legend.high}
        </span>
      )}
      {legend.kind === 'none' && (
        <span>{hasRun ? t('This run has no statistics of what is shown.') : t('Run the model to colour by statistics.')}</span>
      )}
    </footer>
  );
}
