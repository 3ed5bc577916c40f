import { fromBinary } from '@bufbuild/protobuf';
import { TensorProtoSchema } from '../proto/messages.ts';
import { decodeTensor } from '../proto/tensorProto.ts';
import { WireReader } from '../proto/wireReader.ts';
import { dtypeOf, type DType } from '../tensor/dtype.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';
import { readPart } from './decodePart.ts';
import { readEntry } from './mapEntry.ts';
import { readShape } from './shapeOf.ts';
import type { Signature, SignatureTensor } from './types.ts';
import { withIndex } from './tensorNames.ts';

/** A `TensorInfo`: a dense tensor, or the parts of a sparse or other composite one. */
interface Info {
  name: string;
  dtype: DType;
  shape: Shape | undefined;
  sparse: { readonly values: string; readonly indices: string; readonly denseShape: string } | undefined;
  components: readonly Info[] | undefined;
}

function readInfo(bytes: Uint8Array): Info {
  const reader = new WireReader(bytes);
  const info: Info = { name: '', dtype: 'invalid', shape: undefined, sparse: undefined, components: undefined };
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        info.name = reader.text();
        break;
      case 2:
        info.dtype = dtypeOf(reader.uint32());
        break;
      case 3:
        info.shape = readShape(reader.view());
        break;
      case 4:
        info.sparse = readSparse(new WireReader(reader.view()));
        break;
      case 5:
        info.components = readComponents(new WireReader(reader.view()));
        break;
      default:
        reader.skip();
    }
  }
  return info;
}

function readSparse(reader: WireReader): NonNullable<Info['sparse']> {
  let [values, indices, denseShape] = ['', '', ''];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        values = reader.text();
        break;
      case 2:
        indices = reader.text();
        break;
      case 3:
        denseShape = reader.text();
        break;
      default:
        reader.skip();
    }
  }
  return { values, indices, denseShape };
}

function readComponents(reader: WireReader): readonly Info[] {
  const components: Info[] = [];
  while (reader.next()) {
    if (reader.field === 2) components.push(readInfo(reader.view()));
    else reader.skip();
  }
  return components;
}

function dense(key: string, { name, dtype, shape }: Info, defaultValue?: Tensor): SignatureTensor {
  return {
    key,
    tensor: name === '' ? '' : withIndex(name),
    dtype,
    shape,
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

/** Dense tensors behind one entry of a signature: one, or a row per component of a sparse or other composite tensor. */
function tensorsOf(key: string, info: Info, defaultValue?: Tensor): SignatureTensor[] {
  const { sparse, components, dtype, shape } = info;
  if (sparse !== undefined) {
    const rank = shape === undefined ? -1 : shape.length;
    return [
      { key: `${key}.indices`, tensor: withIndex(sparse.indices), dtype: 'int64', shape: [-1, rank] },
      { key: `${key}.values`, tensor: withIndex(sparse.values), dtype, shape: [-1] },
      { key: `${key}.dense_shape`, tensor: withIndex(sparse.denseShape), dtype: 'int64', shape: [rank] },
    ];
  }
  return components === undefined
    ? [dense(key, info, defaultValue)]
    : components.map((component, i) => dense(`${key}.${i}`, component));
}

/** A `SignatureDef` with composite tensors taken apart. meta_graph.proto. */
export function readSignature(key: string, bytes: Uint8Array): Signature {
  return readPart(`the signature “${key}”`, () => {
    const reader = new WireReader(bytes);
    let method = '';
    const inputs: [string, Uint8Array][] = [];
    const outputs: [string, Uint8Array][] = [];
    const defaults = new Map<string, Uint8Array>();
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          inputs.push(readEntry(reader.view()));
          break;
        case 2:
          outputs.push(readEntry(reader.view()));
          break;
        case 3:
          method = reader.text();
          break;
        case 4:
          defaults.set(...readEntry(reader.view()));
          break;
        default:
          reader.skip();
      }
    }
    return {
      key,
      method,
      inputs: distinct(inputs).flatMap(([name, info]) => tensorsOf(name, readInfo(info), defaultOf(defaults.get(name)))),
      outputs: distinct(outputs).flatMap(([name, info]) => tensorsOf(name, readInfo(info))),
    };
  });
}

/** Entries of a map: of equal keys the last holds; keys that are numbers come first, in their order. */
function distinct(entries: readonly [string, Uint8Array][]): [string, Uint8Array][] {
  return Object.entries(Object.fromEntries(entries));
}

function defaultOf(bytes: Uint8Array | undefined): Tensor | undefined {
  return bytes === undefined ? undefined : decodeTensor(fromBinary(TensorProtoSchema, bytes));
}
