import type { Box } from './types.ts';

/** Mean width of a letter of the name and of the smaller line below it. They need not be exact: what is longer ends in an ellipsis. */
const [LETTER, SMALL_LETTER] = [7.2, 6.2];
const [LEAST, MOST] = [150, 320];
/** margins, and room for the sign that opens it and for a small picture of a feature map */
const [MARGINS, SIGN, PICTURE] = [26, 24, 50];
/** width of the line that a run fills: histogram, mean and deviation */
const STATISTICS = 150;
/** heights: with name, shape and statistics; with name and shape */
const [TALL, LOW] = [64, 44];

/** Size of a box that is not open, in pixels at zoom 1. It does not depend on a run, so that running moves nothing. */
export function boxSize({
  canOpen,
  kind,
  label,
  parameters,
  shape,
  type,
}: Pick<Box, 'canOpen' | 'kind' | 'label' | 'parameters' | 'shape' | 'type'>): {
  readonly width: number;
  readonly height: number;
} {
  const isTall = kind === 'layer' || kind === 'ops';
  const facts =
    (shape === undefined ? 0 : shape.join(', ').length + 3) + (parameters > 0 ? parameters.toLocaleString('en').length + 14 : 0);
  const text = Math.max(isTall ? STATISTICS : 0, (label.length + type.length + 1) * LETTER, facts * SMALL_LETTER);
  const extra = MARGINS + (canOpen ? SIGN : 0) + (kind === 'layer' && shape?.length === 4 ? PICTURE : 0);
  return { width: Math.round(Math.min(MOST, Math.max(LEAST, text + extra))), height: isTall ? TALL : LOW };
}
