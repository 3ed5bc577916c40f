import { create, fromJson } from '@bufbuild/protobuf';
import { AttrValueSchema, type AttrValue } from '../proto/messages.ts';
import type { Shape } from '../tensor/tensor.ts';

/** Attribute holding a `DataType` number. */
export function typeAttr(dtype: number): AttrValue {
  return fromJson(AttrValueSchema, { type: dtype });
}

/** Attribute holding a shape; undefined is unknown rank. */
export function shapeAttr(shape: Shape | undefined): AttrValue {
  const dim = (shape ?? []).map((size) => ({ size: BigInt(size) }));
  return create(AttrValueSchema, { value: { case: 'shape', value: { dim, unknownRank: shape === undefined } } });
}

/** Attribute holding text. */
export function textAttr(text: string): AttrValue {
  return create(AttrValueSchema, { value: { case: 's', value: new TextEncoder().encode(text) } });
}
