import type { Shape } from '../../tensor/tensor.ts';
import { attrOf, numberAttr, numbersAttr } from '../nodeAttrs.ts';
import { countOf, frontAxis, rules, type ShapeRule, type ShapeScope } from './rule.ts';
import { stridedSlice } from './stridedSlice.ts';

const reshape: ShapeRule = ({ input, values }) => {
  const wanted = values(1);
  const count = countOf(input(0) ?? [-1]);
  if (wanted === undefined || count === undefined) return [wanted];
  const known = wanted.reduce((product, size) => (size >= 0 ? product * size : product), 1);
  const open = wanted.filter((size) => !(size >= 0)).length;
  return [open === 1 && known > 0 ? wanted.map((size) => (size >= 0 ? size : count / known)) : wanted];
};

const transpose: ShapeRule = ({ input, values }) => {
  const x = input(0);
  const order = values(1);
  if (x === undefined) return [order?.map(() => -1)];
  return [x.map((_, axis) => x[order?.[axis] ?? -1] ?? -1)];
};

const squeeze: ShapeRule = ({ node, input }) => {
  const x = input(0);
  if (x === undefined) return [];
  const axes = (numbersAttr(node, 'squeeze_dims') ?? numbersAttr(node, 'axis') ?? []).map((axis) => frontAxis(axis, x.length));
  if (axes.length > 0) return [x.filter((_, axis) => !axes.includes(axis))];
  return x.includes(-1) ? [] : [x.filter((size) => size !== 1)];
};

const expandDims: ShapeRule = ({ input, values }) => {
  const x = input(0);
  const axis = x === undefined ? undefined : frontAxis(values(1)?.[0], x.length + 1);
  return x === undefined || axis === undefined ? [] : [[...x.slice(0, axis), 1, ...x.slice(axis)]];
};

/** Joins along an axis; all inputs but that of the axis count. */
function joined(parts: readonly (Shape | undefined)[], axis: number | undefined): Shape | undefined {
  const known = parts.filter((part) => part !== undefined);
  const first = known[0];
  const at = first === undefined ? undefined : frontAxis(axis, first.length);
  if (first === undefined || at === undefined) return first?.map(() => -1);
  return first.map((_, index) => {
    const sizes = known.map((part) => part[index] ?? -1);
    if (index !== at) return sizes.find((size) => size >= 0) ?? -1;
    return sizes.includes(-1) || known.length < parts.length ? -1 : sizes.reduce((sum, size) => sum + size, 0);
  });
}

const all = ({ node, input }: ShapeScope): (Shape | undefined)[] => node.inputs.map((_, index) => input(index));

const pack: ShapeRule = (scope) => {
  const parts = all(scope);
  const first = parts.find((part) => part !== undefined);
  const axis = first === undefined ? undefined : frontAxis(numberAttr(scope.node, 'axis') ?? 0, first.length + 1);
  return first === undefined || axis === undefined ? [] : [[...first.slice(0, axis), parts.length, ...first.slice(axis)]];
};

const unpack: ShapeRule = ({ node, input }) => {
  const x = input(0);
  const axis = x === undefined ? undefined : frontAxis(numberAttr(node, 'axis') ?? 0, x.length);
  const count = Math.min(numberAttr(node, 'num') ?? 0, 10_000);
  return x === undefined || axis === undefined || count < 1
    ? []
    : new Array<Shape>(count).fill(x.filter((_, index) => index !== axis));
};

/** Equal parts, or parts of given sizes. */
const split =
  (value: number, axisInput: number, sizesInput: number | undefined): ShapeRule =>
  ({ node, input, values }) => {
    const x = input(value);
    const axis = x === undefined ? undefined : frontAxis(values(axisInput)?.[0], x.length);
    if (x === undefined || axis === undefined) return [];
    const count = Math.min(numberAttr(node, 'num_split') ?? 1, 10_000);
    const whole = x[axis] ?? -1;
    const sizes =
      sizesInput === undefined
        ? new Array<number>(Math.max(count, 0)).fill(whole < 0 ? -1 : whole / count)
        : (values(sizesInput) ?? []);
    return sizes.map((size) => x.map((old, index) => (index === axis ? size : old)));
  };

const pad: ShapeRule = ({ input, values }) => {
  const x = input(0);
  const paddings = values(1);
  return [
    x?.map((size, axis) =>
      size < 0 || paddings === undefined ? -1 : size + (paddings[2 * axis] ?? 0) + (paddings[2 * axis + 1] ?? 0),
    ),
  ];
};

const reduce: ShapeRule = ({ node, input, values }) => {
  const x = input(0);
  const axes = values(1)?.map((axis) => frontAxis(axis, x?.length ?? 0));
  if (x === undefined || axes === undefined || axes.includes(undefined)) return [];
  return attrOf(node, 'keep_dims') === true
    ? [x.map((size, axis) => (axes.includes(axis) ? 1 : size))]
    : [x.filter((_, axis) => !axes.includes(axis))];
};

