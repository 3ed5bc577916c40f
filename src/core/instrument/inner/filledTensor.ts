import { bytesOf, elementCount, elementLayout, newData } from '../../tensor/layout.ts';
import { decodeTable, encodeSmallFloat } from '../../tensor/smallFloats.ts';
import type { NumericData, Shape, Tensor } from '../../tensor/tensor.ts';
import type { Run } from './runs.ts';

/** Runs of different shapes in one array; what none of them reaches is NaN, 0, false or empty. */
export function filledTensor({ data, dtype }: Tensor, runs: readonly Run[], extents: readonly number[], inner: Shape): Tensor {
  const shape = [...extents, ...inner];
  const size = elementCount(inner);
  const places = runs.map((run) => ({
    run,
    start: run.index.reduce((at, position, axis) => at * (extents[axis] ?? 1) + position, 0) * size,
  }));
  if (!ArrayBuffer.isView(data)) {
    const texts: Uint8Array[] = Array.from({ length: elementCount(shape) }, () => new Uint8Array(0));
    for (const { run, start } of places) {
      for (const { from, to, width } of rowsOf(run, start, inner))
        data.slice(from, from + width).forEach((text, index) => {
          texts[to + index] = text;
        });
    }
    return { dtype, shape, data: texts };
  }
  const target = blank(dtype, elementCount(shape));
  const bytes = elementLayout(dtype)?.bytes ?? 1;
  for (const { run, start } of places) {
    for (const { from, to, width } of rowsOf(run, start, inner))
      bytesOf(target).set(bytesOf(data).subarray(from * bytes, (from + width) * bytes), to * bytes);
  }
  return { dtype, shape, data: target };
}

function blank(dtype: Tensor['dtype'], count: number): NumericData {
  const data = newData(dtype, count);
  if (data instanceof Float32Array || data instanceof Float64Array) return data.fill(NaN);
  if (data instanceof Uint16Array && decodeTable(dtype) !== undefined) return data.fill(encodeSmallFloat(dtype, NaN));
  return data;
}

/** Rows of the last axis: where each stands among all elements, and where it goes. */
function* rowsOf({ offset, shape }: Run, start: number, inner: Shape): Generator<{ from: number; to: number; width: number }> {
  const width = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  for (let row = 0; row < rows; row++) {
    let place = 0;
    let rest = row;
    let below = rows;
    for (let axis = 0; axis < shape.length - 1; axis++) {
      below /= shape[axis] ?? 1;
      place = place * (inner[axis] ?? 1) + Math.floor(rest / below);
      rest %= below;
    }
    yield { from: offset + row * width, to: start + place * (inner.at(-1) ?? 1), width };
  }
}
