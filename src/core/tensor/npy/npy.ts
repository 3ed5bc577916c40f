import { LensError } from '../../errors.ts';
import { bytesOf, dataFromBytes, elementCount, elementLayout, shapeText } from '../layout.ts';
import type { NumericData, Shape, Tensor } from '../tensor.ts';
import { fromFortranOrder } from './fortran.ts';
import { npyHeaderBytes, parseNpyHeader } from './npyHeader.ts';
import { npyCode, parseNpyCode, swapBytes, widenForNpy, type NpyElement } from './npyTypes.ts';
import { readTexts, textBytes } from './npyTexts.ts';

/**
 * Reads a .npy file: numbers, bool, complex of either byte order, S and U strings, C or Fortran order.
 * `file` names the source in errors (`bad-input-file`). Pickled objects and records are refused; lengths are checked first.
 */
export function parseNpy(bytes: Uint8Array, file: string): Tensor {
  const { descr, fortranOrder, shape, dataStart } = parseNpyHeader(bytes, file);
  const { dtype, data } = parseNpyBody(bytes.subarray(dataStart), descr, shape, file);
  return { dtype, shape, data: fortranOrder && shape.length > 1 ? fromFortranOrder(dtype, shape, data) : data };
}

/** The values behind a header, or some rows of them, in row-major order. */
export function parseNpyBody(bytes: Uint8Array, descr: string, shape: Shape, file: string): Tensor {
  const element = parseNpyCode(descr);
  if (element === undefined) throw refusal(descr, file);
  const count = elementCount(shape);
  const needed = count * element.bytes;
  if (needed > bytes.length) {
    throw new LensError(
      'bad-input-file',
      `${file} is cut off: an array of shape ${shapeText(shape)} and type ${descr} has ${needed} bytes, the file holds ${bytes.length}.`,
    );
  }
  const body = bytes.subarray(0, needed);
  return {
    dtype: element.dtype,
    shape,
    data: element.text === undefined ? readNumbers(body, element) : readTexts(body, count, element),
  };
}

function refusal(descr: string, file: string): LensError {
  if (/^\|?O/.test(descr)) {
    return new LensError(
      'bad-input-file',
      `${file} holds pickled Python objects, which are never unpickled.`,
      "Save it with a plain dtype; strings as NumPy S or U arrays: np.save(path, array.astype('S')).",
    );
  }
  const hint = /^[<>|]?V/.test(descr)
    ? 'bfloat16 and float8 arrays lose their type in .npy files: save them as float32.'
    : undefined;
  return new LensError('bad-input-file', `${file} has the NumPy type ${descr}, which is no tensor type.`, hint);
}

function readNumbers(body: Uint8Array, { dtype, bigEndian }: NpyElement): NumericData {
  const data = dataFromBytes(dtype, body);
  if (bigEndian) swapBytes(data, data.BYTES_PER_ELEMENT);
  if (dtype === 'bool') for (let i = 0; i < data.length; i++) data[i] = data[i] === 0 ? 0 : 1;
  return data;
}

/** A .npy file in two parts, so that large values need not be copied to be written. */
export interface NpyParts {
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

/** A tensor as .npy; dtypes that NumPy lacks are widened (`npyCast` says to what), strings become an S array. */
export function npyParts(tensor: Tensor): NpyParts {
  const { dtype, shape, data } = widenForNpy(tensor);
  if (!ArrayBuffer.isView(data)) {
    const { width, body } = textBytes(data);
    return { header: npyHeaderBytes(`|S${width}`, shape), body };
  }
  if (elementLayout(dtype) === undefined) throw new LensError('internal', `There is no NumPy type for ${dtype}.`);
  return { header: npyHeaderBytes(npyCode(dtype) ?? '', shape), body: bytesOf(data) };
}

/** `npyParts` in one piece. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const { header, body } = npyParts(tensor);
  const bytes = new Uint8Array(header.length + body.length);
  bytes.set(header);
  bytes.set(body, header.length);
  return bytes;
}
