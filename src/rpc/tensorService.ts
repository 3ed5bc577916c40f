import type { Distribution } from '../core/tensor/distribution.ts';
import type { DType } from '../core/tensor/dtype.ts';
import type { Gather } from '../core/tensor/lanes.ts';
import type { ComplexPart } from '../core/tensor/plainNumbers.ts';
import type { Reduction } from '../core/tensor/pool.ts';
import type { Projection } from '../core/tensor/principal.ts';
import type { SliceTerm } from '../core/tensor/slice.ts';
import type { SliceSummaries } from '../core/tensor/summaries.ts';
import type { NumericData, Shape } from '../core/tensor/tensor.ts';

export type { Distribution } from '../core/tensor/distribution.ts';
export type { Gather } from '../core/tensor/lanes.ts';
export type { ComplexPart } from '../core/tensor/plainNumbers.ts';
export type { Pooling, Reduction } from '../core/tensor/pool.ts';
export type { Projection } from '../core/tensor/principal.ts';
export type { SliceTerm } from '../core/tensor/slice.ts';
export type { SliceSummaries } from '../core/tensor/summaries.ts';

/** A part of a kept tensor, or of a stored variable of the model. */
export interface SliceRequest {
  /** of the run; absent: `name` is a variable's key in the checkpoint */
  readonly directory?: string;
  readonly name: string;
  /** missing axes are taken whole */
  readonly slice: readonly SliceTerm[];
  /** which number of a complex value counts; the absolute one when absent */
  readonly part?: ComplexPart;
}

export interface WindowRequest extends SliceRequest {
  /** refuse more elements than this in the answer */
  readonly maxElements: number;
  /** makes the slice small enough for the screen; absent: every value */
  readonly reduce?: Reduction;
  readonly gather?: Gather;
  /** also the summary of the slice, before it was reduced */
  readonly summary?: boolean;
}

export interface TensorWindow {
  readonly dtype: DType;
  readonly shape: Shape;
  /** numeric values as stored (see Tensor), or strings decoded for showing */
  readonly data: NumericData | readonly string[];
  readonly summary?: SliceSummaries;
}

export interface SummariesRequest extends SliceRequest {
  /** axis along which each position has a summary of its own */
  readonly by: number;
}

export interface DistributionRequest extends SliceRequest {
  readonly bins: number;
}

export interface ProjectionRequest extends SliceRequest {
  /** axis of the samples; all others are features */
  readonly samples: number;
}

/** Samples on their main directions; `indices` are their positions on the sample axis, fewer than all when it is long. */
export interface TensorProjection extends Projection {
  readonly indices: Int32Array;
  readonly features: number;
  /** samples left out because they hold NaN or infinities */
  readonly bad: number;
}

/** What can be asked of the tensors that a run kept. Answers are small: whatever is large is reduced where the values are. */
export interface TensorService {
  window(request: WindowRequest): Promise<TensorWindow>;
  summaries(request: SummariesRequest): Promise<SliceSummaries>;
  distribution(request: DistributionRequest): Promise<Distribution>;
  projection(request: ProjectionRequest): Promise<TensorProjection>;
}
