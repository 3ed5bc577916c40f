import type { DType } from '../dtype.ts';
import { elementLayout, newData } from '../layout.ts';
import type { NumericData, Shape, TensorData } from '../tensor.ts';

/** Column-major values in row-major order. */
export function fromFortranOrder(dtype: DType, shape: Shape, data: TensorData): TensorData {
  const order = fortranPositions(shape);
  if (!ArrayBuffer.isView(data)) return Array.from(order, (from) => data[from] ?? new Uint8Array(0));
  const lanes = elementLayout(dtype)?.lanes ?? 1;
  const result = newData(dtype, order.length);
  copyElements(data, result, order, lanes);
  return result;
}

function copyElements(from: NumericData, to: NumericData, order: Float64Array, lanes: number): void {
  for (let i = 0; i < order.length; i++) {
    const source = (order[i] ?? 0) * lanes;
    for (let lane = 0; lane < lanes; lane++) {
      const value = from[source + lane];
      if (value !== undefined) to[i * lanes + lane] = value;
    }
  }
}

/** For each element in row-major order its position in column-major order. */
function fortranPositions(shape: Shape): Float64Array {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const positions = new Float64Array(stride);
  const index = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < stride; i++) {
    positions[i] = at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      at += strides[axis] ?? 0;
      if (next < (shape[axis] ?? 0)) {
        index[axis] = next;
        break;
      }
      at -= next * (strides[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return positions;
}
