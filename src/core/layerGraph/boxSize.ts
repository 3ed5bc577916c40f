import type { Box } from './types.ts';

/** Width of a letter of the panel's font, on the average; widths need not be exact, names that are longer end in an ellipsis. */
const LETTER = 7;
const [LEAST, MOST] = [150, 280];
/** height of a box with name, shape and statistics; of an input, output or op */
const [TALL, LOW] = [64, 44];

/** Size of a box that is not open, in pixels at zoom 1. It does not depend on a run, so that running moves nothing. */
export function boxSize({ kind, label, type }: Pick<Box, 'kind' | 'label' | 'type'>): { readonly width: number; readonly height: number } {
  const letters = label.length + type.length + 2;
  return { width: Math.min(MOST, Math.max(LEAST, Math.round(letters * LETTER) + 40)), height: kind === 'layer' || kind === 'ops' ? TALL : LOW };
}
