import type { Shape } from '../tensor/tensor.ts';
import type { DType } from '../tensor/dtype.ts';

/** What a box of the graph view stands for. */
export type BoxKind =
  /** a layer, folded or open */
  | 'layer'
  /** one op that belongs to no folded layer */
  | 'op'
  /** ops between the layers that no layer claims, as one box */
  | 'ops'
  /** an input or output of the entry point */
  | 'input'
  | 'output';

/** A box of the graph view, before it has a place. */
export interface Box {
  /** `layer:PATH` as in the layer list, `op:NODE`, `ops:FIRST NODE`, `output:KEY`; the same over questions */
  readonly id: string;
  readonly kind: BoxKind;
  /** name as shown; the whole name is `path` */
  readonly label: string;
  readonly path: string;
  /** layer type, or op */
  readonly type: string;
  /** the open box it lies in */
  readonly parent: string | undefined;
  /** it can be opened to show what is inside */
  readonly canOpen: boolean;
  readonly isOpen: boolean;
  /** canonical name of the tensor that clicking it shows; undefined for boxes that have none */
  readonly tensor: string | undefined;
  readonly shape: Shape | undefined;
  readonly dtype: DType | undefined;
  /** ops inside */
  readonly ops: number;
  /** elements of its variables */
  readonly parameters: number;
  /** neighbours that are not shown, before and after it (neighbourhood only) */
  readonly hiddenBefore: number;
  readonly hiddenAfter: number;
}

/** A tensor that flows along an edge. */
export interface Flow {
  readonly tensor: string;
  readonly dtype: DType;
  readonly shape: Shape | undefined;
}

/** Data that flows from one box to another. */
export interface BoxEdge {
  readonly source: string;
  readonly target: string;
  /** the first few tensors, in order of first use */
  readonly flows: readonly Flow[];
  /** how many tensors flow */
  readonly count: number;
}

/** Boxes, the open ones before what is in them, and the edges between those that are not open. */
export interface BoxGraph {
  readonly boxes: readonly Box[];
  readonly edges: readonly BoxEdge[];
}
