import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import type { PlacedEdge } from '../../src/rpc/graphService.ts';
import { t } from '../state/l10n.ts';
import { shapeText } from '../tensor/numbers.ts';
import type { FlowEdge } from './boxData.ts';
import { edgePath, labelPoint } from './edgePath.ts';

function textOf({ count, flows }: PlacedEdge): string {
  const [first] = flows;
  if (first === undefined) return '';
  const text = `${first.dtype} ${shapeText(first.shape)}`;
  return count > 1 ? t('{0} and {1} more', text, count - 1) : text;
}

/** Data on its way from box to box: the way that the layout found; what flows is written on it while it is pointed at or next to the chosen box. */
export const FlowLine = memo(({ data, markerEnd }: EdgeProps<FlowEdge>) => {
  const [isPointedAt, setPointedAt] = useState(false);
  if (data === undefined) return null;
  const { edge, isLit } = data;
  const isLabelled = isPointedAt || isLit;
  const at = labelPoint(edge.points);
  return (
    <g
      className={isLabelled ? 'flow lit' : 'flow'}
      onMouseEnter={() => setPointedAt(true)}
      onMouseLeave={() => setPointedAt(false)}
    >
      <BaseEdge path={edgePath(edge.points)} interactionWidth={14} {...(markerEnd === undefined ? {} : { markerEnd })} />
      {isLabelled && (
        <EdgeLabelRenderer>
          <div
            className="flow-label"
            aria-hidden="true"
            style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
          >
            {textOf(edge)}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
