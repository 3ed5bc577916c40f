import type { Layer } from '../layers/types.ts';
import type { Atom } from './atoms.ts';

/** Id of a layer's box: that of its line in the layer list. */
export function layerBoxId(layer: Pick<Layer, 'path'>): string {
  return `layer:${layer.path}`;
}

/** Id of the box of a single op, input or output. */
export function atomBoxId({ kind, name }: Atom): string {
  return kind === 'output' ? `output:${name}` : `op:${name}`;
}

/** Id of the box of several ops that no layer claims, by their first. */
export function groupBoxId(first: Atom): string {
  return `ops:${first.name}`;
}
