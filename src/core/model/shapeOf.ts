import { WireReader } from '../proto/wireReader.ts';
import type { TensorShapeProto } from '../proto/messages.ts';
import type { Shape } from '../tensor/tensor.ts';

/** A `TensorShapeProto` as sizes; absent or unknown rank is undefined. tensor_shape.proto. */
export function shapeOf(shape: TensorShapeProto | undefined): Shape | undefined {
  return shape === undefined || shape.unknownRank ? undefined : shape.dim.map((dim) => Number(dim.size));
}

/** The same from the bytes of the message. */
export function readShape(bytes: Uint8Array): Shape | undefined {
  return shapeFrom(new WireReader(bytes));
}

function shapeFrom(reader: WireReader): Shape | undefined {
  const sizes: number[] = [];
  let isUnknown = false;
  while (reader.next()) {
    if (reader.field === 2) sizes.push(sizeFrom(reader));
    else if (reader.field === 3) isUnknown = reader.uint32() !== 0;
    else reader.skip();
  }
  return isUnknown ? undefined : sizes;
}

function sizeFrom(reader: WireReader): number {
  const outer = reader.into();
  let size = 0;
  while (reader.next()) {
    if (reader.field === 1) size = reader.integer();
    else reader.skip();
  }
  reader.leave(outer);
  return size;
}

/** Shapes of an `AttrValue` that holds a list of them (`_output_shapes`). attr_value.proto: list = 1, shape = 7. */
export function readShapeList(bytes: Uint8Array): (Shape | undefined)[] {
  const reader = new WireReader(bytes);
  const shapes: (Shape | undefined)[] = [];
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const outer = reader.into();
    addShapes(reader, shapes);
    reader.leave(outer);
  }
  return shapes;
}

function addShapes(reader: WireReader, into: (Shape | undefined)[]): void {
  while (reader.next()) {
    if (reader.field !== 7) {
      reader.skip();
      continue;
    }
    const outer = reader.into();
    into.push(shapeFrom(reader));
    reader.leave(outer);
  }
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