const argReduce: ShapeRule = ({ input, values }) => {
  const x = input(0);
  const axis = x === undefined ? undefined : frontAxis(values(1)?.[0], x.length);
  return axis === undefined ? [] : [x?.filter((_, index) => index !== axis)];
};

const gather =
  (axisInput: number | undefined): ShapeRule =>
  ({ node, input, values }) => {
    const table = node.op === 'ResourceGather' ? numbersAttr(node.inputs[0]?.node ?? node, 'shape') : input(0);
    const indices = input(1);
    const axis = table === undefined ? undefined : frontAxis(axisInput === undefined ? 0 : values(axisInput)?.[0], table.length);
    const batch = Math.max(numberAttr(node, 'batch_dims') ?? 0, 0);
    return table === undefined || indices === undefined || axis === undefined
      ? []
      : [[...table.slice(0, axis), ...indices.slice(batch), ...table.slice(axis + 1)]];
  };

const gatherNd: ShapeRule = ({ input }) => {
  const [table, indices] = [input(0), input(1)];
  const depth = indices?.at(-1) ?? -1;
  return table === undefined || indices === undefined || depth < 0 ? [] : [[...indices.slice(0, -1), ...table.slice(depth)]];
};

const oneHot: ShapeRule = ({ node, input, values }) => {
  const x = input(0);
  const axis = x === undefined ? undefined : frontAxis(numberAttr(node, 'axis') ?? -1, x.length + 1);
  return x === undefined || axis === undefined ? [] : [[...x.slice(0, axis), values(1)?.[0] ?? -1, ...x.slice(axis)]];
};

const slice: ShapeRule = ({ input, values }) => {
  const [x, begin, size] = [input(0), values(1), values(2)];
  return [
    x?.map((whole, axis) => {
      const wanted = size?.[axis] ?? NaN;
      // -1 is: all that is left
      return wanted !== -1 ? wanted : whole < 0 ? -1 : whole - (begin?.[axis] ?? NaN);
    }),
  ];
};

const topK: ShapeRule = ({ node, input, values }) => {
  const x = input(0);
  const shape = x === undefined ? undefined : [...x.slice(0, -1), values(1)?.[0] ?? numberAttr(node, 'k') ?? -1];
  return [shape, shape];
};

/** Ops that rearrange, join, cut, look up or reduce. */
export const ARRAYS = [
  ...rules('Reshape', reshape),
  ...rules('Transpose ConjugateTranspose', transpose),
  ...rules('Squeeze', squeeze),
  ...rules('ExpandDims', expandDims),
  ...rules('ConcatV2', (scope) => [joined(all(scope).slice(0, -1), scope.values(scope.node.inputs.length - 1)?.[0])]),
  ...rules('Concat', (scope) => [joined(all(scope).slice(1), scope.values(0)?.[0])]),
  ...rules('Pack', pack),
  ...rules('Unpack', unpack),
  ...rules('Split', split(1, 0, undefined)),
  ...rules('SplitV', split(0, 2, 1)),
  ...rules('Pad PadV2 MirrorPad', pad),
  ...rules('Mean Sum Max Min Prod All Any EuclideanNorm', reduce),
  ...rules('ArgMax ArgMin', argReduce),
  ...rules('GatherV2', gather(2)),
  ...rules('Gather ResourceGather', gather(undefined)),
  ...rules('GatherNd', gatherNd),
  ...rules('OneHot', oneHot),
  ...rules('Slice', slice),
  ...rules('StridedSlice', stridedSlice),
  ...rules('TopK TopKV2', topK),
  ...rules('Tile', ({ input, values }) => [input(0)?.map((size, axis) => (size < 0 ? -1 : size * (values(1)?.[axis] ?? NaN)))]),
  ...rules('Fill BroadcastTo RandomUniform RandomStandardNormal TruncatedNormal RandomUniformInt', ({ node, values }) => [
    values(node.op === 'BroadcastTo' ? 1 : 0),
  ]),
  ...rules('StatelessRandomNormal StatelessRandomUniform StatelessRandomNormalV2 StatelessRandomUniformV2', ({ values }) => [
    values(0),
  ]),
  ...rules('Shape', ({ input }) => [[input(0)?.length ?? -1]]),
  ...rules('ShapeN', ({ node, input }) => node.inputs.map((_, index) => [input(index)?.length ?? -1])),
  ...rules('Size Rank', () => [[]]),
  ...rules('Range', ({ values }) => [[rangeLength(values(0)?.[0], values(1)?.[0], values(2)?.[0])]]),
  ...rules('Where', ({ input }) => [[-1, input(0)?.length ?? -1]]),
];

function rangeLength(start: number | undefined, limit: number | undefined, step: number | undefined): number {
  if (start === undefined || limit === undefined || step === undefined || start < 0 || limit < 0 || step < 1) return -1;
  return Math.max(0, Math.ceil((limit - start) / step));
}
