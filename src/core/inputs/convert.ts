import { LensError } from '../errors.ts';
import type { DType } from '../tensor/dtype.ts';
import { newData } from '../tensor/layout.ts';
import { decodeTable, encodeSmallFloat } from '../tensor/smallFloats.ts';
import type { NumericData, Tensor } from '../tensor/tensor.ts';
import { targetText, type InputTarget } from './target.ts';

/** A value in the dtype that is expected, and a sentence where it changed on the way. */
export interface Converted {
  readonly tensor: Tensor;
  readonly note?: string;
}

type Kind = 'bool' | 'integer' | 'float' | 'complex' | 'string' | 'other';

function kindOf(dtype: DType): Kind {
  if (dtype === 'bool' || dtype === 'string') return dtype;
  if (/^(?:b?float)/.test(dtype)) return 'float';
  if (dtype.startsWith('complex')) return 'complex';
  return /^q?u?int/.test(dtype) ? 'integer' : 'other';
}

const SAFE: Readonly<Record<Kind, readonly Kind[]>> = {
  bool: ['integer', 'float'],
  integer: ['bool', 'integer', 'float', 'complex'],
  float: ['float', 'complex'],
  complex: ['complex'],
  string: [],
  other: [],
};

/**
 * Takes a value to the expected dtype where that is safe: between integers when every value fits, integers to floats,
 * floats to narrower floats (with a note), 0 and 1 to bool and back. Floats never become integers. Else `bad-input-dtype`.
 */
export function convertTo(target: InputTarget, tensor: Tensor, source: string): Converted {
  const { dtype } = target;
  if (tensor.dtype === dtype) return { tensor };
  const { data } = tensor;
  if (!SAFE[kindOf(tensor.dtype)].includes(kindOf(dtype)) || !ArrayBuffer.isView(data))
    throw wrongDType(target, tensor.dtype, source);
  const result = newData(
    dtype,
    tensor.shape.reduce((count, size) => count * size, 1),
  );
  const changed = convertValues(data, tensor.dtype, result, dtype);
  if (changed !== undefined && kindOf(dtype) !== 'float' && kindOf(dtype) !== 'complex') {
    throw new LensError(
      'bad-input-dtype',
      `The value of ${targetText(target)} from ${source} holds ${String(changed)}, which ${dtype} cannot hold.`,
    );
  }
  const narrowed =
    changed === undefined
      ? {}
      : { note: `The value of ${targetText(target)} from ${source} was rounded from ${tensor.dtype} to ${dtype}.` };
  return { tensor: { dtype, shape: tensor.shape, data: result }, ...narrowed };
}

function wrongDType(target: InputTarget, given: DType, source: string): LensError {
  const hint =
    kindOf(given) === 'float' && kindOf(target.dtype) === 'integer'
      ? `Round it yourself: array.astype('${target.dtype}').`
      : undefined;
  return new LensError(
    'bad-input-dtype',
    `The value of ${targetText(target)} from ${source} is ${given}; ${target.dtype} is expected.`,
    hint,
  );
}

/** Returns the first value that is not the same afterwards. */
function convertValues(from: NumericData, fromType: DType, to: NumericData, toType: DType): number | bigint | undefined {
  const decode = decodeTable(fromType);
  const encode = decodeTable(toType);
  const wide = to instanceof BigInt64Array || to instanceof BigUint64Array;
  const spread = toType.startsWith('complex') && !fromType.startsWith('complex') ? 2 : 1;
  const limits = LIMITS[toType];
  let changed: number | bigint | undefined;
  for (let i = 0; i < from.length; i++) {
    const stored = from[i] ?? 0;
    const value = decode === undefined ? stored : (decode[Number(stored)] ?? NaN);
    if (limits !== undefined && (value < limits[0] || value > limits[1])) return value;
    if (wide) to[i] = BigInt(value);
    else to[i * spread] = encode === undefined ? Number(value) : encodeSmallFloat(toType, Number(value));
    const stays = (encode === undefined ? to[i * spread] : encode[Number(to[i * spread])]) ?? NaN;
    // numbers and big integers compare by value; a NaN stays one
    const same = (stays >= value && stays <= value) || Number.isNaN(Number(value));
    if (changed === undefined && !same) changed = value;
  }
  return changed;
}

/** Range of the dtypes whose storage would wrap round or hold more than they may. */
const LIMITS: Partial<Record<DType, readonly [number | bigint, number | bigint]>> = {
  bool: [0, 1],
  int2: [-2, 1],
  uint2: [0, 3],
  int4: [-8, 7],
  uint4: [0, 15],
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0, 2n ** 64n - 1n],
  qint8: [-128, 127],
  quint8: [0, 255],
  qint16: [-32768, 32767],
  quint16: [0, 65535],
  qint32: [-(2 ** 31), 2 ** 31 - 1],
};
