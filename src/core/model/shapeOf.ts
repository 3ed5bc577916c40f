import { WireReader } from '../proto/wireReader.ts';
import type { TensorShapeProto } from '../proto/messages.ts';
import type { Shape } from '../tensor/tensor.ts';

/** A `TensorShapeProto` as sizes; absent or unknown rank is undefined. tensor_shape.proto. */
export function shapeOf(shape: TensorShapeProto | undefined): Shape | undefined {
  return shape === undefined || shape.unknownRank ? undefined : shape.dim.map((dim) => Number(dim.size));
}

/** The same from the bytes of the message. */
export function readShape(bytes: Uint8Array): Shape | undefined {
  return readShapeAt(bytes, 0, bytes.length);
}

function readShapeAt(bytes: Uint8Array, start: number, end: number): Shape | undefined {
  const reader = new WireReader(bytes, start, end);
  const sizes: number[] = [];
  let isUnknown = false;
  while (reader.next()) {
    if (reader.field === 2) sizes.push(readSize(bytes, reader.delimited(), reader.position));
    else if (reader.field === 3) isUnknown = reader.uint32() !== 0;
    else reader.skip();
  }
  return isUnknown ? undefined : sizes;
}

function readSize(bytes: Uint8Array, start: number, end: number): number {
  const reader = new WireReader(bytes, start, end);
  let size = 0;
  while (reader.next()) {
    if (reader.field === 1) size = reader.integer();
    else reader.skip();
  }
  return size;
}

/** Shapes of an `AttrValue` that holds a list of them (`_output_shapes`). attr_value.proto: list = 1, shape = 7. */
export function readShapeList(bytes: Uint8Array): (Shape | undefined)[] {
  const attr = new WireReader(bytes);
  const shapes: (Shape | undefined)[] = [];
  while (attr.next()) {
    if (attr.field !== 1) {
      attr.skip();
      continue;
    }
    const start = attr.delimited();
    const list = new WireReader(bytes, start, attr.position);
    while (list.next()) {
      if (list.field === 7) shapes.push(readShapeAt(bytes, list.delimited(), list.position));
      else list.skip();
    }
  }
  return shapes;
}

/** Shape of the constant in an `AttrValue`, without touching its values. attr_value.proto: tensor = 8; tensor.proto: tensor_shape = 2. */
export function readConstantShape(bytes: Uint8Array): Shape | undefined {
  const attr = new WireReader(bytes);
  while (attr.next()) {
    if (attr.field !== 8) {
      attr.skip();
      continue;
    }
    const start = attr.delimited();
    const tensor = new WireReader(bytes, start, attr.position);
    while (tensor.next()) {
      if (tensor.field === 2) return readShape(tensor.view());
      tensor.skip();
    }
    return [];
  }
  return undefined;
}
