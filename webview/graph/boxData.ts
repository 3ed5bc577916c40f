import type { Edge, Node } from '@xyflow/react';
import { createContext } from 'react';
import type { ManifestTensor } from '../../src/core/run/manifest.ts';
import type { PlacedBox, PlacedEdge } from '../../src/rpc/graphService.ts';
import { flagOf, type Flag } from '../layers/flags.ts';
import { t } from '../state/l10n.ts';
import { shapeText } from '../tensor/numbers.ts';
import type { BoxColour } from './colouring.ts';
import type { Thumbnails } from './thumbnail.ts';

/** What a box is drawn from. */
export interface BoxData extends Record<string, unknown> {
  readonly box: PlacedBox;
  readonly tensor: ManifestTensor | undefined;
  readonly colour: BoxColour;
  /** the chosen row is inside this folded box */
  readonly holdsChosen: boolean;
}
export type BoxNode = Node<BoxData, 'box' | 'frame'>;

export interface EdgeData extends Record<string, unknown> {
  readonly edge: PlacedEdge;
  /** it touches the chosen box */
  readonly isLit: boolean;
}
export type FlowEdge = Edge<EdgeData, 'flow'>;

/** What boxes do when they are used; handed down, because the graph library makes the boxes. */
export interface GraphActions {
  readonly toggle: (box: PlacedBox) => void;
  readonly centreOn: (box: PlacedBox) => void;
  readonly foldAll: () => void;
  readonly thumbnails: Thumbnails | undefined;
}
export const ActionsContext = createContext<GraphActions>({
  toggle: () => undefined,
  centreOn: () => undefined,
  foldAll: () => undefined,
  thumbnails: undefined,
});

/** `[?, 28, 28, 8], 208 parameters`: what is known of a box without a run. */
export function factsOf(box: PlacedBox, tensor: ManifestTensor | undefined): string {
  const shape = tensor?.shape ?? box.shape;
  const facts = [
    shape === undefined ? '' : shapeText(shape),
    box.parameters > 0 ? t('{0} parameters', box.parameters.toLocaleString()) : '',
  ];
  return facts.filter((fact) => fact !== '').join(', ');
}

/** What the third line of a box says, beside the sparkline: what is wrong, and the number of the colour. */
export function statsOf({ box, colour, tensor }: BoxData): { readonly flag: Flag | undefined; readonly text: string } {
  const hasLine = box.kind === 'layer' || box.kind === 'ops';
  const text = colour.text !== '' ? colour.text : tensor === undefined && hasLine ? t('{0} ops', box.ops.toLocaleString()) : '';
  return { flag: flagOf(tensor), text };
}

/** What a screen reader says of a box. It contains what is written on it. */
export function labelOf(data: BoxData): string {
  const { box, tensor } = data;
  const { flag, text } = statsOf(data);
  const state = box.canOpen ? (box.isOpen ? t('open') : t('folded')) : '';
  return [`${titleOf(box)} ${typeOf(box)}`.trim(), ...(box.isOpen ? [] : [factsOf(box, tensor), flag?.word ?? '', text]), state]
    .filter((part) => part !== '')
    .join(', ');
}

/** Name of a box as written on it. */
export function titleOf(box: PlacedBox): string {
  return box.kind === 'ops' ? t('{0} ops', box.ops.toLocaleString()) : box.label;
}

/** Type of a box as written on it. */
export function typeOf(box: PlacedBox): string {
  return box.kind === 'output' ? t('output') : box.kind === 'input' ? t('input') : box.type;
}
