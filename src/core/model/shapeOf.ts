import type { TensorShapeProto } from '../proto/messages.ts';
import type { Shape } from '../tensor/tensor.ts';

/** A `TensorShapeProto` as sizes; absent or unknown rank is undefined. tensor_shape.proto. */
export function shapeOf(shape: TensorShapeProto | undefined): Shape | undefined {
  return shape === undefined || shape.unknownRank ? undefined : shape.dim.map((dim) => Number(dim.size));
}
