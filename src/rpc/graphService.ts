import type { Box, BoxEdge } from '../core/layerGraph/types.ts';
import type { GraphView, ViewRequest } from '../core/layerGraph/view.ts';
import type { EntryChoice } from './modelService.ts';

export type { Box, BoxEdge, BoxKind, Flow } from '../core/layerGraph/types.ts';
export type { ViewRequest } from '../core/layerGraph/view.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box with its place: upper left corner and size, in pixels at zoom 1, all from the same origin. */
export interface PlacedBox extends Box, Point {
  readonly width: number;
  readonly height: number;
}

/** An edge with its way: a polyline from the source's lower to the target's upper side. */
export interface PlacedEdge extends BoxEdge {
  readonly points: readonly Point[];
}

/** A part of the graph, laid out: data flows downwards. */
export interface GraphPicture extends Omit<GraphView, 'boxes' | 'edges'> {
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** What is said while a graph is laid out: how many boxes it takes. */
export interface GraphEvent {
  readonly kind: 'layout';
  readonly boxes: number;
}

export interface GraphService {
  /** Layers as boxes in order of the data flow. Cancelling ends the layout at once. */
  graph(request: EntryChoice & ViewRequest): Promise<GraphPicture>;
}
