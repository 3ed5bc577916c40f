import { SignatureDefSchema, type TensorInfo, type TensorProto } from '../proto/messages.ts';
import { decodeTensor } from '../proto/tensorProto.ts';
import { dtypeOf } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodePart } from './decodePart.ts';
import { shapeOf } from './shapeOf.ts';
import type { Signature, SignatureTensor } from './types.ts';
import { withIndex } from './tensorNames.ts';

function dense(key: string, info: TensorInfo, tensor: string, defaultValue?: Tensor): SignatureTensor {
  return {
    key, tensor: tensor === '' ? '' : withIndex(tensor), dtype: dtypeOf(info.dtype), shape: shapeOf(info.tensorShape),
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

/** Dense tensors behind one entry of a signature: one, or a row per component of a sparse or other composite tensor. */
function components(key: string, info: TensorInfo, defaultValue?: Tensor): SignatureTensor[] {
  const { encoding } = info;
  if (encoding.case === 'cooSparse') {
    const shape = shapeOf(info.tensorShape);
    const rank = shape === undefined ? -1 : shape.length;
    const { indicesTensorName, valuesTensorName, denseShapeTensorName } = encoding.value;
    return [
      { key: `${key}.indices`, tensor: withIndex(indicesTensorName), dtype: 'int64', shape: [-1, rank] },
      { key: `${key}.values`, tensor: withIndex(valuesTensorName), dtype: dtypeOf(info.dtype), shape: [-1] },
      { key: `${key}.dense_shape`, tensor: withIndex(denseShapeTensorName), dtype: 'int64', shape: [rank] },
    ];
  }
  if (encoding.case === 'compositeTensor') {
    return encoding.value.components.map((component, i) => dense(`${key}.${i}`, component, component.encoding.case === 'name' ? component.encoding.value : ''));
  }
  return [dense(key, info, encoding.case === 'name' ? encoding.value : '', defaultValue)];
}

function tensorsOf(infos: Readonly<Record<string, TensorInfo>>, defaults: Readonly<Record<string, TensorProto>>): SignatureTensor[] {
  return Object.entries(infos).flatMap(([key, info]) => {
    const given = defaults[key];
    return components(key, info, given === undefined ? undefined : decodeTensor(given));
  });
}

/** A `SignatureDef` with composite tensors taken apart. meta_graph.proto. */
export function readSignature(key: string, bytes: Uint8Array): Signature {
  const signature = decodePart(SignatureDefSchema, bytes, `the signature “${key}”`);
  return { key, method: signature.methodName, inputs: tensorsOf(signature.inputs, signature.defaults), outputs: tensorsOf(signature.outputs, {}) };
}
